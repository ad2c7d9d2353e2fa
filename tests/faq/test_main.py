"""`python -m faq` as a process of its own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen, run
from threading import Timer
from typing import IO

import pytest

from tests.faq.content_folder import ContentFolder


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder that no test changes."""
    return ContentFolder.small(tmp_path_factory.mktemp("content")).path


@contextmanager
def process(*arguments: str | Path, **environment: str) -> Iterator[tuple[Popen[bytes], IO[bytes], IO[bytes]]]:
    """Run `python -m faq …` with unbuffered input and output; kill it if it hangs."""
    command = [sys.executable, "-m", "faq", *map(str, arguments)]
    with Popen(command, bufsize=0, stdin=PIPE, stdout=PIPE, stderr=PIPE, env={**os.environ, **environment}) as running:
        watch = Timer(60, running.kill)
        watch.start()
        assert running.stdin
        assert running.stdout
        try:
            yield running, running.stdin, running.stdout
        finally:
            watch.cancel()
            running.kill()


def test_each_line_is_answered_before_the_next_one_is_sent(content: Path) -> None:
    with process("ask", "--json", "-", "--content", content) as (running, stdin, stdout):
        for question in ("what is ferritin", "I am pregnant"):
            stdin.write(f"{question}\n".encode())
            assert json.loads(stdout.readline())["question"] == question
        stdin.close()
        assert stdout.read() == b""
        assert running.wait() == 0


def test_a_closed_output_ends_the_answers_without_a_traceback(content: Path) -> None:
    with process("ask", "--json", "-", "--content", content) as (running, stdin, stdout):
        stdin.write(b"what is ferritin\n")
        stdout.readline()
        stdout.close()
        stdin.write(b"what is ferritin\n" * 9)
        assert running.stderr
        assert b"Traceback" not in running.stderr.read()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_gets_the_answer_with_its_missing_characters_replaced(
    content: Path, encoding: str
) -> None:
    with process("ask", "what is ferritin", "--content", content, PYTHONIOENCODING=encoding) as (running, _, stdout):
        printed = stdout.read()
        assert running.wait() == 0
    assert printed.decode(encoding).startswith("What is ferritin?\n\nFerritin is a protein.\n")


ALONE = """
import sys
sys.modules["telegram"] = sys.modules["bot"] = None
from faq.cli import app
app(["--help"])
"""


def test_the_commands_work_where_telegram_is_not_installed() -> None:
    done = run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Answer a question in the terminal." in done.stdout

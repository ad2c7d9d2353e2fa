"""`legwise check --links` visits every address, here over real HTTP on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import ClassVar

import pytest
from rich.console import Console

from faq.loading.folder import read_folder
from faq.tools.links import MOST_BYTES, Findings, addresses, visit
from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise


class Site(BaseHTTPRequestHandler):
    """Pages by path; the class counts what was asked for."""

    asked: ClassVar[list[tuple[str, str]]] = []
    busy: ClassVar[int] = 0
    most_at_once: ClassVar[int] = 0
    lock: ClassVar[threading.Lock] = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            Site.asked.append((self.path, self.headers["User-Agent"]))
            Site.busy += 1
            Site.most_at_once = max(Site.most_at_once, Site.busy)
        self.is_busy = True
        with suppress(OSError):  # the client has read enough, or waited long enough
            self._answer()
        self._rest()

    def _rest(self) -> None:
        """Count as idle: once before the answer is sent, because the next request may come before this one returns."""
        with self.lock:
            Site.busy -= self.is_busy
        self.is_busy = False

    def _answer(self) -> None:
        kind, _, rest = self.path.removeprefix("/").partition("/")
        match kind:
            case "to":
                self._send(301, "", {"Location": f"/{rest}"})
            case "round":
                self._send(302, "", {"Location": self.path})
            case "nowhere":
                self._send(302, "", {})
            case "status":
                self._send(int(rest), "<title>An error</title>")
            case "slow":
                time.sleep(1)
                self._send(200, "")
            case "endless":
                self._send(200, "<title>The Clinic on legs</title>" + "x" * (3 * MOST_BYTES))
            case "odd":
                self._send(200, "<title>The Clinic on legs</title>", {"Content-Type": "text/html; charset=nonsense"})
            case _:
                time.sleep(0.02)
                self._send(200, f"<html><title>\n{rest or 'The Clinic on legs'} | Site &amp; Co</title>")

    def _send(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        self._rest()
        body = text.encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html", "Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Print nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    Site.asked.clear()
    Site.busy = Site.most_at_once = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path, site: str) -> ContentFolder:
    """A content whose addresses are all of the site, and good."""
    (tmp_path / "content").mkdir()
    folder = ContentFolder.small(tmp_path / "content")
    for name in ("faq.yaml", "sources.yaml", "helplines.yaml"):
        text = (folder.path / name).read_text("utf-8")
        folder.write(name, text.replace("https://example.org", f"{site}/page"))
    folder.replace("faq.yaml", "/page/article", "/page/Iron%20and%20legs")
    folder.replace("sources.yaml", "/page/clinic", "/page/")
    return folder.replace("sources.yaml", "/page/crisis", "/page/crisis-line")


def found(folder: ContentFolder, timeout: float = 20) -> Findings:
    return visit(addresses(read_folder(folder.path).places), Console(file=StringIO()), timeout)


def told(folder: ContentFolder, path: str, timeout: float = 20) -> dict[str, list[str]]:
    """Return what is found where the clinic has another path, without the address in it."""
    folder.replace("sources.yaml", "/page/\n", f"/{path}\n")
    findings = found(folder, timeout)
    return {
        kind: [str(each) for each in getattr(findings, kind)] for kind in Findings.__slots__ if getattr(findings, kind)
    }


def test_good_addresses_give_no_finding_and_each_is_visited_once(folder: ContentFolder) -> None:
    assert found(folder) == Findings((), (), (), ())
    paths = sorted(path for path, _ in Site.asked)
    assert paths == ["/page/", "/page/Iron%20and%20legs", "/page/crisis-line", "/page/uk", "/page/us"]
    assert {agent for _, agent in Site.asked} == {"legwise"}


def test_a_host_gets_one_request_at_a_time(folder: ContentFolder) -> None:
    found(folder)
    assert Site.most_at_once == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_dead(folder: ContentFolder, site: str, status: int) -> None:
    url = f"{site}/status/{status}"
    assert told(folder, f"status/{status}") == {
        "dead": [f"sources.yaml:4:10: {url} is dead ({status}); cite another page"]
    }


def test_a_redirect_to_another_address_is_a_move(folder: ContentFolder, site: str) -> None:
    moved = f"{site}/to/page/ moved to {site}/page/"
    assert told(folder, "to/page/") == {"moved": [f"sources.yaml:4:10: {moved}; read that page, and write its address"]}


def test_a_redirect_to_a_page_that_is_gone_is_dead(folder: ContentFolder, site: str) -> None:
    assert list(told(folder, "to/status/404")) == ["dead"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("status/403", "status 403"),
        ("status/500", "status 500"),
        ("round/", "more than 10 redirects"),
        ("nowhere/", "a redirect to nowhere"),
    ],
)
def test_a_page_that_may_be_there_could_not_be_reached(
    folder: ContentFolder, site: str, path: str, reason: str
) -> None:
    problem = f"sources.yaml:4:10: {site}/{path} could not be reached ({reason}); open it in a browser"
    assert told(folder, path) == {"unreached": [problem]}


def test_a_page_that_takes_too_long_could_not_be_reached(folder: ContentFolder) -> None:
    assert list(told(folder, "slow/", timeout=0.5)) == ["unreached"]


def test_a_host_that_refuses_could_not_be_reached(folder: ContentFolder, site: str) -> None:
    folder.replace("sources.yaml", f"{site}/page/\n", "http://127.0.0.1:9/\n")
    [fault] = found(folder).unreached
    assert "http://127.0.0.1:9/ could not be reached (" in str(fault)


@pytest.mark.parametrize("path", ["endless/", "odd/"])
def test_a_large_page_and_an_unknown_character_set_are_read_as_far_as_possible(
    folder: ContentFolder, path: str
) -> None:
    assert told(folder, path) == {}


def test_a_page_of_quite_another_title_is_told(folder: ContentFolder, site: str) -> None:
    [fault] = told(folder, "page/Buy%20shoes")["retitled"]
    assert fault.startswith(
        f"sources.yaml:4:10: {site}/page/Buy%20shoes is titled “Buy%20shoes | Site & Co”, not “The Clinic"
    )


def test_check_visits_only_when_asked_and_a_dead_address_is_a_fault(folder: ContentFolder, site: str) -> None:
    folder.replace("sources.yaml", "/page/\n", "/status/404\n")
    assert legwise("check", "--content", folder.path, "--today", "2026-11-28").exit_code == 0
    assert Site.asked == []
    result = legwise("check", "--links", "--content", folder.path, "--today", "2026-11-28")
    assert result.exit_code == 1
    assert result.stderr == f"sources.yaml:4:10: {site}/status/404 is dead (404); cite another page\n"


def test_a_moved_address_is_advice(folder: ContentFolder, site: str) -> None:
    folder.replace("sources.yaml", "/page/\n", "/to/page/\n")
    result = legwise("check", "--links", "--content", folder.path, "--today", "2026-11-28")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "addresses that moved: 1 (a redirect may end)\n  sources.yaml:4:10: " in result.stdout

"""The architecture picture in the README, drawn from the imports of `bot/` and `faq/`.

python -m tests.architecture            write the picture into the README
python -m tests.architecture --check    exit 1 if the picture there is not current
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PACKAGES = ("bot", "faq")
# The declared order, top to bottom: a module may import modules of its own box and of the boxes below. A box is a
# package, a module of `bot/` or `faq/`, or a few of them that are drawn as one.
BOXES: tuple[tuple[str, ...], ...] = (
    ("bot.__main__",),
    ("bot.desk",),
    ("bot.run",),
    ("bot.bootstrap",),
    ("bot.receiver",),
    ("bot.reload",),
    ("bot.routes",),
    ("bot.handlers",),
    ("bot.views",),
    ("bot.runtime", "bot.instrumented"),
    ("bot.updates",),
    ("bot.http",),
    ("bot.health",),
    ("bot.sending",),
    ("bot.curators", "bot.gaps"),
    ("bot.config",),
    ("bot.metrics",),
    ("bot.store",),
    ("bot.concurrency", "bot.errors", "bot.log", "bot.models"),
    ("bot.simulator",),
    ("faq.__main__", "faq.cli"),
    ("faq.terminal",),
    ("faq.editing", "faq.gaps"),
    ("faq.reload_worker",),
    ("faq.json_output", "faq.json_input"),
    ("faq.engine", "faq.snapshot", "faq.startup"),
    ("faq.tools",),
    ("faq.exchange",),
    ("faq.loading",),
    ("faq.content_version",),
    ("faq.assistant", "faq.follow_up", "faq.reader", "faq.alarm", "faq.title_search"),
    ("faq.matching",),
    ("faq.safety",),
    ("faq.answer_card", "faq.provenance", "faq.passages", "faq.card"),
    ("faq.languages",),
    (
        "faq.small_talk",
        "faq.context",
        "faq.general_words",
        "faq.question_splitter",
        "faq.outcome",
        "faq.models",
        "faq.words",
        "faq.lab_values",
        "faq.helplines",
        "faq.text",
        "faq.errors",
        "faq.files",
        "faq.memory",
        "faq.paths",
        "faq.progress",
    ),
)
BEGIN, END = "<!-- architecture -->", "<!-- /architecture -->"


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """One module's import of another; `deferred` if it runs in a function or only for the type checker."""

    source: str
    target: str
    line: int
    deferred: bool

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Return every module of the two packages by its dotted name."""
    paths = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imports(root: Path = ROOT) -> list[Import]:
    """Return all imports of our own modules, those in functions and for type checkers included."""
    known = modules(root)
    return sorted(
        Import(source, target, line, deferred)
        for source, path in known.items()
        for target, line, deferred in _imported(ast.parse(path.read_text("utf-8")), known)
        if target != source
    )


def _imported(tree: ast.AST, known: Iterable[str], deferred: bool = False) -> Iterator[tuple[str, int, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno, deferred) for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            targets = {name if name in known else node.module for name in names}
            yield from ((target, node.lineno, deferred) for target in sorted(targets) if target in known)
        else:
            yield from _imported(node, known, deferred or _defers(node))


def _defers(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.dump(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def box(module: str) -> int | None:
    """Return the position of a module's box, or None if no box has it; the packages themselves are empty."""
    name = ".".join(module.split(".")[:2])
    return next((position for position, names in enumerate(BOXES) if name in names), None)


def upward(found: Iterable[Import]) -> list[Import]:
    """Return the imports that point to a box above."""
    return [one for one in found if (box(one.target) or 0) < (box(one.source) or 0)]


def circle(found: Iterable[Import]) -> list[str]:
    """Return the modules of one import circle, or nothing."""
    edges: dict[str, list[str]] = {}
    for one in found:
        edges.setdefault(one.source, []).append(one.target)
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return path[path.index(module) :]
        if module in done:
            return []
        done.add(module)
        return next((ring for target in edges.get(module, []) if (ring := visit(target, [*path, module]))), [])

    return next((ring for module in edges if (ring := visit(module, []))), [])


def picture(found: Iterable[Import]) -> str:
    """Draw the boxes as a mermaid flowchart, without the arrows that follow from others."""
    direct: dict[tuple[int, int], bool] = {}
    for one in found:
        source, target = box(one.source), box(one.target)
        if source is not None and target is not None and source != target:
            direct[source, target] = direct.get((source, target), True) and one.deferred
    lines = ["flowchart TD"]
    for package in PACKAGES:
        lines += [f'  subgraph {package}["{package}/"]']
        lines += [f'    b{n}["{_label(names)}"]' for n, names in enumerate(BOXES) if names[0].startswith(package)]
        lines += ["  end"]
    for source, target in sorted(direct):
        if not _follows(source, target, direct):
            lines.append(f"  b{source} {'-.->' if direct[source, target] else '-->'} b{target}")
    return "\n".join(lines)


def _label(names: tuple[str, ...]) -> str:
    folders = {name for name in names if (ROOT / name.replace(".", "/")).is_dir()}
    return ", ".join(name.partition(".")[2] + "/" * (name in folders) for name in names)


def _follows(source: int, target: int, direct: Iterable[tuple[int, int]]) -> bool:
    """Return whether another path leads from source to target."""
    middles = {end for start, end in direct if start == source and end != target}
    return any((middle, target) in direct or _follows(middle, target, direct) for middle in middles)


def drawn(readme: str) -> str:
    """Return the README's text with the current picture in it."""
    block = f"{BEGIN}\n```mermaid\n{picture(imports())}\n```\n{END}"
    text, count = re.subn(f"{BEGIN}.*?{END}", lambda _: block, readme, flags=re.DOTALL)
    if count != 1:
        message = f"README.md: the picture needs one pair of {BEGIN} and {END}"
        raise SystemExit(message)
    return text


def main(arguments: list[str]) -> int:
    """Write the picture, or with `--check` compare it."""
    before = README.read_text("utf-8")
    after = drawn(before)
    if "--check" in arguments:
        if before != after:
            print("README.md: the picture is not current; run python -m tests.architecture", file=sys.stderr)
        return int(before != after)
    README.write_text(after, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

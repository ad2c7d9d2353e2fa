"""The locks of `.requirements/`: the exact versions and hashes of all packages, for Python 3.11 to 3.13 on any system.

pip install uv==0.13.9 && python -m tests.lock      write them anew, with the newest versions that pyproject.toml allows
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".requirements"
# The extras of each lock. The largest is resolved first, and the others take its versions.
LOCKS = {
    "bench": ("semantic", "postgres", "test", "bench"),
    "test": ("semantic", "postgres", "test"),
    "run": ("semantic", "postgres"),
}
OPTIONS = (
    "--universal",
    "--fork-strategy=fewest",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--quiet",
)
COMMAND = "python -m tests.lock"


def build_requirements() -> list[str]:
    """Return the build backend: locked too, so that nothing is installed without its hash."""
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    return found


def compile_lock(name: str) -> None:
    """Write one lock."""
    extras = [f"--extra={extra}" for extra in LOCKS[name]]
    largest = FOLDER / f"{next(iter(LOCKS))}.txt"
    constraints = [] if name == largest.stem else [f"--constraint={largest}"]
    command = ["uv", "pip", "compile", "pyproject.toml", "-", *OPTIONS, *extras, *constraints]
    command += [f"--custom-compile-command={COMMAND}", f"--output-file={FOLDER / name}.txt", "--upgrade"]
    subprocess.run(
        command, check=True, text=True, input="\n".join(build_requirements()), cwd=ROOT, stdout=subprocess.DEVNULL
    )


def locked(name: str) -> dict[str, str]:
    """Return the exact versions of one lock, by normalised project name."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, re.MULTILINE))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for lock in LOCKS:
        compile_lock(lock)

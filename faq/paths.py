"""Where the files of the package are, and what makes a folder a content folder."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
"""The code of this package, with the files that it reads."""
PACKAGED = PACKAGE / "content"
"""The content that ships with the package."""
_USUAL = ("faq/content", "content")
"""Where content lies in the folder that a curator works in."""
LANGUAGES = "languages"
"""Optional folder of languages in a content folder."""
QUESTIONS = "questions.tsv"
"""Optional file of labelled questions in a content folder."""
WHOLE = "faq"
"""The one file that a FAQ must have, without `.yaml`; a folder with it is a content folder."""


def is_content(folder: Path) -> bool:
    """Return whether a folder holds content, valid or not."""
    return (folder / f"{WHOLE}.yaml").is_file()


def content_files(folder: Path) -> tuple[Path, ...]:
    """Return the YAML files of a content folder, also those with a wrong ending; hidden files are an editor's."""
    patterns = ("[!.]*.[yY]*", f"{LANGUAGES}/[!.]*.[yY]*")
    return tuple(file for pattern in patterns for file in folder.glob(pattern))


def other_content(folder: Path, working: Path) -> Path | None:
    """Return a content folder of the working folder that is not the one that was read, if there is one."""
    here = (working / usual for usual in _USUAL)
    return next((each for each in here if is_content(each) and not each.samefile(folder)), None)

"""`legwise import`: a file of questions and answers -> a content folder, or new topics of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from faq.exchange.csv_file import read_csv
from faq.exchange.entries import Draft, Drafts
from faq.exchange.folder_writer import Written, add_topics, write_folder
from faq.exchange.json_ld import read_json
from faq.exchange.markdown import read_markdown
from faq.exchange.names import Names
from faq.exchange.text_file import ExchangeError, read_text

MAX_ENTRIES = 5_000
"""Of one file; the matcher is made for hundreds."""
_READERS: Mapping[str, Callable[[str, str, str], Drafts]] = {
    ".csv": read_csv,
    ".json": read_json,
    ".md": read_markdown,
}


def import_file(file: Path, folder: Path, *, into: bool = False) -> Written:
    """Write the entries of a file to a new content folder, or as topics into one that exists.

    Raises:
        ExchangeError: with everything that cannot be taken; nothing is written then.

    """
    drafts = _with_ids(read_drafts(file))
    return add_topics(drafts, folder) if into else write_folder(drafts, folder)


def read_drafts(file: Path) -> Drafts:
    """Read a file by its suffix.

    Raises:
        ExchangeError: with everything that cannot be taken.

    """
    reader = _READERS.get(file.suffix.casefold())
    if not reader:
        cure = f"name a file that ends in {', '.join(_READERS)}"
        raise ExchangeError([f"{file}: cannot be imported; {cure}"], exit_code=2)
    drafts = reader(read_text(file), file.name, file.stem.replace("-", " ").replace("_", " ").strip().capitalize())
    if len(drafts.entries) > MAX_ENTRIES:
        raise ExchangeError([f"{file.name}: has more than {MAX_ENTRIES:,} questions; split it into several files"])
    return drafts


def _with_ids(drafts: Drafts) -> Drafts:
    """Return the drafts with an id for every entry that has none, made of its question."""
    first: dict[str, str] = {}
    faults = []
    for entry in drafts.entries:
        given = entry.fields.get("id")
        if isinstance(given, str) and given:
            if given in first:
                faults.append(f"{entry.where}: the id `{given[:60]}` is also at {first[given]}; choose another id")
            first.setdefault(given, entry.where)
    if faults:
        raise ExchangeError(faults)
    names = Names(first)
    return replace(drafts, entries=tuple(_with_id(entry, names) for entry in drafts.entries))


def _with_id(entry: Draft, names: Names) -> Draft:
    given = entry.fields.get("id") or names.of(str(entry.fields["question"]))
    return replace(entry, fields={"id": given, **{k: v for k, v in entry.fields.items() if k != "id"}})

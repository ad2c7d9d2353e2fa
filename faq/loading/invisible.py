"""Finds characters that look like others: invisible ones, wide spaces in the structure of YAML, and curly quotes.

YAML takes a no-break space for a letter and a curly quote for text; a word processor or a web page puts them in unseen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Finding = tuple[int, int, str, str]
"""Line and column from 1, problem and cure."""

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces other than the plain one. Harmless in a text: French has one before a question mark."""
# Not the joiners U+200C and U+200D or the marks U+200E and U+200F: Persian, Arabic and emoji are written with them.
_HIDDEN = re.compile("[\u0085\u00ad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff]")
_JOINERS = "\u200c-\u200f"
_STRUCTURE = re.compile(
    rf"^(?: *(?=[{_SPACES}{_JOINERS}])|[ -]*(?=[{_SPACES}])| *(?:- +)*[\w-]+: *(?=[{_SPACES}]))(.)", re.MULTILINE
)
"""Indentation, a hyphen or a key, and then a character that YAML does not take for a space."""
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""The ends of lines as YAML counts them."""
_SUSPECT = re.compile(rf"[{_SPACES}{_JOINERS}]")
_NAMES = {"\x85": "NEXT LINE"}
_OPENING, _CLOSING = "“”„‟‘’‚‛«", "“”‟‘’»"
_BEFORE_QUOTE = re.compile(rf"(?:^\s*(?:-\s+)*|[\w-]+:\s+|[\[{{,]\s*)([{_OPENING}])")
_QUOTE_CURE = "type straight quotes; if the curly ones belong to the text, put straight quotes around it"


def hidden(text: str) -> Iterator[Finding]:
    """Yield what no file may have: characters that nobody sees, and spaces that YAML takes for letters."""
    for match in _HIDDEN.finditer(text):
        yield _named(text, match.start(), "delete it")
    for match in _STRUCTURE.finditer(text):
        yield _named(text, match.start(1), _cure(match[1]))


def visible(text: str) -> str:
    """Return the text without what no file may have."""
    return _HIDDEN.sub("", text)


def likely_cause(text: str, line: int) -> Finding | None:
    """Return the character that may be why a line is no valid YAML, if it has one."""
    typed = _BREAK.split(text)[:line][-1]  # at the end of the text, its last line
    if quote := _BEFORE_QUOTE.search(typed):
        return line, quote.start(1) + 1, _quoted(quote[1]), _QUOTE_CURE
    if suspect := _SUSPECT.search(typed):
        return line, suspect.start() + 1, _problem(suspect[0]), _cure(suspect[0])
    return None


def curly(plain: str) -> tuple[str, str] | None:
    """Return problem and cure if curly quotes stand around a text, or open one, where YAML takes no quotes."""
    first, rest = plain[:1], plain[1:]
    if not first or first not in _OPENING:
        return None
    whole = rest[-1:] in set(_CLOSING) and not any(char in _CLOSING for char in rest[:-1])
    open_ended = first in "“„«" and not any(char in "”“‟»" for char in rest)
    return (_quoted(first), _QUOTE_CURE) if whole or open_ended else None


def _named(text: str, at: int, cure: str) -> Finding:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), _problem(text[at]), cure


def _problem(char: str) -> str:
    name = _NAMES.get(char) or unicodedata.name(char, "no name")
    return f"contains the invisible character U+{ord(char):04X} ({name})"


def _quoted(char: str) -> str:
    return f"the curly quote {char} (U+{ord(char):04X}) is no quote to YAML"


def _cure(char: str) -> str:
    return "type a plain space instead" if re.match(f"[{_SPACES}]", char) else "delete it"

"""A talk word for word as it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.simulator import BOT, Call
from tests.bot.talks.stage import Played


def transcript(played: Iterable[Played]) -> str:
    """Return who says what, with the bot's whole messages, its buttons in brackets, and its reactions."""
    return "".join(f"{line}\n" for each in played for line in _turn(each))


def _turn(played: Played) -> Iterator[str]:
    yield f"{played.turn.who}: {played.turn.text}"
    for call in played.calls:
        yield from _call(call)
    yield ""


def _call(call: Call) -> Iterator[str]:
    match call.method:
        case "sendMessage":
            yield from _indented(f"{BOT['first_name']}: {call.text}")
            yield from (f"    [{label}]" for label, _ in call.buttons)
        case "setMessageReaction":
            yield f"    {BOT['first_name']} reacts: {' '.join(each['emoji'] for each in call['reaction'])}"
        case other:
            yield f"    {other}"


def _indented(text: str) -> Iterator[str]:
    yield from (f"    {line}".rstrip() for line in text.splitlines())

"""What the bot did at a turn, read from what its user sees and from the row that it stored."""

from __future__ import annotations

from bot.simulator import Call
from faq.models import Entry, Faq, Referral
from faq.outcome import OFFER, is_urgent
from tests.bot.talks.script import SILENCE, Expected
from tests.bot.talks.stage import Played

_ALSO = "Also asked: "
_ABOUT = "About: "
_REPEAT = "I answered that here"


def fault(played: Played, faq: Faq) -> str:
    """Return how a turn differs from what is expected of the bot; empty if it does not."""
    turn, done = played.turn, deed(played, faq)
    wanted = turn.expected
    if wanted.today in done.kinds or _matches(done, wanted):
        return ""
    return f"line {turn.line}, {turn.who}> {turn.text}: {done}, expected {wanted}"


def _matches(done: Expected, wanted: Expected) -> bool:
    kinds = set(done.kinds) <= set(wanted.kinds)
    return kinds and wanted.entry in {"", done.entry} and (wanted.about, wanted.also) == (done.about, done.also)


def deed(played: Played, faq: Faq) -> Expected:
    """Return what the bot did."""
    if all(call.method == "setMessageReaction" for call in played.calls):
        return Expected((SILENCE,))
    [call] = played.calls
    kind, entry = _kind(call, played.row.entry if played.row else "", faq)
    return Expected((kind,), entry, _about(call, faq), _also(call))


def _kind(call: Call, target: str, faq: Faq) -> tuple[str, str]:
    """Return what a message is, and the entry that it tells or offers first."""
    if is_urgent(target):
        return "urgent", target[1:]
    if target.startswith(OFFER):
        return "suggest", target.split(OFFER)[1]
    if target:
        told = target.partition(OFFER)[0]
        return _depth(call, faq.by_id[told]), told
    if call.text.startswith(faq.words.not_found.heading):
        return "whom" if faq.words.not_ours in call.text else "none", ""
    if call.text.startswith(_REPEAT):
        return "repeat", next(entry.id for entry in faq.entries if call.text.endswith(entry.question))
    return next((talk.kind for talk in faq.small_talk if talk.reply == call.text), "unknown"), ""


def _depth(call: Call, entry: Entry) -> str:
    if entry.question in call.text.split("\n\n"):
        return "refer" if isinstance(entry.basis, Referral) else "answer"
    return "sources" if "Sources" in call.text else "more"


def _about(call: Call, faq: Faq) -> str:
    first = call.text.partition("\n")[0]
    if not first.startswith(_ABOUT):
        return ""
    return next(entry.id for entry in faq.entries if entry.short == first.removeprefix(_ABOUT))


def _also(call: Call) -> str:
    return " ".join(data.partition(":")[2] for label, data in call.buttons if label.startswith(_ALSO))

"""What the packaged content lends to a FAQ that has none of its own: small talk, and the rules on self-harm.

Whatever a FAQ is about, somebody may write to it who does not want to live.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from faq.models import Faq

_HEALTH = "health"
"""The group of the packaged content's neighbouring questions in a FAQ on another subject."""
_LENT = frozenset({"overdose-on-purpose", "self-harm"})
"""The replies that no FAQ is without."""


def with_packaged(faq: Faq, missing: AbstractSet[str], packaged: Callable[[], Faq]) -> Faq:
    """Return a FAQ with the packaged content for the files that it does not have."""
    if missing.isdisjoint({"chatter", "talk", "safety"}):
        return faq
    lender = packaged()
    if "chatter" in missing:
        faq = replace(faq, chatter=lender.chatter | {_HEALTH: lender.near})
    if "talk" in missing:
        faq = replace(faq, small_talk=lender.small_talk, follow_ups=lender.follow_ups)
    if "safety" not in missing:
        return faq
    return replace(
        faq,
        urgent_replies=tuple(reply for reply in lender.urgent_replies if reply.id in _LENT),
        red_flags=tuple(rule for rule in lender.red_flags if rule.reply in _LENT),
        helplines=lender.helplines if "helplines" in missing else faq.helplines,
    )

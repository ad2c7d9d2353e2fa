"""Messages to the bot's admins about edited content."""

from __future__ import annotations

from bot.simulator import visible_text
from bot.views import admin_notices

FAULTS = [f"iron.yaml:{number}:1: fault {number}" for number in range(1, 8)]


def test_one_fault_is_counted_and_quoted() -> None:
    assert visible_text(admin_notices.refused(FAULTS[:1]).text) == (
        "The content was edited and can't be used: 1 fault. I go on answering from the last good one.\n\n"
        "iron.yaml:1:1: fault 1"
    )


def test_only_the_first_five_faults_are_quoted() -> None:
    text = visible_text(admin_notices.faulty(FAULTS).text)
    assert "legwise check finds 7 faults in it." in text
    assert "fault 5" in text
    assert "fault 6" not in text
    assert text.endswith("… and 2 more: legwise check tells them all.")


def test_a_long_fault_is_cut() -> None:
    *_, fault = visible_text(admin_notices.refused(["x" * 1000]).text).split("\n\n")
    assert fault == "x" * 300 + "…"

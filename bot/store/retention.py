"""How long data is stored. The privacy text is formatted from these constants, and the store enforces them."""

from __future__ import annotations

from datetime import timedelta

ANSWERS = timedelta(days=2)  # Telegram lets no bot delete an older message
VOTES = timedelta(days=180)
SHARED_QUESTIONS = timedelta(days=90)
DAILY_COUNTS = timedelta(days=180)
UPDATE_NUMBERS = timedelta(days=2)  # Telegram repeats an update for one day at most
CONTEXT = timedelta(minutes=15)  # how long a message may lean on the answer before
ANSWER_COUNTS = timedelta(hours=1)  # of the throttle, in memory
SUPPORT_TOLD = timedelta(hours=1)  # in memory
REFUSAL_TOLD = timedelta(hours=6)  # in memory
SEND_TIMES = timedelta(minutes=1)  # of the send limits, whose longest window is 60.25 s

"""The metrics of a run, for Prometheus and by day: numbers and fixed words only, without user data."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.models import ALLOWED_UPDATES, Count, Silence
from bot.store.tally import Tally

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""The content type of `Metrics.page`."""
_SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
_LONG = (*_SHORT, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """Records events, each by a method.

    Attributes:
        tally: counts by day what curators want to know, and Prometheus does not.

    """

    def __init__(self) -> None:
        self.tally = Tally()
        registry = self._registry = CollectorRegistry()
        ProcessCollector(namespace="legwise", registry=registry)
        self._updates = Counter("legwise_updates", "Received updates.", ["kind"], registry=registry)
        self._outcomes = Counter("legwise_outcomes", "Outcomes of questions.", ["outcome"], registry=registry)
        self._silences = Counter("legwise_silences", "Messages without an answer.", ["reason"], registry=registry)
        for reason in Silence:  # a rate needs the zero before the first one
            self._silences.labels(reason.value)
        self._queue = Histogram("legwise_queue_seconds", "Wait in the inbox.", buckets=_LONG, registry=registry)
        self._match = Histogram("legwise_match_seconds", "Time to decide.", buckets=_SHORT, registry=registry)
        self._send = Histogram(
            "legwise_send_seconds", "Calls to Telegram.", ["result"], buckets=_LONG, registry=registry
        )
        self._retries = Counter(
            "legwise_retries", "Repeated calls; doubtful: may send a message twice.", ["doubtful"], registry=registry
        )
        self._floods = Counter("legwise_floods", "Calls that Telegram refused with a pause (429).", registry=registry)
        self._dropped = Counter("legwise_shed", "Group calls dropped because too many waited.", registry=registry)
        self._set_aside = Counter("legwise_set_aside", "Updates that could not be processed.", registry=registry)
        self._waiting = Gauge("legwise_updates_waiting", "Updates in the inbox.", registry=registry)
        self._oldest = Gauge("legwise_oldest_waiting_seconds", "Age of the oldest of them.", registry=registry)
        self._database_up = Gauge("legwise_database_up", "Whether the database responds.", registry=registry)

    def runs(self, version: str) -> None:
        """Export the version of legwise and of Python."""
        build = Info("legwise_build", "The versions that run.", registry=self._registry)
        build.info({"version": version, "python": platform.python_version()})

    def received(self, kind: str) -> None:
        """Count a new update."""
        self._updates.labels(kind if kind in ALLOWED_UPDATES else "other").inc()

    def decided(self, outcome: str) -> None:
        """Count a question by the kind of its outcome."""
        self._outcomes.labels(outcome).inc()
        self.tally.add(Count.OUTCOME, outcome)

    def silent(self, reason: Silence) -> None:
        """Count a message that gets no answer."""
        self._silences.labels(reason.value).inc()
        self.tally.add(Count.SILENCE, reason.value)

    def waited(self, seconds: float) -> None:
        """Record the time between an update's arrival and its claim."""
        self._queue.observe(max(seconds, 0.0))

    def matched(self, seconds: float) -> None:
        """Record the time to decide on an answer."""
        self._match.observe(seconds)

    def sent(self, seconds: float, result: str = "done") -> None:
        """Record a call by its result: done, refused, flood or fault (of the network or the server)."""
        self._send.labels(result).observe(seconds)

    def repeated(self, *, doubtful: bool) -> None:
        """Count a repeated call; a doubtful one may send a message twice."""
        self._retries.labels("yes" if doubtful else "no").inc()

    def flooded(self) -> None:
        """Count a pause that Telegram asked for."""
        self._floods.inc()

    def dropped(self) -> None:
        """Count a group call that was dropped."""
        self._dropped.inc()

    def set_aside(self) -> None:
        """Count an update that could not be processed."""
        self._set_aside.inc()

    def set_database(self, *, is_up: bool) -> None:
        """Set whether the database responds."""
        self._database_up.set(is_up)

    def set_queue(self, waiting: int, oldest: float) -> None:
        """Set the number of updates in the inbox, and the age of the oldest in seconds."""
        self._waiting.set(waiting)
        self._oldest.set(max(oldest, 0.0))

    def watch_polls(self, silent_for: Callable[[], float]) -> None:
        """Export the seconds since the last successful poll."""
        description = "Seconds since the last successful poll."
        Gauge("legwise_poll_age_seconds", description, registry=self._registry).set_function(silent_for)

    def watch_pushes(self, pending_count: Callable[[], float]) -> None:
        """Export the number of updates that Telegram has not delivered to the webhook."""
        description = "Updates that Telegram has not delivered to the webhook."
        Gauge("legwise_pushes_held", description, registry=self._registry).set_function(pending_count)

    def page(self) -> bytes:
        """Return all metrics in Prometheus' format."""
        return generate_latest(self._registry)


def kind_of(body: dict[str, Any]) -> str:
    """Return the kind of an update: its one field besides the number."""
    return next((name for name in body if name != "update_id"), "other")

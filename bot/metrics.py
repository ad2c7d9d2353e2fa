"""What is counted and timed, under names that Prometheus reads. A method for each event.

Knows numbers and a few fixed words only: no text, no person, no chat and no update is in any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

TYPE = CONTENT_TYPE_LATEST
"""The content type of `page`."""
_KINDS = frozenset({
    "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "guest_message",
    "my_chat_member",
})  # fmt: skip
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
_SLOW = (*_QUICK, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of one run, in a registry of their own."""

    registry: CollectorRegistry
    _updates: Counter
    _outcomes: Counter
    _queue: Histogram
    _match: Histogram
    _send: Histogram
    _retries: Counter
    _floods: Counter
    _shed: Counter
    _set_aside: Counter
    _waiting: Gauge
    _oldest: Gauge
    _database: Gauge

    @classmethod
    def fresh(cls) -> Metrics:
        """Metrics that all stand at 0, and those of the process (memory, files, time)."""
        of = CollectorRegistry()
        ProcessCollector(namespace="legwise", registry=of)
        return cls(
            of,
            Counter("legwise_updates", "Updates that came, by kind.", ["kind"], registry=of),
            Counter("legwise_outcomes", "What came of questions.", ["outcome"], registry=of),
            Histogram("legwise_queue_seconds", "From kept to taken up.", buckets=_SLOW, registry=of),
            Histogram("legwise_match_seconds", "Deciding on an answer.", buckets=_QUICK, registry=of),
            Histogram("legwise_send_seconds", "A call to Telegram.", ["result"], buckets=_SLOW, registry=of),
            Counter("legwise_retries", "Repeated calls; doubtful ones may come twice.", ["doubtful"], registry=of),
            Counter("legwise_floods", "Calls that Telegram put off (429).", registry=of),
            Counter("legwise_shed", "Lookups in groups that were given up, since too many waited.", registry=of),
            Counter("legwise_set_aside", "Updates that could not be read or answered.", registry=of),
            Gauge("legwise_updates_waiting", "Stored updates that are not done.", registry=of),
            Gauge("legwise_oldest_waiting_seconds", "Age of the oldest of them.", registry=of),
            Gauge("legwise_database_up", "Whether the database answers.", registry=of),
        )

    def came(self, kind: str) -> None:
        """An update came."""
        self._updates.labels(kind if kind in _KINDS else "other").inc()

    def decided(self, outcome: str) -> None:
        """A question had this outcome: one of a closed set of words."""
        self._outcomes.labels(outcome).inc()

    def waited(self, seconds: float) -> None:
        """An update waited so long before it was taken up."""
        self._queue.observe(max(seconds, 0.0))

    def matched(self, seconds: float) -> None:
        """It took so long to decide on an answer."""
        self._match.observe(seconds)

    def sent(self, seconds: float, result: str = "done") -> None:
        """A call took so long; `result` is done, refused, flood or fault (of the network or the server)."""
        self._send.labels(result).observe(seconds)

    def repeated(self, *, doubtful: bool) -> None:
        """A call is made again; doubtful: a message may come twice."""
        self._retries.labels("yes" if doubtful else "no").inc()

    def flooded(self) -> None:
        """Telegram asked for a pause."""
        self._floods.inc()

    def shed(self) -> None:
        """A lookup in a group was given up."""
        self._shed.inc()

    def set_aside(self) -> None:
        """An update could not be read or answered."""
        self._set_aside.inc()

    def database_is(self, *, up: bool) -> None:
        """The database answers, or does not."""
        self._database.set(up)

    def stand_at(self, waiting: int, oldest: float) -> None:
        """How many updates wait, and the age of the oldest in seconds."""
        self._waiting.set(waiting)
        self._oldest.set(max(oldest, 0.0))

    def watch_polls(self, silent_for: Callable[[], float]) -> None:
        """Have the seconds since the last good poll asked for whenever the page is read."""
        about = "Seconds since a poll last went well."
        Gauge("legwise_poll_age_seconds", about, registry=self.registry).set_function(silent_for)

    def watch_pushes(self, held: Callable[[], float]) -> None:
        """Have the number of updates that Telegram could not push yet asked for whenever the page is read."""
        about = "Updates that Telegram holds for the webhook."
        Gauge("legwise_pushes_held", about, registry=self.registry).set_function(held)

    def page(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)


def kind_of(body: dict[str, Any]) -> str:
    """What kind of update this is, by the one field that stands beside its number."""
    return next((name for name in body if name != "update_id"), "other")

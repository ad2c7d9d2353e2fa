"""Presses of buttons: unpacks the callback data, and answers the press within half a second.

A press counts as an answer to its user, or presses alone could keep the bot busy; in a group it also counts as one to
the group if it posts a message. Remove and the settings do not count, because they change one message and Telegram is
asked each time whether the user may. Nor do the buttons of an urgent reply in private, because an emergency has no
limit and no other user waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import get_args

from telegram import CallbackQuery, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.feedback import Feedback
from bot.handlers.gaps import Gaps
from bot.handlers.messages import answer_press
from bot.handlers.navigation import NOT_YOURS, Navigation, Target
from bot.handlers.removal import Removal
from bot.handlers.throttle import Throttle, Verdict
from bot.handlers.updates import callback_query
from bot.views import callback_data

CHECKING = "I check it with all of the content, which takes some seconds."
NOT_OURS = "This button is not mine, or too old."
TOO_MUCH = (
    "You have asked a lot in a short time, so I pause for a while. In an emergency, call your local emergency number."
)
_URGENT = get_args(callback_data.Urgent)
_POSTING = (
    *get_args(Target), callback_data.NoneOfThese, callback_data.Afresh, callback_data.Share,
    callback_data.UrgentSources, callback_data.AnotherCountry,
)  # fmt: skip
"""The presses that post a message, or may."""
_UNCOUNTED = (callback_data.Remove, callback_data.ShowSettings, callback_data.Change)
ANSWER_AFTER = 0.5
"""Seconds after which a press is answered even if its work is not done; users press again after one."""


class Buttons:
    """Answers presses."""

    def __init__(
        self,
        navigation: Navigation,
        feedback: Feedback,
        removal: Removal,
        settings: ChatSettingsHandler,
        throttle: Throttle,
        gaps: Gaps | None,
    ) -> None:
        self._navigation, self._feedback, self._removal = navigation, feedback, removal
        self._settings, self._throttle, self._gaps = settings, throttle, gaps

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a press and do its work."""
        query = callback_query(update)
        data = callback_data.unpack(query.data)
        if data is None:
            await answer_press(query, NOT_OURS)
        elif await self._is_allowed(query, data):
            await self._do(query, data)
        else:
            await answer_press(query, TOO_MUCH)

    async def _is_allowed(self, query: CallbackQuery, data: callback_data.CallbackData) -> bool:
        chat = query.message.chat if query.message else None
        if isinstance(data, _UNCOUNTED) or (isinstance(data, _URGENT) and chat and chat.type == ChatType.PRIVATE):
            return True
        chat_id = chat.id if chat and isinstance(data, _POSTING) else None
        return await self._throttle.check(query.from_user.id, chat_id) is Verdict.ALLOWED

    async def _do(self, query: CallbackQuery, data: callback_data.CallbackData) -> None:
        match data:
            case callback_data.Rate():
                await _run(query, self._feedback.rate(query, data))
            case callback_data.Share():
                await _run(query, self._feedback.share(query))
            case callback_data.ConfirmShare():
                await _run(query, self._feedback.confirm(query))
            case callback_data.KeepPrivate():
                await _run(query, self._feedback.keep_private(query))
            case callback_data.Withdraw():
                await _run(query, self._feedback.withdraw(query, data))
            case callback_data.AcceptGap() if self._gaps and self._gaps.admits(query):
                await answer_press(query, CHECKING)
                await self._gaps.accept(query, data)
            case callback_data.AcceptGap():
                await answer_press(query, NOT_OURS)
            case callback_data.Remove():
                await _run(query, self._removal.remove(query))
            case callback_data.ShowSettings():
                await _run(query, self._settings.refresh(query, data))
            case callback_data.Change():
                await _run(query, self._settings.change(query, data))
            case (
                callback_data.UrgentSources()
                | callback_data.AnotherCountry()
                | callback_data.Countries()
                | callback_data.CountryNumbers()
            ):
                await self._navigation.show_urgent(query, data)
            case callback_data.Afresh():
                await _run(query, self._navigation.ask_afresh(query))
            case callback_data.NoneOfThese():
                await _run(query, self._reject(query))
            case _:
                await self._navigation.show(query, data)

    async def _reject(self, query: CallbackQuery) -> str | None:
        """Note that none of the suggestions was meant; return the notice if they are another user's."""
        if not await self._navigation.owns(query):
            return NOT_YOURS
        await self._feedback.none_of_these(query)
        await self._navigation.put_away(query)
        return None


async def _run(query: CallbackQuery, work: Coroutine[None, None, str | None]) -> None:
    """Do the work of a press and show the notice that it returns; answer without one if the work takes long."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=ANSWER_AFTER)
        if not done:
            await answer_press(query)
        notice = await task
    finally:
        task.cancel()
    if done:
        await answer_press(query, notice)

"""The page on which the bot is tried: a private chat, and a group of three people beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import forms
from bot.desk.rendering import Renderer
from bot.desk.trial.client import PLACEHOLDERS, UnknownMessageError, inline_words
from bot.desk.trial.people import CHAT_NAMES, GROUP_TITLE, LANGUAGES, PEOPLE, YOU, ChatName, Person, person
from bot.desk.trial.transcript import is_waiting, read_chat
from bot.desk.trial.trial import Trial

SETTLE = 0.05
"""Seconds within which changes are sent as one event."""
REFUSALS = 3
"""The latest refusals that are shown."""


class ChatPage:
    """The chats of a trial."""

    def __init__(self, trial: Trial, renderer: Renderer) -> None:
        self._trial, self._client, self._renderer = trial, trial.client, renderer

    def routes(self) -> list[Route]:
        """Return the routes of the page and of its parts."""
        return [
            Route("/", self.show),
            Route("/events", self.events),
            Route("/trial/status", self.status),
            Route("/trial/start-over", self.start_over, methods=["POST"]),
            Route("/people/language", self.set_language, methods=["POST"]),
            Route("/chats/{chat}", self.log),
            Route("/chats/{chat}/composer", self.composer),
            Route("/chats/{chat}/menu", self.menu),
            Route("/chats/{chat}/language", self.language),
            Route("/chats/{chat}/say", self.say, methods=["POST"]),
            Route("/chats/{chat}/edit", self.edit, methods=["POST"]),
            Route("/chats/{chat}/press", self.press, methods=["POST"]),
            Route("/chats/{chat}/inline", self.inline),
            Route("/chats/{chat}/choose", self.choose, methods=["POST"]),
        ]

    async def show(self, _: Request) -> Response:
        """Show both chats."""
        chats = [(name, self._messages(name)) for name in CHAT_NAMES]
        values = self._composer_values(YOU) | self._status()
        return self._renderer.response("chat", chats=chats, titles=_TITLES, **values)

    async def status(self, _: Request) -> Response:
        """Show whether the bot answers, and the calls that Telegram refused."""
        return self._renderer.response("chat_status", **self._status())

    async def start_over(self, _: Request) -> Response:
        """Open new chats, and show the page anew."""
        await self._client.start_over()
        return Response(status_code=204, headers={"HX-Refresh": "true"})

    async def log(self, request: Request) -> Response:
        """Show the messages of a chat."""
        return self._renderer.response("chat_log", **self._messages(chat_name(request)))

    async def events(self, _: Request) -> Response:
        """Send an event to the browser after each change."""
        return EventSourceResponse(self._changes())

    async def composer(self, request: Request) -> Response:
        """Show the composer, to reply to a message or to edit one."""
        name, query = chat_name(request), request.query_params
        reply_to, edit = (forms.number(query, field) for field in ("reply_to", "edit"))
        return self._composer(name, _person(name, query), reply_to, edit, forms.text(query, "text", ""))

    async def menu(self, request: Request) -> Response:
        """Show the bot's commands, in the language of the person's app."""
        name = chat_name(request)
        commands = self._client.menu(name, _person(name, request.query_params))
        return self._renderer.response("chat_menu", chat=name, commands=commands)

    async def language(self, request: Request) -> Response:
        """Show the language of the person's app, which may have been set in the other chat."""
        name = chat_name(request)
        values = self._composer_values(_person(name, request.query_params))
        return self._renderer.response("language", chat=name, **values)

    async def say(self, request: Request) -> Response:
        """Send a message; answer with an empty composer."""
        name, form = chat_name(request), await request.form()
        text, attach = forms.text(form, "text", "").strip(), forms.text(form, "attach", "", 10)
        if attach and attach not in PLACEHOLDERS:
            raise HTTPException(400, "There is no such attachment.")
        if text or attach:
            reply_to, quote = forms.number(form, "reply_to"), forms.text(form, "quote", "")
            with _unknown_as_404():
                await self._client.say(name, _person(name, form), text, reply_to=reply_to, attach=attach, quote=quote)
        return self._composer(name, _person(name, form))

    async def edit(self, request: Request) -> Response:
        """Edit a message of a person; answer with an empty composer."""
        name, form = chat_name(request), await request.form()
        message_id, text = forms.number(form, "edit"), forms.text(form, "text").strip()
        if message_id is not None and text:
            with _unknown_as_404():
                await self._client.edit(name, message_id, text)
        return self._composer(name, _person(name, form))

    async def press(self, request: Request) -> Response:
        """Press a button, and show the notice that the bot answers with."""
        name, form = chat_name(request), await request.form()
        message_id, data = forms.number(form, "message"), forms.text(form, "data", longest=64)
        with _unknown_as_404():
            press = await self._client.press(name, _person(name, form), message_id or 0, data)
        answer = await self._trial.until(lambda: self._client.press_answer(press))
        given = answer.parameters if answer else {"text": "The bot did not answer the press in time."}
        return self._renderer.response(
            "notice", id=press, notice=given.get("text", ""), is_alert=given.get("show_alert", False)
        )

    async def inline(self, request: Request) -> Response:
        """Show the inline results for the text after the bot's name."""
        query, name = request.query_params, chat_name(request)
        text, offset = forms.text(query, "text", ""), forms.text(query, "offset", "", 64)
        typed = inline_words(text[:256])
        if typed is None:
            return Response()
        id_ = await self._client.type_inline(name, _person(name, query), typed, offset)
        answer = await self._trial.until(lambda: self._client.inline_answer(id_))
        given = answer.parameters if answer else {}
        return self._renderer.response(
            "inline", chat=name, query_id=id_, results=given.get("results", ()), button=given.get("button"),
            next_offset=given.get("next_offset", ""), is_first=not offset,
        )  # fmt: skip

    async def choose(self, request: Request) -> Response:
        """Post an inline result; answer with an empty composer."""
        name, form = chat_name(request), await request.form()
        query, result = forms.text(form, "query", longest=64), forms.text(form, "result", longest=64)
        with _unknown_as_404():
            await self._client.choose(name, _person(name, form), query, result)
        return self._composer(name, _person(name, form))

    async def set_language(self, request: Request) -> Response:
        """Set the language of a person's app, and show again all that depends on it."""
        form = await request.form()
        language = forms.text(form, "language", longest=5)
        if language not in LANGUAGES:
            raise HTTPException(400, "There is no such language here.")
        self._client.languages[_person("group", form).id] = language
        return Response(status_code=204, headers={"HX-Trigger": "changed, language-changed"})

    def _messages(self, name: ChatName) -> dict[str, object]:
        bubbles = read_chat(self._client, name)
        return {
            "chat": name, "bubbles": bubbles, "is_waiting": name == "private" and is_waiting(bubbles),
            "is_new": not any(bubble.is_of_person for bubble in bubbles),
            "suggestions": self._trial.suggestions, "description": self._client.description(YOU),
            "is_answering": self._trial.is_answering,
        }  # fmt: skip

    def _status(self) -> dict[str, object]:
        refused, trial = self._trial.simulator.refused, self._trial
        return {"fault": trial.fault, "is_answering": trial.is_answering, "refused": refused[-REFUSALS:]}

    def _composer(
        self, name: ChatName, who: Person, reply_to: int | None = None, edit: int | None = None, text: str = ""
    ) -> Response:
        with _unknown_as_404():
            chosen = [self._client.message(name, each).body for each in (reply_to, edit) if each is not None]
        words = chosen[0].get("text") or chosen[0].get("caption", "") if chosen else ""
        values = self._composer_values(who) | {"reply_to": reply_to, "edit": edit, "chosen": words, "text": text}
        return self._renderer.response("composer", chat=name, **values)

    def _composer_values(self, who: Person) -> dict[str, object]:
        """Return the values of a composer that is empty."""
        return {
            "who": who, "people": PEOPLE, "languages": LANGUAGES, "language": self._client.languages[who.id],
            "reply_to": None, "edit": None, "chosen": "", "text": "",
        }  # fmt: skip

    async def _changes(self) -> AsyncIterator[ServerSentEvent]:
        seen = None
        while True:
            seen = await self._trial.changed(seen)
            yield ServerSentEvent(event="changed", data="")
            await asyncio.sleep(SETTLE)


_TITLES = {"private": "legwise", "group": GROUP_TITLE}


def chat_name(request: Request) -> ChatName:
    """Return the chat that a path names. Raises HTTPException."""
    for name in CHAT_NAMES:
        if request.path_params["chat"] == name:
            return name
    raise HTTPException(404, "There is no such chat.")


def _person(name: ChatName, form: FormData | QueryParams) -> Person:
    """Return the person who acts in a chat: the private one is yours alone."""
    try:
        return YOU if name == "private" else person(forms.number(form, "who") or YOU.id)
    except KeyError:
        raise HTTPException(400, "There is no such person.") from None


@contextmanager
def _unknown_as_404() -> Iterator[None]:
    try:
        yield
    except UnknownMessageError as fault:
        raise HTTPException(404, f"{fault}.") from None

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
from bot.desk.trial.people import CHATS, PEOPLE, YOU, ChatName, Person, person
from bot.desk.trial.transcript import read_chat
from bot.desk.trial.trial import Trial

SETTLE = 0.05
"""Seconds in which further changes are told at once."""
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "tr": "Türkçe"}
"""Languages that a person's app can be set to."""


class ChatPage:
    """The chats of a trial."""

    def __init__(self, trial: Trial, renderer: Renderer) -> None:
        self._trial, self._client, self._renderer = trial, trial.client, renderer

    def routes(self) -> list[Route]:
        """Return the routes of the page and of its parts."""
        return [
            Route("/", self.show),
            Route("/events", self.events),
            Route("/people/language", self.set_language, methods=["POST"]),
            Route("/chats/{chat}", self.log),
            Route("/chats/{chat}/composer", self.composer),
            Route("/chats/{chat}/say", self.say, methods=["POST"]),
            Route("/chats/{chat}/edit", self.edit, methods=["POST"]),
            Route("/chats/{chat}/press", self.press, methods=["POST"]),
            Route("/chats/{chat}/inline", self.inline),
            Route("/chats/{chat}/choose", self.choose, methods=["POST"]),
        ]

    async def show(self, _: Request) -> Response:
        """Show both chats."""
        chats = [(name, CHATS[name].get("title", "legwise"), read_chat(self._client, name)) for name in CHATS]
        return self._renderer.response("chat", chats=chats, who=YOU.id, text="", **self._people())

    async def log(self, request: Request) -> Response:
        """Show the messages of a chat."""
        name = _chat(request)
        bubbles = read_chat(self._client, name)
        return self._renderer.response("chat_log", chat=name, bubbles=bubbles, you=YOU)

    async def events(self, _: Request) -> Response:
        """Tell the browser whenever anything changes."""
        return EventSourceResponse(self._changes())

    async def composer(self, request: Request) -> Response:
        """Show the composer, to reply to a message or to edit one."""
        query = request.query_params
        reply_to, edit = (forms.number(query, field) for field in ("reply_to", "edit"))
        return self._composer(_chat(request), _person(query), reply_to, edit, forms.text(query, "text", ""))

    async def say(self, request: Request) -> Response:
        """Send a message; answer with an empty composer."""
        name, form = _chat(request), await request.form()
        text, attach = forms.text(form, "text", "").strip(), forms.text(form, "attach", "", 10)
        if attach and attach not in PLACEHOLDERS:
            raise HTTPException(400, "There is no such attachment.")
        if text or attach:
            reply_to, quote = forms.number(form, "reply_to"), forms.text(form, "quote", "")
            with _unknown_as_404():
                await self._client.say(name, _person(form), text, reply_to=reply_to, attach=attach, quote=quote)
        return self._composer(name, _person(form))

    async def edit(self, request: Request) -> Response:
        """Edit a message of a person; answer with an empty composer."""
        name, form = _chat(request), await request.form()
        message_id, text = forms.number(form, "edit"), forms.text(form, "text").strip()
        if message_id is not None and text:
            with _unknown_as_404():
                await self._client.edit(name, message_id, text)
        return self._composer(name, _person(form))

    async def press(self, request: Request) -> Response:
        """Press a button, and show the notice that the bot answers with."""
        name, form = _chat(request), await request.form()
        message_id, data = forms.number(form, "message"), forms.text(form, "data", longest=64)
        with _unknown_as_404():
            press = await self._client.press(name, _person(form), message_id or 0, data)
        answer = await self._trial.until(lambda: self._client.press_answer(press))
        return self._renderer.response("notice", notice=answer or "")

    async def inline(self, request: Request) -> Response:
        """Show the results for what is typed after the bot's name."""
        name, query = _chat(request), forms.text(request.query_params, "text", "", 256)
        typed = inline_words(query)
        if typed is None:
            return Response()
        id_ = await self._client.type_inline(name, _person(request.query_params), typed)
        results = await self._trial.until(lambda: self._client.inline_results(id_))
        return self._renderer.response("inline", chat=name, query_id=id_, results=results or ())

    async def choose(self, request: Request) -> Response:
        """Post an inline result; answer with an empty composer."""
        name, form = _chat(request), await request.form()
        query, result = forms.text(form, "query", longest=64), forms.text(form, "result", longest=64)
        with _unknown_as_404():
            await self._client.choose(name, _person(form), query, result)
        return self._composer(name, _person(form))

    async def set_language(self, request: Request) -> Response:
        """Set the language of a person's app."""
        form = await request.form()
        language = forms.text(form, "language", longest=5)
        if language not in LANGUAGES:
            raise HTTPException(400, "There is no such language here.")
        self._client.languages[_person(form).id] = language
        return Response(status_code=204)

    def _composer(
        self, name: ChatName, who: Person, reply_to: int | None = None, edit: int | None = None, text: str = ""
    ) -> Response:
        with _unknown_as_404():
            chosen = [self._client.message(name, each).body for each in (reply_to, edit) if each is not None]
        return self._renderer.response(
            "composer", chat=name, who=who.id, reply_to=reply_to, edit=edit, text=text,
            chosen=chosen[0].get("text") or chosen[0].get("caption", "") if chosen else "", **self._people(),
        )  # fmt: skip

    def _people(self) -> dict[str, object]:
        return {"people": PEOPLE, "you": YOU, "languages": LANGUAGES, "chosen_languages": self._client.languages}

    async def _changes(self) -> AsyncIterator[ServerSentEvent]:
        seen = None
        while True:
            seen = await self._trial.changed(seen)
            yield ServerSentEvent(event="changed", data="")
            await asyncio.sleep(SETTLE)


def _chat(request: Request) -> ChatName:
    name: ChatName
    for name in CHATS:
        if request.path_params["chat"] == name:
            return name
    raise HTTPException(404, "There is no such chat.")


def _person(form: FormData | QueryParams) -> Person:
    try:
        return person(forms.number(form, "who") or YOU.id)
    except KeyError:
        raise HTTPException(400, "There is no such person.") from None


@contextmanager
def _unknown_as_404() -> Iterator[None]:
    try:
        yield
    except UnknownMessageError as fault:
        raise HTTPException(404, f"{fault}.") from None

"""The forms in which an entry is edited or made: checked while typing, previewed, and written on `edits`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import entry_form, forms
from bot.desk.edits import Edits
from bot.desk.field_labels import LABELS
from bot.desk.gap_list import MAX_TEXTS, GapList, cause
from bot.desk.library import Content, Library
from bot.desk.pages.edits import curator
from bot.desk.rendering import Renderer
from bot.desk.telegram_view import Shown, shown
from faq.editing import Edit, EditEntry, EditError, NewEntry, UnchangedError
from faq.errors import OperatorError
from faq.loading.yaml_document import Value
from faq.models import Entry, Note, Pages
from faq.tools.advice import HARD
from faq.tools.readability import grade

_TEMPLATE: dict[str, Value] = {"question": "", "answer": "", "phrasings": []}


class EntryEditing:
    """The form of an entry, for a change or for a new one."""

    def __init__(self, library: Library, edits: Edits, gaps: GapList, renderer: Renderer) -> None:
        self._library, self._edits, self._gaps, self._renderer = library, edits, gaps, renderer
        self._checking = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Return the routes of the form and of its parts."""
        return [
            Route("/content/new", self.new),
            Route("/content/entries/{id}/edit", self.edit),
            Route("/content/check", self.check, methods=["POST"]),
            Route("/content/preview", self.preview, methods=["POST"]),
        ]

    async def new(self, request: Request) -> Response:
        """Show an empty form, or one with the wordings of a gap."""
        content = await self._library.now()
        gap = self._gaps.find(forms.text(request.query_params, "gap", "", 100))
        if gap is None:
            return self._form(content, "", _TEMPLATE)
        begun: dict[str, Value] = {"question": gap.representative.text, "phrasings": list(gap.texts[:MAX_TEXTS])}
        file = content.files.get(gap.nearest[0].entry.id, "") if gap.nearest else ""
        return self._form(content, "", begun, file.removesuffix(".yaml"), gap.id)

    async def edit(self, request: Request) -> Response:
        """Show the form of an entry."""
        content, id_ = await self._library.now(), request.path_params["id"]
        if id_ not in content.written:
            raise HTTPException(404, "There is no such entry (any more).")
        return self._form(content, id_, content.written[id_])

    async def check(self, request: Request) -> Response:
        """Show the faults of each field, and the answer as it would look. Of several checks only the latest counts."""
        form = await request.form()
        async with self._checking:
            if await request.is_disconnected():
                return Response()
            content = await self._library.now()
            edit = _edit(form, content)
            message, faults = "", tuple[entry_form.FieldFault, ...]()
            try:
                faults = entry_form.by_field(await self._edits.check(edit))
            except UnchangedError:
                message = "Nothing is changed yet."
            except EditError as fault:
                message = str(fault)
        return self._renderer.response(
            "entry_check", message=message, faults=faults, fields=_shown_fields(edit), labels=LABELS, hard=HARD,
            grades=_grades(form), views=_views(content, form),
        )  # fmt: skip

    async def preview(self, request: Request) -> Response:
        """Show the diff of an edit, unless another curator has changed the entry since the form was opened."""
        form = await request.form()
        content = await self._library.now()
        edit = _edit(form, content)
        id_, base = forms.text(form, "entry", "", 100), forms.text(form, "base", "", 100)
        now = content.written.get(id_)
        if id_ and (now is None or entry_form.state(now) != base):
            return self._conflict(id_, now, form)
        try:
            gap = self._gaps.find(forms.text(form, "gap", "", 100))
            draft = await self._edits.draft(edit, cause(gap) if gap else None)
        except OperatorError as fault:
            return self._renderer.response("edit_fault", fault=str(fault))
        return self._renderer.response("entry_preview", draft=draft, who=curator(request))

    def _conflict(self, id_: str, now: Mapping[str, Value] | None, form: FormData) -> Response:
        """Show how the entry reads by now, where it differs from the form; nothing that was typed is lost."""
        theirs, mine = entry_form.values(now or {}), entry_form.typed(form)
        differing = {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]}
        base = entry_form.state(now) if now is not None else ""
        return self._renderer.response(
            "conflict", id=id_, differing=differing, labels=LABELS, base=base, is_gone=now is None
        )

    def _form(self, content: Content, id_: str, entry: Mapping[str, Value], topic: str = "", gap: str = "") -> Response:
        faq = content.faq
        sources = content.read.places.sources.at("sources").value
        return self._renderer.response(
            "entry_edit", id=id_, values=entry_form.values(entry), base=entry_form.state(entry), topic=topic, gap=gap,
            topics=_topics(content), entries=faq.entries if faq else (),
            sources=sources if isinstance(sources, dict) else {}, article=faq.article if faq else None,
            tests=faq.lab_tests if faq else (), file=content.files.get(id_, ""), content=content,
            labels=LABELS,
        )  # fmt: skip


def _edit(form: FormData, content: Content) -> Edit:
    id_, typed = forms.text(form, "entry", "", 100), entry_form.typed(form)
    if id_:
        return EditEntry(id_, entry_form.changed(typed, content.written.get(id_, {})))
    new = forms.text(form, "id", "", 100).strip() or entry_form.slug(str(typed["question"]))
    return NewEntry(new, forms.text(form, "topic", longest=100), entry_form.fields(typed))


def _shown_fields(edit: Edit) -> tuple[str, ...]:
    """Return the fields of the form: the id of an entry never changes, so only a new one has that field."""
    return entry_form.FIELDS if isinstance(edit, EditEntry) else (*entry_form.FIELDS, "id")


def _topics(content: Content) -> dict[str, str]:
    """Return the title of each topic by the name of its file; that of the whole FAQ if its entries are there."""
    places = content.read.places
    titled = {topic.document.file.removesuffix(".yaml"): topic.at("topic").text for topic in places.topics}
    whole = places.faq.document.file.removesuffix(".yaml")
    return {whole: places.faq.at("title").text} | titled if places.faq.at("entries").value or not titled else titled


def _grades(form: FormData) -> dict[str, float]:
    texts = {"Answer": "answer", "The rest": "more", "Newer guidance": "note.text"}
    typed = entry_form.typed(form)
    return {title: grade(text) for title, name in texts.items() if (text := str(typed[name]))}


def _views(content: Content, form: FormData) -> tuple[Shown, ...]:
    """Return the answer as it would look, as far as it is typed."""
    if content.faq is None:
        return ()
    typed, blank = entry_form.typed(form), Entry("new", "", "", (), "", Pages())
    entry = content.faq.by_id.get(forms.text(form, "entry", "", 100), blank)
    note = str(typed["note.text"])
    entry = replace(
        entry, question=str(typed["question"]), answer=str(typed["answer"]), more=str(typed["more"]),
        label=str(typed["label"]), note=replace(entry.note or Note("", ()), text=note) if note else None,
    )  # fmt: skip
    return shown(entry, content.faq) if entry.question or entry.answer else ()

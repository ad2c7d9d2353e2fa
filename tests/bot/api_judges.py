"""Judges that are not ours: aiogram's models of methods and updates, teremok's rules, and python-telegram-bot.

Importing aiogram takes seconds, so nothing is imported before the first judge is made.
"""

from __future__ import annotations

import json
from functools import cache
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from telegram import Update

from bot.simulator.errors import judged
from bot.simulator.formatting import visible
from bot.simulator.identity import TOKEN


class Aiogram:
    """Looks at calls, results and updates. Make one by `aiogram_judge`, which makes it once."""

    def __init__(self, methods: ModuleType, types: ModuleType, bot: Any, rules: ModuleType) -> None:
        self.types, self.bot, self.rules = types, bot, rules
        named = [one for one in vars(methods).values() if isinstance(one, type) and hasattr(one, "__api_method__")]
        self.methods: dict[str, Any] = {one.__api_method__: one for one in named if one.__api_method__}

    def call(self, method: str, raw: dict[str, str]) -> None:
        """Look at a call, by its raw parameters. Raises Refusal."""
        model = self._known(method)
        if unknown := raw.keys() - model.model_fields.keys():
            raise judged(f"aiogram knows no parameter {sorted(unknown)} of {method}")
        try:
            asked = model.model_validate({name: _value(model, name, text) for name, text in raw.items()})
        except (ValidationError, ValueError) as fault:
            raise judged(f"aiogram cannot read {method}: {fault}") from None
        if stray := _stray(asked):
            raise judged(f"aiogram knows no field {stray} in {method}")
        self._rules(asked)

    def result(self, method: str, result: Any) -> None:
        """Look at what a call returns. Raises AssertionError."""
        if method in self.methods and method != "getUpdates":
            _read(TypeAdapter(self.methods[method].__returning__), result)

    def update(self, update: dict[str, Any]) -> None:
        """Look at an update. Raises AssertionError."""
        _read(TypeAdapter(self.types.Update), update)
        ours = Update.de_json(update, None)
        assert any(getattr(ours, kind, None) for kind in update.keys() - {"update_id"}), (
            f"PTB reads nothing in {update}"
        )

    def _known(self, method: str) -> Any:
        if method not in self.methods:
            raise judged(f"aiogram knows no method {method}")
        return self.methods[method]

    def _rules(self, asked: Any) -> None:
        """Judge by teremok. It counts a text's markup as text, so markup and length are judged one by one."""
        try:
            if getattr(asked, "parse_mode", None) == "HTML":
                self.rules.validate_html(asked.text)
                asked = asked.model_copy(update={"text": visible(asked.text), "parse_mode": None})
            self.rules.validate_method(self.bot, asked)
        except self.rules.ApiRuleViolation as fault:
            raise judged(f"teremok: {fault}") from None


@cache
def aiogram_judge() -> Aiogram:
    """The judge, made at the first call."""
    from aiogram import Bot, methods, types  # noqa: PLC0415 - seconds that most tests need not spend
    from teremok import validation  # noqa: PLC0415 - as above

    return Aiogram(methods, types, Bot(TOKEN), validation)


def _value(model: Any, name: str, text: str) -> Any:
    """A parameter as JSON, unless the model takes a plain string there."""
    kinds = get_args(model.model_fields[name].annotation) or (model.model_fields[name].annotation,)
    return text if str in kinds else json.loads(text)


def _stray(value: Any, place: str = "") -> str:
    """The first field, however deep, that no model has a name for; empty if there is none."""
    if isinstance(value, list | tuple):
        return next((found for one in value if (found := _stray(one, place))), "")
    if not isinstance(value, BaseModel):
        return ""
    if value.model_extra:
        return f"{place}{next(iter(value.model_extra))}"
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    return next((found for name, one in fields.items() if (found := _stray(one, f"{place}{name}."))), "")


def _read(adapter: TypeAdapter[Any], body: Any) -> None:
    try:
        adapter.validate_python(body)
    except ValidationError as fault:
        raise AssertionError(f"aiogram cannot read what the counterpart sends: {fault}") from None

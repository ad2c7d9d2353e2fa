"""Validators independent of the simulator: aiogram's models, teremok's rules, and python-telegram-bot.

Importing aiogram takes seconds, so it is imported when the first validator is made.
"""

from __future__ import annotations

import json
from functools import cache
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from telegram import Update

from bot.simulator.errors import simulator_error
from bot.simulator.formatting import visible_text
from bot.simulator.identity import TOKEN


class AiogramValidator:
    """Validates calls, results and updates. Use `aiogram_validator`, which makes it once."""

    def __init__(self, methods: ModuleType, types: ModuleType, bot: Any, rules: ModuleType) -> None:
        self.types, self.bot, self.rules = types, bot, rules
        named = [one for one in vars(methods).values() if isinstance(one, type) and hasattr(one, "__api_method__")]
        self.methods: dict[str, Any] = {one.__api_method__: one for one in named if one.__api_method__}

    def call(self, method: str, raw: dict[str, str]) -> None:
        """Check a call by its raw parameters. Raises ApiError."""
        model = self._model(method)
        if unknown := raw.keys() - model.model_fields.keys():
            raise simulator_error(f"aiogram knows no parameter {sorted(unknown)} of {method}")
        try:
            call = model.model_validate({name: _value(model, name, text) for name, text in raw.items()})
        except (ValidationError, ValueError) as fault:
            raise simulator_error(f"aiogram cannot read {method}: {fault}") from None
        if unknown_field := _unknown_field(call):
            raise simulator_error(f"aiogram knows no field {unknown_field} in {method}")
        self._check_rules(call)

    def result(self, method: str, result: Any) -> None:
        """Check the result of a call. Raises AssertionError."""
        if method in self.methods and method != "getUpdates":
            _validate(TypeAdapter(self.methods[method].__returning__), result)

    def update(self, update: dict[str, Any]) -> None:
        """Check an update. Raises AssertionError."""
        _validate(TypeAdapter(self.types.Update), update)
        parsed = Update.de_json(update, None)
        assert any(getattr(parsed, kind, None) for kind in update.keys() - {"update_id"}), (
            f"PTB reads nothing in {update}"
        )

    def _model(self, method: str) -> Any:
        if method not in self.methods:
            raise simulator_error(f"aiogram knows no method {method}")
        return self.methods[method]

    def _check_rules(self, call: Any) -> None:
        """Check by teremok. It counts markup as text, so markup and length are checked separately."""
        try:
            if getattr(call, "parse_mode", None) == "HTML":
                self.rules.validate_html(call.text)
                call = call.model_copy(update={"text": visible_text(call.text), "parse_mode": None})
            self.rules.validate_method(self.bot, call)
        except self.rules.ApiRuleViolation as fault:
            raise simulator_error(f"teremok: {fault}") from None


@cache
def aiogram_validator() -> AiogramValidator:
    """Return the validator, made at the first call."""
    from aiogram import Bot, methods, types  # noqa: PLC0415 - seconds that most tests need not spend
    from teremok import validation  # noqa: PLC0415 - as above

    return AiogramValidator(methods, types, Bot(TOKEN), validation)


def _value(model: Any, name: str, text: str) -> Any:
    """Return a parameter decoded from JSON, unless the model expects a plain string."""
    kinds = get_args(model.model_fields[name].annotation) or (model.model_fields[name].annotation,)
    return text if str in kinds else json.loads(text)


def _unknown_field(value: Any, path: str = "") -> str:
    """Return the path of the first field, at any depth, that its model lacks; empty if there is none."""
    if isinstance(value, list | tuple):
        return next((found for one in value if (found := _unknown_field(one, path))), "")
    if not isinstance(value, BaseModel):
        return ""
    if value.model_extra:
        return f"{path}{next(iter(value.model_extra))}"
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    return next((found for name, one in fields.items() if (found := _unknown_field(one, f"{path}{name}."))), "")


def _validate(adapter: TypeAdapter[Any], body: Any) -> None:
    try:
        adapter.validate_python(body)
    except ValidationError as fault:
        raise AssertionError(f"aiogram cannot read what the simulator sends: {fault}") from None

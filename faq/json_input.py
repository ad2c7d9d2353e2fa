"""One line of `legwise ask --json -`: a question, or an object with the question and what it may lean on."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from faq.context import Context
from faq.errors import OperatorError
from faq.models import Faq
from faq.outcome import Chat


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the entry that was told before, and the kind of chat that it is asked in."""

    text: str
    context: Context | None = None
    chat: Chat = "private"


class _Object(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    about: str | None = None
    chat: Chat = "private"


def read_question(line: str, faq: Faq) -> Asked:
    """Read a line; one that begins with `{` is an object with `question` and, if wanted, `about` and `chat`.

    Raises:
        OperatorError: if the object is not valid, or names an entry that the FAQ does not have.

    """
    if not line.startswith("{"):
        return Asked(line)
    given = _parsed(line)
    if given.about is None:
        return Asked(given.question, chat=given.chat)
    if given.about not in faq.by_id:
        raise OperatorError(f"about: the FAQ has no entry `{given.about}`; name one of its ids")
    return Asked(given.question, Context.told(faq.by_id[given.about], faq), given.chat)


def _parsed(line: str) -> _Object:
    cure = 'write {"question": "...", "about": "an entry\'s id", "chat": "private" or "group"}'
    try:
        return _Object.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise OperatorError(f"a line that begins with {{ is not JSON ({error.msg}); {cure}") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the object"
        raise OperatorError(f"{field}: {first['msg']}; {cure}") from None

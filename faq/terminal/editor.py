"""The line editor of a conversation: recall by Up, completion by Tab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from faq.models import Faq
from faq.terminal.commands import COMMANDS
from faq.title_search import TitleSearch


def edited_lines(faq: Faq, prompt: str) -> Iterator[str]:
    """Yield each line until Ctrl-D, or Ctrl-C on an empty line; Ctrl-C drops a line that was begun."""
    session: PromptSession[str] = PromptSession(
        prompt,
        history=InMemoryHistory(),  # never a file: people write about their health
        completer=QuestionCompleter(faq),
        complete_while_typing=False,
        output=_output(),
    )
    while True:
        try:
            yield session.prompt()
        except EOFError:
            return
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                return


def _output() -> Output:
    output = create_output()
    if isinstance(output, Vt100_Output):
        # Asking the terminal for the cursor's position prints a warning to people whose terminal does not reply.
        output.enable_cpr = False
    return output


class QuestionCompleter(Completer):
    """Completes a command after "/", otherwise the beginnings of words to a question."""

    def __init__(self, faq: Faq) -> None:
        self._search = TitleSearch.of(faq)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        """Yield the completions of the text before the cursor."""
        typed = document.text_before_cursor
        if typed.startswith("/"):
            for name, shown in COMMANDS.items():
                if name.startswith(typed.casefold()):
                    yield Completion(name, -len(typed), display_meta=shown)
        else:
            for entry in self._search.search(typed):
                yield Completion(entry.question, -len(typed), display=entry.short)

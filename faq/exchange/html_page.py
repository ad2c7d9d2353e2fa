"""A FAQ as one static page without scripts: topics, questions, answers and their sources.

All text is escaped, and no address but of http or https becomes a link: the content is untrusted.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from faq import provenance
from faq.answer_card import entry_card
from faq.card import Card, Link, Part
from faq.models import Entry, Faq

STYLE = """
:root { color-scheme: light dark; --text: #1c1c1e; --back: #ffffff; --link: #0a52a0; --dim: #55585c; --rule: #c9ccd1; }
@media (prefers-color-scheme: dark) {
  :root { --text: #ececee; --back: #16181b; --link: #93c5ff; --dim: #b3b7bd; --rule: #43474d; }
}
body { max-width: 44rem; margin: 0 auto; padding: 1rem; color: var(--text); background: var(--back);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:target { scroll-margin-top: 1rem; outline: 2px solid var(--link); outline-offset: .5rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--rule); }
article { margin: 2rem 0; }
nav li, article li { padding: .15rem 0; }
h4 { margin-bottom: 0; }
.dim { color: var(--dim); font-size: .9rem; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_text(faq: Faq, bot: str | None = None) -> str:
    """Return the page; with a bot's username each entry links to its answer in Telegram."""
    title = html.escape(faq.title)
    topics = list(enumerate(faq.topics.items(), 1))
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f"<header>\n<h1>{title}</h1>\n{_paragraphs((faq.disclaimer,), 'dim')}\n</header>",
        '<nav aria-label="Topics">\n<ul>',
        *(f'<li><a href="#{_topic_id(number)}">{html.escape(topic)}</a></li>' for number, (topic, _) in topics),
        "</ul>\n</nav>",
        "<main>",
        *(_topic(number, topic, entries, faq, bot) for number, (topic, entries) in topics),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _topic_id(number: int) -> str:
    """Return the anchor of a topic; no entry has it, because an id has no underscore."""
    return f"topic_{number}"


def _topic(number: int, topic: str, entries: Iterable[Entry], faq: Faq, bot: str | None) -> str:
    heading = f'<h2 id="{_topic_id(number)}">{html.escape(topic)}</h2>'
    shown = "\n".join(_entry(entry, faq, bot) for entry in entries)
    return f'<section aria-labelledby="{_topic_id(number)}">\n{heading}\n{shown}\n</section>'


def _entry(entry: Entry, faq: Faq, bot: str | None) -> str:
    shown = entry_card(entry, faq)
    parts = [
        f'<article id="{html.escape(entry.id)}">',
        f"<h3>{html.escape(shown.heading)}</h3>",
        _paragraphs(shown.paragraphs),
        _paragraphs(shown.folded),
        f'<p class="dim">{_line(shown.basis)}</p>' if shown.basis else "",
        _paragraphs((shown.disclaimer,), "dim"),
        _basis(provenance.card(entry, faq)) if provenance.is_told(entry) else "",
        _related(shown),
        _deep_link(entry, bot) if bot else "",
        "</article>",
    ]
    return "\n".join(filter(None, parts))


def _basis(card: Card) -> str:
    _, *paragraphs = card.paragraphs  # the first repeats the question
    heading = f"<h4>{html.escape(card.heading)}</h4>"
    sources = _list(_link(source.url, source.title) for source in card.sources)
    return "\n".join(filter(None, (heading, _paragraphs(paragraphs, "dim"), sources)))


def _related(card: Card) -> str:
    if not card.choices:
        return ""
    links = _list(
        f'<a href="#{html.escape(choice.entry)}">{html.escape(choice.question)}</a>' for choice in card.choices
    )
    return f"<h4>Related questions</h4>\n{links}"


def _deep_link(entry: Entry, bot: str) -> str:
    return f"<p>{_link(f'https://t.me/{bot}?start={entry.id}', 'Open this answer in Telegram')}</p>"


def _paragraphs(texts: Iterable[str], style: str = "") -> str:
    opening = f'<p class="{style}">' if style else "<p>"
    return "\n".join(f"{opening}{_lines(text)}</p>" for text in texts if text)


def _lines(text: str) -> str:
    return "<br>".join(map(html.escape, text.splitlines()))


def _line(parts: Iterable[Part]) -> str:
    return "".join(_link(part.url, part.title) if isinstance(part, Link) else html.escape(part) for part in parts)


def _list(items: Iterable[str]) -> str:
    lines = "\n".join(f"<li>{item}</li>" for item in items)
    return f"<ul>\n{lines}\n</ul>" if lines else ""


def _link(url: str, title: str) -> str:
    if not url.casefold().startswith(("https://", "http://")):
        return html.escape(title)
    return f'<a href="{html.escape(url)}">{html.escape(title)}</a>'

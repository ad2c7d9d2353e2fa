"""Builds the safety rules, urgent replies, helplines and examples of emergencies from validated shapes.

Checks nothing, as in `build`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from faq.helplines import Country, Helplines
from faq.loading.schema import (
    CountryShape,
    EmergenciesFile,
    HelplinesFile,
    RepliesFile,
    ReplyFormShape,
    ReplyShape,
    RuleShape,
    SafetyFile,
    SupportFile,
)
from faq.models import RedFlag, ReplyForm, Source, Support, UrgentReply


def build_replies(file: RepliesFile | None, sources: Mapping[str, Source]) -> tuple[UrgentReply, ...]:
    """Build the urgent replies; none without a file."""
    return tuple(build_reply(reply, file.end, sources) for reply in file.replies) if file else ()


def build_reply(reply: ReplyShape, end: str, sources: Mapping[str, Source]) -> UrgentReply:
    """Build an urgent reply; it must have a form, and `sources` all that it names."""
    you, them = reply.you or reply.them, reply.them or reply.you
    assert you
    assert them
    pages = tuple(sources[name] for name in reply.sources)
    forms = _form(you, end), _form(them, end)
    return UrgentReply(reply.id, *forms, tuple(reply.numbers), pages, reply.firm, reply.replaces)


def _form(form: ReplyFormShape, end: str) -> ReplyForm:
    return ReplyForm(form.heading, (*form.paragraphs, end))


def build_red_flags(file: SafetyFile | None) -> tuple[RedFlag, ...]:
    """Build the rules, with the {concepts} in them expanded; none without a file."""
    if not file:
        return ()
    concepts = _concepts(file)
    return tuple(_red_flag(rule, concepts) for rule in file.rules)


def _red_flag(rule: RuleShape, concepts: Mapping[str, tuple[str, ...]]) -> RedFlag:
    return RedFlag(
        id=rule.id,
        reply=rule.reply,
        when=tuple(_group(group, concepts) for group in rule.when),
        unless=_phrases(rule.unless, concepts),
        within=rule.within,
        negatable=rule.negatable,
        present=rule.present,
        yes=tuple(rule.yes),
        no=tuple(rule.no),
    )


def _concepts(safety: SafetyFile) -> dict[str, tuple[str, ...]]:
    """The phrases of each concept, with the {concepts} in it expanded."""
    known: dict[str, tuple[str, ...]] = {}
    for name, phrases in safety.concepts.items():
        known[name] = _phrases(phrases, known)
    return known


def _group(group: str | Sequence[str], concepts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return concepts[_name(group)] if isinstance(group, str) else _phrases(group, concepts)


def _phrases(named: Sequence[str], concepts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    expanded = (concepts.get(_name(each), (each,)) if each.startswith("{") else (each,) for each in named)
    return tuple(phrase for phrases in expanded for phrase in phrases)


def _name(concept: str) -> str:
    return concept.removeprefix("{").removesuffix("}")


def build_emergencies(
    rules: Iterable[RuleShape], replies: RepliesFile | None, file: EmergenciesFile
) -> dict[str, tuple[str, ...]]:
    """Build the messages under each reply, with the `yes` examples of its rules."""
    examples = {reply.id: list(file.like.get(reply.id, ())) for reply in (replies.replies if replies else ())}
    for rule in rules:
        examples[rule.reply] += rule.yes
    return {reply: tuple(dict.fromkeys(messages)) for reply, messages in examples.items() if messages}


def build_calm(rules: Iterable[RuleShape], file: EmergenciesFile) -> tuple[str, ...]:
    """Build the calm messages, with the `no` examples of the rules."""
    return tuple(dict.fromkeys([*file.calm, *(message for rule in rules for message in rule.no)]))


def build_helplines(file: HelplinesFile | None) -> Helplines:
    """Build the helplines; none without a file."""
    return Helplines(tuple(_country(code, country) for code, country in file.countries.items()) if file else ())


def _country(code: str, country: CountryShape) -> Country:
    return Country(
        code=code,
        name=country.name,
        languages=tuple(country.languages),
        emergency=country.emergency,
        sources=tuple(country.sources),
        reviewed=country.reviewed,
        police=country.police,
        poison=country.poison,
        talk=country.talk,
        violence=country.violence,
        advice=country.advice,
    )


def build_support(file: SupportFile | None) -> Support | None:
    """Build the sentence of support and the rule that finds distress; none without a file."""
    if not file:
        return None
    name = "support"
    yes, no = tuple(file.yes), tuple(file.no)
    rule = RedFlag(name, name, (tuple(file.phrases),), tuple(file.unless), present=False, yes=yes, no=no)
    return Support(file.sentence, rule)

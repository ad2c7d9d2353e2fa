"""Whether a message is about another person or about its writer: ConText's experiencer.

Harkema et al. 2009, J Biomed Inform 42:839-851. Counts the words that say who has the problem: "i feel", "my chest"
against "my mum", "he", "our baby". Who is hurt by somebody is the writer, whatever else the message says.
"""

from __future__ import annotations

from faq.text import words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSONS = _words(
    "mum mom mother mam mummy mommy dad father daddy parents husband wife hubby partner boyfriend girlfriend bf gf "
    "fiance fiancee son daughter brother sister sis bro twin twins gran nan nana grandma grandpa grandad grandson "
    "granddaughter granny grandmother grandfather friend mate flatmate roommate housemate neighbour neighbor aunt "
    "auntie uncle cousin niece nephew colleague coworker workmate patient baby babies newborn infant toddler child "
    "children kid kids boy girl teen teenager stepson stepdaughter stepdad stepmum lad guy man woman lady stranger "
    "passenger tenant client student youngest oldest eldest old"
)
_OTHERS = _words("he she him her his hers himself herself someone somebody hes shes")
"""Not "they": it is as often the legs."""
_UNBORN = _words("pregnant pregnancy kicks kick kicking move moving movement movements waters contractions")
"""Beside "baby": the writer is pregnant."""
_TAKING = _words("took taken downed swallowed drank popped had used drove driving with to tell told from without by")
"""Before "my mum": a thing of hers was taken, or she is only mentioned."""
_BODY = _words(
    "chest heart head face arm arms hand hands leg legs foot feet calf thigh throat tongue lips mouth jaw neck back "
    "stomach tummy belly groin bum skin eye eyes ear nose vision speech side body blood urine stool poo waters bump "
    "pregnancy bladder bowel bowels fingers toes breath breathing pulse oxygen temperature temp life wrist wrists"
)
"""After "my": the writer's own."""
_REPORTING = _words(
    "think thought believe guess suspect found find saw see heard hear know need want hope worry noticed caught called "
    "rang tried came got gave left live work watched looked checked turned asked told"
)
"""After "i": what the writer noticed or did about somebody else."""
_FEAR = _words("worried scared afraid terrified panicking frightened concerned unsure sure alone")
"""After "i am": the writer's fear, not the problem."""
_ASKING = _words("do should can could shall must did")
"""Before "i": what should i do."""
_HARM = _words(
    "hit hits hitting beat beats beating beaten punched punches punching slapped slaps choked chokes choking strangled "
    "strangles strangling kicked kicks kicking hurt hurts hurting kill kills killing attack attacked attacks attacking "
    "threatened threatens threatening threaten pushed pushes shoved burned burnt stabbed stabs stabbing raped forced "
    "forces locked locks let follow following stalking grabbed grabs throttled abuse abuses abusing abused scares "
    "touches touched throwing throws threw violent scared afraid"
)
"""Before "me", "by my" or "of him": the writer is the one who is hurt."""


def is_about_another(question: str) -> bool:
    """Return whether a message is about another person than its writer."""
    message = words(question)
    if any(_is_hurt(message, index) for index in range(len(message))):
        return False
    others = sum(_names_another(message, index) for index in range(len(message)))
    return others > sum(_names_writer(message, index) for index in range(len(message)))


def _is_hurt(message: tuple[str, ...], at: int) -> bool:
    pair = message[at : at + 2]
    by_another = pair[0] in {"by", "of"} and not {"my", "him", "her"}.isdisjoint(pair)
    return (pair[0] == "me" or by_another) and not _HARM.isdisjoint(message[max(0, at - 3) : at])


def _names_another(message: tuple[str, ...], at: int) -> bool:
    word = message[at]
    if word in _OTHERS:
        return True
    if not _is_person(word) or not _TAKING.isdisjoint(message[max(0, at - 2) : at]):
        return False
    return "baby" not in word or _UNBORN.isdisjoint(message)


def _names_writer(message: tuple[str, ...], at: int) -> bool:
    word, following = message[at], message[at + 1 : at + 4]
    if word == "my":
        return not _BODY.isdisjoint(following[:2]) and not any(map(_is_person, following[:2]))
    if word == "i":
        asks = at > 0 and message[at - 1] in _ASKING
        return not asks and _REPORTING.isdisjoint(following) and _FEAR.isdisjoint(following)
    return word in {"myself", "mine"}


def _is_person(word: str) -> bool:
    return word in _PERSONS or word.removesuffix("s") in _PERSONS

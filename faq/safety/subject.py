"""Finds what is said of a thing or an animal, not of a person: "my phone is dying", "the tent collapsed".

ConText's experiencer (Harkema et al. 2009, J Biomed Inform 42:839-851), by grammar: the thing is the subject of its
clause, with an article or a possessive before it. So a thing that is merely named ("I collapsed in the tent") says
nothing about who is ill.
"""

from __future__ import annotations

from faq.safety import cues

_MODIFIERS = 1
"""Words between the article and the thing: "my old phone"."""


def about_things(clause: list[str]) -> list[bool]:
    """Return for each word of a clause whether it is said of a thing. The articles must still be in the clause."""
    said = [False] * len(clause)
    index, opens = 0, True
    while index < len(clause):
        end = _subject(clause, index) if opens else None
        if end is None:
            opens = clause[index] in cues.SUBJECT_LEADS
            index += 1
            continue
        stop = _stop(clause, end)
        said[index:stop] = [True] * (stop - index)
        index, opens = stop, True
    return said


def _subject(clause: list[str], start: int) -> int | None:
    """Return the end of a thing with its article that begins at a word, if one does."""
    if clause[start] not in cues.DETERMINERS:
        return None
    for end in range(start + 1, min(start + _MODIFIERS + 2, len(clause))):
        if clause[end] in cues.THINGS and not (end + 1 < len(clause) and clause[end + 1] in cues.THINGS):
            return end + 1
        if clause[end] in cues.SUBJECT_STOPS or clause[end] in cues.CHILDREN or clause[end] in cues.PREPOSITIONS:
            return None
    return None


def _stop(clause: list[str], start: int) -> int:
    """Return where a person or another clause takes over."""
    return next((i for i in range(start, len(clause)) if clause[i] in cues.SUBJECT_STOPS), len(clause))


def by_adults(clauses: list[list[str]]) -> list[bool]:
    """Return for each word of a message whether the writer or another adult is its subject.

    The subject is the person before the word in its segment, or else that of the segment before: "my wife had a baby
    | and takes iron". A pronoun stands for the last adult or child who was a subject.
    """
    adult: list[bool] = []
    third = inherited = False
    for clause in clauses:
        for segment in _parts(clause):
            subjects: list[bool] = []
            named = False
            for index, word in enumerate(segment):
                owned = "of" in segment[max(0, index - 2) : index]
                is_adult, is_child = word in cues.ADULTS and not owned, word in cues.CHILDREN
                if is_adult or is_child:
                    subjects.append(is_adult)
                    third, named = (third if named else is_adult), True
                elif word in cues.FIRST_PERSON_SUBJECTS:
                    subjects.append(True)
                elif word in cues.PRONOUNS:
                    subjects.append(third)
                adult.append(subjects[-1] if subjects else inherited)
            inherited = subjects[0] if subjects else inherited
    return adult


def _parts(clause: list[str]) -> list[list[str]]:
    """Split a clause at its conjunctions."""
    parts: list[list[str]] = [[]]
    for word in clause:
        if word in cues.PART_STARTS:
            parts.append([])
        parts[-1].append(word)
    return parts

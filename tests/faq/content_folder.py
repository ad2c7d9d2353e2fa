"""A small content folder on disk, valid as it is, and methods that break it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from faq.loading import FaqError, load

FAQ = """\
article:
  title: Iron and legs
  url: https://example.org/article
  author: Ann Author
  editor: Ed Editor
  publisher: The Press
  updated: 2023-12-13
  sections:
    - name: Basics
      figures:
        - {value: "50", of: ng/mL of ferritin below which the risk may be higher, at: second paragraph}
      references: [3]
    - {name: Tips}
disclaimer: Not medical advice.
topics:
  - ferritin
  - elsewhere
title: Legs
"""

SOURCES = """\
sources:
  clinic:
    title: The Clinic on legs
    url: https://example.org/clinic
    publisher: The Clinic
    dated: "2025-03"
    checked: 2026-11-20
    figures:
      - {value: "75", of: ng/mL below which iron is considered, among: adults, under: treatment, at: section 2}
  crisis-line:
    title: The Crisis Line
    url: https://example.org/crisis
"""

MATCHING = """\
thresholds:
  words: {answer: 0.5, suggest: 0.1, unasked: 0.9}
  meaning: {answer: 0.6, suggest: 0.2, unasked: 0.8}
synonyms:
  rls: restless legs
"""

CHATTER = """\
chatter:
  greetings:
    - hello there
    - good morning all
"""

REPLIES = """\
end: I'm an information bot and can't judge this.
replies:
  - id: heart
    you:
      heading: Call the emergency number now.
      paragraphs:
        - This can be an emergency.
        - Don't drive yourself.
    them:
      heading: Call the emergency number for them now.
      paragraphs: [This can be an emergency.]
    numbers: [emergency]
    sources: [crisis-line]
"""

HELPLINES = """\
countries:
  US:
    name: US
    languages: [en-US]
    emergency: "911"
    talk: call or text 988
    sources: ["https://example.org/us"]
    reviewed: 2026-11-22
  GB:
    name: UK
    emergency: "999"
    talk: "116 123"
    sources: ["https://example.org/uk"]
    reviewed: 2026-11-01
"""

SUPPORT = """\
sentence: That sounds hard.
phrases: [hopeless, at my wits end]
unless: [hopeless film]
yes: [I feel hopeless]
no: [what a hopeless film]
"""

SAFETY = """\
concepts:
  the-chest: [chest, breastbone]
rules:
  - id: chest-pain
    reply: heart
    when: [the-chest, [pain, hurts]]
    yes: [my chest hurts]
    no: [my leg hurts]
"""

FERRITIN = """\
topic: Ferritin
entries:
  - id: what-is-ferritin
    label: Ferritin
    question: What is ferritin?
    phrasings:
      - what does ferritin mean
      - the protein that stores iron
    answer: >
      Ferritin is a protein.

      It stores iron.
    more: Ask which value is meant.
    cites: {section: Basics, reference: 3, says: It calls ferritin a protein that stores iron.}
    related: [ferritin-threshold]
    reviewed: {on: 2026-11-22}
  - id: ferritin-threshold
    question: Which ferritin level is too low?
    phrasings:
      - ferritin cut-off
      - my level is low, is that bad
    answer: The article names 50.
    cites: {section: Basics}
    note: {text: Today's guidance says 75., sources: [clinic]}
    reviewed: {on: 2026-11-02}
  - id: warm-bath
    question: Does a warm bath help?
    phrasings:
      - bath before bed
      - soaking in hot water
    answer: A warm bath may help.
    cites: {section: Tips}
    related: [what-is-ferritin, pregnancy]
    reviewed: {on: 2026-11-22}
"""

ELSEWHERE = """\
topic: Not covered
entries:
  - id: pregnancy
    question: What about pregnancy?
    phrasings:
      - I am pregnant
      - expecting a baby
    answer: The article does not cover pregnancy.
    refer: [clinic]
    reviewed: {on: 2026-11-22}
"""

SMALL = {
    "faq.yaml": FAQ,
    "sources.yaml": SOURCES,
    "matching.yaml": MATCHING,
    "chatter.yaml": CHATTER,
    "safety.yaml": SAFETY,
    "replies.yaml": REPLIES,
    "helplines.yaml": HELPLINES,
    "support.yaml": SUPPORT,
    "ferritin.yaml": FERRITIN,
    "elsewhere.yaml": ELSEWHERE,
}


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """A content folder that a test may change; each change returns the folder, so that changes chain."""

    path: Path

    @classmethod
    def small(cls, path: Path) -> ContentFolder:
        for name, text in SMALL.items():
            (path / name).write_text(text, encoding="utf-8")
        return cls(path)

    def replace(self, name: str, old: str, new: str) -> ContentFolder:
        """Replace a passage that occurs exactly once in a file."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        return self.write(name, text.replace(old, new))

    def write(self, name: str, text: str | bytes) -> ContentFolder:
        """Write a whole file, as text or bytes."""
        raw = text.encode() if isinstance(text, str) else text
        (self.path / name).write_bytes(raw)
        return self

    def remove(self, name: str) -> ContentFolder:
        (self.path / name).unlink()
        return self


def faults(folder: ContentFolder) -> list[str]:
    """Return the faults of a folder that does not load."""
    with pytest.raises(FaqError) as raised:
        load(folder.path)
    return str(raised.value).splitlines()

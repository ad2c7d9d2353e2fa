"""From a question to a ranking of entries. `Matcher` is the face; nothing here knows an answer's text or Telegram.

lexicon   what the content's words are, how a typed word is read
evidence  what each kind of evidence answers
lexical   the words that a question shares with a phrasing
head      from nearness to phrasings to how likely each entry is meant
matcher   joins them
"""

from faq.matching.matcher import Matcher

__all__ = ["Matcher"]

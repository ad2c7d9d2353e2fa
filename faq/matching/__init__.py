"""From a question to a ranking of entries. `Matcher` is the face; nothing here knows an answer's text or Telegram.

lexicon     what the content's words are, how a typed word is read
evidence    what each kind of evidence answers
lexical     the words that a question shares with a phrasing
encoder     texts to vectors, by a packaged model
vectors     the vector of each text of the content, encoded once
semantic    how near a question's meaning is to a phrasing's
ridge       the algebra of the head
head        from nearness to phrasings to how likely each entry is meant
standing    how each phrasing stands among the others, for curators
keeping     what is costly to compute stays in a folder between runs
matcher     joins them
explaining  tells a curator why
"""

from faq.matching.matcher import Matcher

__all__ = ["Matcher"]

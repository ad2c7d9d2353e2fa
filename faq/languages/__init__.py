"""The languages that are not read: told apart, searched for emergencies, and answered with a card in the language.

detector    the language of a message: English unless there is good evidence of another
identifier  py3langid, for texts in Latin letters
scripts     languages told by their letters
phrases     emergencies by the curated phrases of `content/languages/`
pattern     rows of words with stems and groups, which pattern_matcher finds
folding     words that compare without accents
texts       the card, and the opening of an urgent reply
"""

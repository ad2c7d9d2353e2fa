"""Red flags: looked for in every message, before any matching, by the curated rules of `safety.yaml`.

The context of each word follows NegEx (Chapman et al. 2001, J Biomed Inform 34:301-310) and ConText (Harkema et al.
2009, J Biomed Inform 42:839-851): negated, historical, hypothetical, experiencer.

    rules         phrases near each other -> the reply
    examples      the rules against their own examples
    parser        a message -> keys, clauses and contexts
    context, cues ConText's modifiers, and the English words that trigger them
    spelling      typos of the words that the rules use
"""

from faq.safety.examples import FailedExample, failed_examples
from faq.safety.rules import RedFlagRules

__all__ = ["FailedExample", "RedFlagRules", "failed_examples"]

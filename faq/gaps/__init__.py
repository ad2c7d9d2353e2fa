"""Finds the gaps of the content: questions that several people asked in vain, clustered by meaning.

models      a question, and a gap with its nearest entries and a suggestion
vectors     questions as vectors, by words and by meaning
linkage     average linkage of their cosines
suggestion  the edit that is suggested for a gap
finder      all together: `GapFinder`
"""

from faq.gaps.finder import GapFinder
from faq.gaps.models import FEWEST_ASKERS, Asked, Gap, Kind, Suggestion

__all__ = ["FEWEST_ASKERS", "Asked", "Gap", "GapFinder", "Kind", "Suggestion"]

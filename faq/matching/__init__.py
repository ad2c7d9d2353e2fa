"""Ranks the entries of a FAQ for a question.

spelling         the vocabulary; corrects and tokenises questions
scorer           the interface of a scorer: similarity to each phrasing
tfidf            scorer by shared words: TF-IDF cosine on an inverted index
encoder          sentence encoder: texts to unit vectors
embedding        scorer by meaning: cosine of embeddings
embedding_cache  the embeddings of the content, each computed once
int8_model       makes the encoder multiply in 8 bits
local_ridge      kernel ridge regression on the nearest phrasings
classifier       from similarities to class probabilities
calibration      the scale of the probabilities
diagnostics      figures of each phrasing, for curators
cache            stores arrays between runs
matcher          joins these
explain          explains a ranking to a curator
"""

from faq.matching.matcher import Matcher

__all__ = ["Matcher"]

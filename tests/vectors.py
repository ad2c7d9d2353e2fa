"""Makes the files of vectors that ship with the package: `python -m tests.vectors`.

Without them a first start encodes all messages, a thousand in three seconds. Only what is missing is encoded, and what
no message has any more is dropped. Run it before a release, or when a test says that too many are missing.
`--components` computes the principal components anew first, from which all vectors follow.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from faq.loading import load
from faq.matching.cache import write_arrays
from faq.matching.classes import Classes
from faq.matching.embedding_cache import PACKAGED, arrays_of, encode, hash_of, packaged_vectors
from faq.matching.encoder import COMPONENTS, packaged_encoder
from faq.matching.scorer import Floats
from faq.matching.spelling import Lexicon

MOST_MISSING = 300
"""Messages without a vector that a commit may leave: each costs a first start three milliseconds."""
KEPT = 128
"""Components. Of our labelled questions 192 answer no more right, and 64 fewer."""


def main() -> None:
    """Write the files, and say how many vectors are new."""
    texts = _texts()
    if "--components" in sys.argv[1:]:
        _write_components(texts)
    encoder, stored = packaged_encoder(), packaged_vectors()
    hashes = {hash_of(encoder, text): text for text in texts}
    missing = {hash_: text for hash_, text in hashes.items() if hash_ not in stored}
    if missing:
        stored |= dict(zip(missing, encode(tuple(missing.values()), encoder, _show), strict=True))
    write_arrays(PACKAGED, arrays_of({hash_: stored[hash_] for hash_ in sorted(hashes)}))
    sys.stdout.write(f"{PACKAGED.name}: {len(hashes):,} vectors, {len(missing):,} of them new\n")


def missing() -> int:
    """Return how many messages of the packaged content have no vector in the file."""
    encoder, stored = packaged_encoder(), packaged_vectors()
    return sum(hash_of(encoder, text) not in stored for text in set(_texts()))


def _texts() -> list[str]:
    faq = load()
    texts = Classes.of(faq).texts
    lexicon = Lexicon.of(texts, faq.synonyms)
    return [" ".join(lexicon.canonical(text)) for text in texts]


def _write_components(texts: list[str]) -> None:
    whole = replace(packaged_encoder(), components=None)
    vectors: Floats = whole.encode(texts)
    _, _, components = np.linalg.svd(vectors, full_matrices=False)
    np.save(COMPONENTS, components[:KEPT].T.astype(np.float16))


def _show(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done:,} of {total:,} encoded" + ("\n" if done == total else ""))


if __name__ == "__main__":
    main()

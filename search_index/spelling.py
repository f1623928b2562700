"""Did you mean: a query with its mistyped words put right, by the words that an index has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA

from search_index.analysis import analyse, canonical
from search_index.names import NameTable


def suggest_spelling(
    text: str,
    vocabulary: Mapping[str, int],
    names: NameTable | None = None,
    *,
    found: Callable[[str], int] | None = None,
) -> str | None:
    """Return ``text`` with its mistyped words put right; ``None`` when nothing looks mistyped.

    ``vocabulary`` says how many records have a word, by the word with or without its marks.
    ``found`` says how many records the reader finds for a query: with it a suggestion is never
    one that finds nothing; without it the caller has to look.
    """
    asked = corrected = canonical(text)
    known = {**dict.fromkeys(names.words() if names else (), 1), **vocabulary}
    for word in reversed(analyse(asked)):
        better = _better(word.folded, known)
        if better is not None:
            corrected = f"{corrected[: word.start]}{better}{corrected[word.end :]}"
    if corrected == asked or (found is not None and not found(corrected)):
        return None
    return corrected


def _better(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """Return the most frequent word that one mistyping makes of an unknown one."""
    if word in vocabulary or not word.isalpha():
        return None
    near = [known for known in vocabulary if OSA.distance(word, known, score_cutoff=1) <= 1]
    return max(near, key=lambda known: vocabulary[known], default=None)

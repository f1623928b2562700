"""Did you mean: a query with mistyped words put right, shown only to who finds its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from search_index import NameTable, suggest_spelling

CountOf = Callable[[str], int]


def better_spelling(
    text: str, vocabulary: Mapping[str, int], names: NameTable, found: CountOf, more_than: int
) -> str | None:
    """Return ``text`` put right when that finds more; ``None`` when it is right, or does not.

    ``found`` says how much the reader finds. Each new word is asked for by itself as well: the
    vocabulary is everybody's, and a word may stand where the query would be found without it.
    """
    better = suggest_spelling(text, vocabulary, names, found=found)
    if better is None or found(better) <= more_than:
        return None
    new = set(better.lower().split()) - set(text.lower().split())
    return better if all(found(word) for word in new) else None

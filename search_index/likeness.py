"""More like this: the telling words of a record's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from search_index.analysis import Token, analyse, canonical
from search_index.query import Like

TELLING_WORDS = 18
SHORTEST_WORD = 3


def like(text: str, vocabulary: Mapping[str, int] | None = None) -> Like | None:
    """Return a query for what is like ``text``; ``None`` when it has no telling words.

    Telling are the words that ``vocabulary``, which counts records by folded word, has in the
    fewest records, but in more than one; without it, those that ``text`` repeats, the longest.
    """
    words = {token.exact: token for token in reversed(analyse(canonical(text)))}
    times = Counter(token.exact for token in analyse(canonical(text)))
    counts = vocabulary or {}

    def rank(token: Token) -> tuple[int, int, int, int]:
        return counts.get(token.folded, 0), -times[token.exact], -len(token.exact), token.start

    telling = [
        token
        for token in words.values()
        if len(token.folded) >= SHORTEST_WORD and (not counts or counts.get(token.folded, 0) > 1)
    ]
    chosen = sorted(telling, key=rank)[:TELLING_WORDS]
    return Like(tuple(chosen)) if chosen else None

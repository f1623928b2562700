"""A state in plain words ("qua han BTGTU") is offered as the filter that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from directives.text import fold
from search_index import STATUSES

FILTER = "tt:"


def propose_filters(text: str) -> tuple[str, ...]:
    """Return ``text`` with words that name a state turned into a filter; none in most cases.

    What stands in quotation marks is meant as it is, and who filters by state already needs no
    proposal.
    """
    words = text.split()
    folded = [fold(word) for word in words]
    if '"' in text or any(word.startswith(FILTER) for word in folded):
        return ()
    for name, written in _NAMES:
        place = _place(folded, name)
        if place is not None:
            rest = [*words[:place], *words[place + len(name) :]]
            return (" ".join([f"{FILTER}{written}", *rest]),)
    return ()


def _place(words: Sequence[str], name: Sequence[str]) -> int | None:
    places = range(len(words) - len(name) + 1)
    return next((at for at in places if tuple(words[at : at + len(name)]) == tuple(name)), None)


# Single words ("open") are asked for too often without a state being meant; the longest names
# come first, because "chưa hoàn thành" holds "hoàn thành".
_NAMES = sorted(
    (
        (tuple(fold(name).split()), "".join(fold(choice.names[0]).split()))
        for choice in STATUSES
        for name in choice.names
        if " " in name
    ),
    key=lambda pair: len(pair[0]),
    reverse=True,
)

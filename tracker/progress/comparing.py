"""What is new in an update against the one before it, and how much is copied from that. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from directives import Mention, MentionKind, find_mentions

# A run of so many words that stands in both texts is copied; fewer are the language itself.
RUN = 5
MUCH_COPIED_PERCENT = 70
MAX_SHOWN = 30
MAX_KEPT_CHARACTERS = 4_000
_WORD = re.compile(r"\w+")


class Spoken(Protocol):
    """Whatever has the texts of an update: an entry, an update, a form."""

    @property
    def narrative(self) -> str:
        """What was done, in Markdown."""

    @property
    def difficulties(self) -> str:
        """What stands in the way."""

    @property
    def proposals(self) -> str:
        """What is asked for."""

    @property
    def result_number(self) -> str | None:
        """The number of the document that shows the result."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """What an update names that the one before did not, each once, and what it took over.

    ``copied_percent`` is of the words of its narrative. At most ``MAX_SHOWN`` of each are kept.
    """

    named: Mapping[MentionKind, tuple[str, ...]]
    copied_percent: int

    @property
    def is_mostly_copied(self) -> bool:
        """Whether a reader should be told that little was written anew."""
        return self.copied_percent >= MUCH_COPIED_PERCENT

    @property
    def names_nothing_new(self) -> bool:
        """Whether no number, time or document is new."""
        return not any(self.named.values())


def what_is_new(update: Spoken, earlier: Spoken) -> Novelty:
    """Compare an update with the one before it, or a correction with what it corrects."""
    known = {mention[:2] for mention in _named(_all_words(earlier))}
    new: dict[MentionKind, dict[str, str]] = {kind: {} for kind in MentionKind}
    for kind, key, text, *_ in _named(_all_words(update)):
        if (kind, key) not in known:
            new[kind].setdefault(key, " ".join(text.split()))
    return Novelty(
        named={kind: tuple(texts.values())[:MAX_SHOWN] for kind, texts in new.items()},
        copied_percent=copied_percent(update.narrative, earlier.narrative),
    )


def _named(words: str) -> tuple[Mention, ...]:
    # Each update is compared twice, and pages show the same ones again and again; long texts
    # would only fill the memory.
    return _kept_mentions(words) if len(words) <= MAX_KEPT_CHARACTERS else find_mentions(words)


_kept_mentions = lru_cache(maxsize=2_000)(find_mentions)


def copied_percent(text: str, earlier: str) -> int:
    """Return how many of the words of ``text`` stand in runs of ``earlier``, 0 to 100.

    Only a whole copy is 100; the order in which the runs stand is of no matter.
    """
    words = _words(text)
    run = min(RUN, len(words))
    if not run:
        return 0
    there = set(_runs(_words(earlier), run))
    copied = [False] * len(words)
    for at, each in enumerate(_runs(words, run)):
        if each in there:
            copied[at : at + run] = [True] * run
    return 100 * sum(copied) // len(words)


def _runs(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _all_words(spoken: Spoken) -> str:
    parts = (spoken.narrative, spoken.difficulties, spoken.proposals, spoken.result_number)
    return "\n".join(part for part in parts if part)

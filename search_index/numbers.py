"""Document numbers: ``23-CT/TU`` is one word, however its separators are typed.

The parts are number, kind and issuer, with the year between in documents of the state:
``23-CT/TU``, ``120/2024/NQ-HĐND``. People drop the separators (``23ct/tu``, ``23 CT TU``); then
only a kind and an issuer that are known make a number of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from search_index.letters import without_marks
from search_index.tables import DOCUMENT_KINDS, ISSUER_SYMBOLS, KIND_SYMBOLS


def _either(symbols: Iterable[str]) -> str:
    """Return a pattern for any symbol, with d for đ where that is how it was typed."""
    return "|".join(sorted((s.replace("d", "[dđ]") for s in symbols), key=len, reverse=True))


_KIND = _either(KIND_SYMBOLS)
_ISSUERS = _either(ISSUER_SYMBOLS)
_NUMBER = re.compile(
    rf"(?<![\w/-])(?P<number>\d{{1,5}})(?P<year>/\d{{4}})?[ ]?[-/]?[ ]?(?P<kind>{_KIND})"
    rf"(?:[ ]?[-/][ ]?(?P<issuer>[^\W\d_]+(?:[-/&][^\W\d_]+)*)|[ ](?P<known>{_ISSUERS}))(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number found in a text; ``start`` and ``end`` are its place there."""

    start: int
    end: int
    number: str
    year: str | None
    kind: str
    issuer: str

    @property
    def word(self) -> str:
        """The number as one word, without its year: ``23-ct-tu``."""
        return f"{self.number}-{self.kind}-{self.issuer}"

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way in which the number can be asked for, the full one first."""
        return (self.word, f"{self.number}-{self.kind}", self.number)


def document_numbers(text: str) -> list[DocumentNumber]:
    """Return the document numbers of canonical ``text`` in order."""
    return [_read(match) for match in _NUMBER.finditer(text)]


def _read(match: re.Match[str]) -> DocumentNumber:
    issuer = match["issuer"] or match["known"]
    return DocumentNumber(
        start=match.start(),
        end=match.end(),
        number=match["number"].lstrip("0") or "0",
        year=match["year"],
        kind=without_marks(match["kind"]),
        issuer=re.sub(r"[-/&]", "-", without_marks(issuer)),
    )


def kind_and_number(words: Sequence[str]) -> tuple[int, str | None]:
    """Read a kind of document and a figure at the beginning of folded ``words``.

    "chi thi so 23", "chi thi 23", "ct 23" and "23 ct" are all ``23-ct``; "chi thi 23-ct-tu" is
    ``23-ct-tu``.

    Returns:
        How many words they are, and the number's form; 0 and ``None`` when there are none.
    """
    for kind_words, symbol in _kind_words():
        end = len(kind_words)
        if tuple(words[:end]) == kind_words:
            end += tuple(words[end : end + 1]) == ("so",)
            form = _numbered(words[end], symbol) if words[end:] else None
            if form is not None:
                return end + 1, form
    if len(words) > 1 and words[0].isdigit() and words[1] in KIND_SYMBOLS:
        return 2, f"{words[0].lstrip('0') or '0'}-{words[1]}"
    return 0, None


def _numbered(word: str, symbol: str) -> str | None:
    if word.isdigit():
        return f"{word.lstrip('0') or '0'}-{symbol}"
    return word if re.match(rf"\d+-(?:\d+-)?{symbol}-", word) else None


@cache
def _kind_words() -> list[tuple[tuple[str, ...], str]]:
    """Return the folded ways of writing a kind, each with its symbol, the longest first."""
    ways = [
        (tuple(without_marks(name).split()), without_marks(symbol))
        for kind in DOCUMENT_KINDS
        for symbol in kind.symbols
        for name in (*kind.names, symbol)
    ]
    return sorted(ways, key=lambda way: -len(way[0]))

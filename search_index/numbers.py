"""Document numbers: ``23-CT/TU`` is one word, however its separators are typed.

The parts are number, kind and issuer, with the year between in documents of the state:
``23-CT/TU``, ``120/2024/NQ-HĐND``. People and copies drop the separators (``23ct/tu``,
``23 CT TU``, ``1961/QĐUBND``); then only a kind and an issuer that are known make a number of it.
Letters have offices instead of a kind: ``2231/SNV-CCHC&PC``.
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
_ISSUER = r"[^\W\d_]+(?:[-/&][^\W\d_]+)*"
# A letter has no kind in its number, only offices; their letters have no marks.
_OFFICES = r"[a-zđ]{2,8}-[a-zđ]+(?:[-&][a-zđ]+)*"
_NUMBER = re.compile(
    rf"(?P<number>\d(?<![\w/-]\d)\d{{0,4}})(?:"
    rf"(?P<year>/\d{{4}})?[ ]?[-/]?[ ]?(?P<kind>{_KIND})"
    rf"(?:[ ]?[-/][ ]?(?P<issuer>{_ISSUER})|[ ](?P<known>{_ISSUERS}))"
    rf"|(?P<year_glued>/\d{{4}})?[-/]?(?P<kind_glued>{_KIND})(?P<glued>{_ISSUERS})"
    rf"|/(?P<offices>{_OFFICES})"
    rf")(?!\w)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number found in a text; ``start`` and ``end`` are its place there.

    ``word`` is the number as one word, with its year where it has one: ``120-2024-nq-hdnd``.
    """

    start: int
    end: int
    word: str

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way in which the number can be asked for, the full one first."""
        return forms_of(self.word)


def document_numbers(text: str) -> list[DocumentNumber]:
    """Return the document numbers of canonical ``text`` in order."""
    found: list[DocumentNumber] = []
    # From figure to figure is many times faster than to try the pattern at every letter.
    for figure in _FIGURE.finditer(text):
        is_free = not found or figure.start() >= found[-1].end
        if is_free and (match := _NUMBER.match(text, figure.start())):
            found.append(_read(match))
    return found


def forms_of(word: str) -> tuple[str, ...]:
    """Return every way of asking for the number that ``word`` is; the full one first.

    Without its year, without the unit behind its issuer, without issuer, and the figure alone.
    """
    number, *parts = word.split("-")
    if len(parts) > 1 and _YEAR.fullmatch(parts[0]):
        parts = parts[1:]
    shorter = ["-".join([number, *parts[:length]]) for length in (len(parts), 2, 1, 0)]
    return tuple(dict.fromkeys([word, *shorter]))


def own_number(form: str) -> str:
    """Return the word by which the document is found that bears a number, not one that cites it."""
    return f"={form}"


def _read(match: re.Match[str]) -> DocumentNumber:
    year = match["year"] or match["year_glued"] or ""
    kind = match["kind"] or match["kind_glued"] or ""
    issuer = match["issuer"] or match["known"] or match["glued"] or match["offices"]
    parts = (match["number"].lstrip("0") or "0", year[1:], kind, issuer)
    word = "-".join(without_marks(part) for part in parts if part)
    return DocumentNumber(match.start(), match.end(), re.sub(r"[-/&]+", "-", word))


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

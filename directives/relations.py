"""What a document does to others: whom it implements, amends, replaces or only cites.

A citation says which document is meant; the words of its sentence before it, what is done to it.
A person confirms or corrects what is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from directives.citations import number_in
from directives.days import DAY, day_of
from directives.lexicon import any_of, table
from directives.model import Citation
from directives.text import clean_line
from directives.wording import lowered, plain_reading

_TABLE = table("citing")
_KINDS = ("replaces", "amends", "implements", "cites")
"""Of several relations to one document the first of these holds."""
_BEFORE = {kind: re.compile(rf"(?<!\w)(?:{'|'.join(_TABLE[kind])})(?!\w)") for kind in _KINDS}
_ASKED_FOR = re.compile(rf"(?<!\w)(?:{any_of(_TABLE['asked_for'])})(?!\w)")
_REPLACED_AFTER = re.compile(_TABLE["replaced_after"])
_SENTENCE_END = re.compile(r"[.!?] |\n")
_ISSUED = re.compile(
    rf" ?,? ?(?:ngày ?{DAY}|năm (?P<year>\d{{4}}))?(?: ?,? ?của "
    rf"(?P<issuer>[^,;.:()\"\n]{{2,80}}?)(?= (?:{any_of(_TABLE['issuer_ends'])})(?!\w)|[,;.:()\"\n]|$))?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\W_]")
_SENTENCE = 600
_NEAR = 40
_IN_A_LIST = 300


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as another names it; any part but the words may be missing."""

    words: str
    number: str | None = None
    day: date | None = None
    year: int | None = None
    issuer: str | None = None

    @property
    def key(self) -> str:
        """What is alike in all ways of writing the number: "05-CT/TU" and "5/CT-TU"."""
        return number_key(self.number or "")


@dataclass(frozen=True, slots=True)
class Relation:
    """What is done to a document; ``kind`` is implements, amends, replaces or cites."""

    kind: str
    reference: Reference


def number_key(number: str) -> str:
    """Return a number in capitals without separators and leading zeros."""
    return "".join(_SIGNS.findall(number)).upper().lstrip("0")


def find_relations(text: str, cites: Iterable[Citation]) -> tuple[Relation, ...]:
    """Return one relation for each document that ``cites`` names, in order of the text."""
    plain = plain_reading(text)
    low = lowered(plain)
    found: dict[tuple[str, date | None], Relation] = {}
    for cited in cites:
        relation = Relation(_kind(low, cited), _reference(text, plain, cited))
        key = (cited.number, relation.reference.day)
        known = found.get(key)
        if known is None or _KINDS.index(relation.kind) < _KINDS.index(known.kind):
            found[key] = relation
    return tuple(_without_shadows(found.values()))


def read_reference(words: str) -> Reference:
    """Return what ``words`` such as "Chỉ thị số 23-CT/TU ngày 17/02/2024 của …" name."""
    words = clean_line(words)
    number = number_in(plain_reading(words))
    if number is None:
        return Reference(words)
    plain = plain_reading(words)
    issued = _ISSUED.search(plain, _end_of(number, plain))
    return _named(words, number, issued)


def _reference(text: str, plain: str, cited: Citation) -> Reference:
    issued = _ISSUED.match(plain, cited.end)
    end = issued.end() if issued else cited.end
    return _named(clean_line(text[cited.start : end]).rstrip(" ,"), cited.number, issued)


def _named(words: str, number: str, issued: re.Match[str] | None) -> Reference:
    if issued is None:
        return Reference(words, number)
    has_day = issued["d"] or issued["D"]
    year = issued["year"]
    return Reference(
        words,
        number,
        day_of(issued) if has_day else None,
        int(year) if year else None,
        clean_line(issued["issuer"]) if issued["issuer"] else None,
    )


def _end_of(number: str, plain: str) -> int:
    """Return where ``number``, which is told without spaces, ends in ``plain``."""
    spaced = re.search(" ?".join(map(re.escape, number)), plain)
    return spaced.end() if spaced else 0


def _kind(low: str, cited: Citation) -> str:
    if _REPLACED_AFTER.match(low[cited.end : cited.end + _SENTENCE]):
        return "replaces"
    before = low[max(0, cited.start - _SENTENCE) : cited.start]
    ends = [found.end() for found in _SENTENCE_END.finditer(before)]
    sentence = before[ends[-1] if ends else 0 :]
    last = max(_found(sentence), default=None)
    if last is None:
        return "cites"
    end, _length, kind = last
    gap = sentence[end:]
    if len(gap) > (_IN_A_LIST if number_in(gap.upper()) else _NEAR):
        return "cites"
    asked = kind in {"amends", "replaces"} and _ASKED_FOR.search(sentence, 0, end)
    return "cites" if asked else kind


def _found(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each pattern last ends, how long it is there, and what it says."""
    for kind, pattern in _BEFORE.items():
        for found in pattern.finditer(sentence):
            yield found.end(), found.end() - found.start(), kind


def _without_shadows(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield the relations, a number without a day only where none of that number has one."""
    all_of_them = list(relations)
    dated = {one.reference.number for one in all_of_them if one.reference.day}
    for one in all_of_them:
        if one.reference.day or one.reference.number not in dated:
            yield one

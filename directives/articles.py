"""What an article tells of the document that it reports.

News, questions and answers of law sites and blogs name the document in their headline or at
first: "Ngày 13/9/2025, Thủ tướng Chính phủ đã có Chỉ thị 24/CT-TTg năm 2025 về việc …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from directives.citations import CODE, KINDS, NAMED, kind_of_number, number_in
from directives.days import DAY, day_of
from directives.issuers import in_words
from directives.lexicon import CAPITAL, SMALL, any_of, table
from directives.passages import Passage

_WORDS = table("issuers")["words"]
_KIND_OF_NAME = {name.upper(): slug for slug, name in KINDS.items()}
_CAPITALISED = any_of(name[0].upper() + name[1:] for name in KINDS.values())
_BEGINNING = any_of(
    sorted({*_WORDS["beginnings"], *(each.upper() for each in _WORDS["beginnings"])})
)
_ISSUER = (
    rf"(?:{_BEGINNING})(?!\w)[^.;:,()]{{0,70}}?"
    rf"(?:, (?:Ban Bí thư|BAN BÍ THƯ)| và (?:{_BEGINNING})(?!\w)[^.;:,()]{{0,50}}?)?"
)
_ISSUES = rf"(?:(?:{any_of(_WORDS['just'])}) ){{0,2}}(?:{any_of(_WORDS['issues'])})"
_NAMED_CODE = re.compile(
    rf"(?P<kind>{NAMED}|{_CAPITALISED.upper()})(?: số| SỐ)? ?:? ?(?P<code>{CODE})(?![\w/-])",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"(?P<issuer>{_ISSUER}) (?:(?:{any_of(_WORDS['just'])}) ){{1,2}}(?:(?:ký )?ban hành|ký|có) (?P<kind>{NAMED})(?!\w)(?! (?:số )?\d)"
)
_ANNOUNCED = re.compile(
    rf"(?:vừa|đã|mới) (?:công bố|giới thiệu|phổ biến) (?P<kind>{_CAPITALISED})(?!\w)"
)
_ISSUED_CODE = re.compile(rf"{_ISSUES} (?:{NAMED})(?: số)? (?P<code>{CODE})", re.IGNORECASE)
_OPENING = re.compile(
    rf"(?:.{{0,40}}\W)?(?:Theo|Tại|Thực hiện) (?:{NAMED})(?: số)? (?P<code>{CODE})"
)
_FRESH = re.compile(r"(?:vừa|mới) (?:được )?(?:ban hành|ký)")
_BEFORE_NAME = re.compile(rf"(?P<issuer>{_ISSUER}) {_ISSUES} $")
_DAY_BEFORE = re.compile(rf"[Nn]gày {DAY}")
_DAY_BEHIND = re.compile(
    rf"(?: năm \d{{4}}| \d{{4}})?,? ?\(?(?:được |đã )?(?:ký |ban hành )?ngày {DAY}\)?"
)
_YEAR_BEHIND = re.compile(r"(?: năm)? \d{4}(?!\w)")
_ISSUER_BEHIND = re.compile(
    rf"\)?,? (?:của|CỦA|do) (?P<issuer>{_ISSUER}) ?(?=$|[.;:,()]| (?:ban hành|về|VỀ|quy định|phê duyệt|yêu cầu|đã|vừa)\b)"
)
_TITLE_BEHIND = re.compile(r",? (?P<title>(?:về|Về|V/v|Kết luận|kết luận) [^;\n]{10,400})")
_SENTENCE_END = re.compile(
    r" ?[.?!](?= |$)| (?:vừa|mới) (?:được )?(?:ban hành|ký)|,? (?:như sau|ra sao|thế nào)|:$| đã (?:được|nêu)"
)
_PERSON_BEHIND = re.compile(
    rf" (?:{any_of(table('kinds')['surnames'])})(?: [{CAPITAL}][{SMALL}]{{0,7}}){{1,3}}$"
)
_HEAD = re.compile(
    r"(?:Phó )?(?:Thủ tướng|Chủ tịch|Bộ trưởng|Thống đốc|Giám đốc|Tổng Bí thư|Bí thư) "
)
_HEAD_OF_GOVERNMENT = re.compile(r"(?:Phó )?Thủ tướng(?! Chính phủ)")
_FIRST_LINES = 3
_FIRST_PARAGRAPHS = 3
_LONGEST_HEADLINE = 260
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells of a document; empty where it reports none."""

    kind: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place where the document is named, with the words before and behind it."""

    kind: str
    before: str
    behind: str


def read_article(text: str, passages: Sequence[Passage]) -> Told:
    """Return what an article tells of the document that it is about."""
    lines = [passage for passage in passages if not passage.block.furniture]
    number = _reported_number(lines)
    if number is None:
        return _without_number(lines)
    mentions = list(islice(_mentions(text, lines, number), 12))
    kinds = (_KIND_OF_NAME[mention.kind.upper()] for mention in mentions)
    return Told(
        kind_of_number(number) or next(kinds, "cong-van"),
        number,
        next(filter(None, map(_day_of, mentions)), None),
        next(filter(None, map(_issuer_of, mentions)), None),
        next(filter(None, map(_title_of, mentions)), None),
    )


def _reported_number(lines: Sequence[Passage]) -> str | None:
    """Return the number in the headline, in the first sentences, or of what is just issued."""
    for line in lines[:_FIRST_LINES]:
        if len(line.text) < _LONGEST_HEADLINE and (found := _NAMED_CODE.search(line.text)):
            return number_in(found["code"])
    for line in islice(_paragraphs(lines), _FIRST_PARAGRAPHS):
        if found := _ISSUED_CODE.search(line.text) or _OPENING.match(line.text):
            return number_in(found["code"])
    for line in lines:
        found = _NAMED_CODE.search(line.text)
        if found and _FRESH.search(line.text, found.end(), found.end() + _NEAR * 2):
            return number_in(found["code"])
    return None


def _paragraphs(lines: Sequence[Passage]) -> Iterator[Passage]:
    return (line for line in lines if line.label is None and line.text[-1] in ".:;")


def _without_number(lines: Sequence[Passage]) -> Told:
    """Read "Ban Thường vụ Tỉnh ủy đã ban hành Chỉ thị …", which tells no number."""
    first = list(islice(_paragraphs(lines), _FIRST_PARAGRAPHS))
    for line in (*first, *(line for line in lines if line.opens_a_list)):
        if found := _ISSUED.search(line.text):
            return Told(_KIND_OF_NAME[found["kind"].upper()], issuer=_cleaned(found["issuer"]))
    for line in first:
        # Who publishes a document need not be who issued it.
        if found := _ANNOUNCED.search(line.text):
            return Told(_KIND_OF_NAME[found["kind"].upper()])
    return Told()


def _mentions(text: str, lines: Sequence[Passage], number: str) -> Iterator[_Mention]:
    """Yield the mentions in paragraphs before those in headlines, which shorten the title."""
    for line in (*_paragraphs(lines), *lines[:_FIRST_LINES]):
        for found in _NAMED_CODE.finditer(line.text):
            if number_in(found["code"]) != number:
                continue
            start, stop = line.start + found.start(), line.start + found.end()
            before = line.text[max(0, found.start() - _NEAR) : found.start()]
            behind = text[stop : min(line.end, stop + _NEAR * 3)].replace("_", " ")
            yield _Mention(found["kind"], before, behind if start < stop else "")


def _day_of(mention: _Mention) -> date | None:
    if found := _DAY_BEHIND.match(mention.behind):
        return day_of(found)
    issued = _BEFORE_NAME.search(mention.before)
    days = list(_DAY_BEFORE.finditer(mention.before)) if issued else []
    return day_of(days[-1]) if days else None


def _issuer_of(mention: _Mention) -> str | None:
    if found := _BEFORE_NAME.search(mention.before):
        return _cleaned(found["issuer"])
    found = _ISSUER_BEHIND.match(mention.behind, _dated_until(mention.behind))
    return _cleaned(found["issuer"]) if found else None


def _title_of(mention: _Mention) -> str | None:
    at = _dated_until(mention.behind)
    issued = _ISSUER_BEHIND.match(mention.behind, at)
    found = _TITLE_BEHIND.match(mention.behind, issued.end() if issued else at)
    if found is None:
        return None
    return _SENTENCE_END.split(found["title"])[0].strip(' ,"')


def _dated_until(behind: str) -> int:
    """Return where the year or the day behind a number ends."""
    found = _DAY_BEHIND.match(behind) or _YEAR_BEHIND.match(behind)
    return found.end() if found else 0


def _cleaned(issuer: str) -> str:
    """Return an issuer without the name of the person who holds the office."""
    if issuer.isupper():
        issuer = in_words(issuer)
    bare = issuer.strip()
    if _HEAD.match(bare):
        bare = _PERSON_BEHIND.sub("", bare)
    return "Thủ tướng Chính phủ" if _HEAD_OF_GOVERNMENT.fullmatch(bare) else bare

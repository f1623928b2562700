"""What a document says of itself: number, kind, date, issuer, title, signer, citations.

The letterhead speaks first; then the box of a law site, what an article tells, the end of the
document, and only then what the symbol of the number is known to mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from directives.articles import Told, read_article
from directives.blocks import BlockKind
from directives.citations import find_citations, is_number, kind_of_number, number_in
from directives.days import day_of, first_day
from directives.endings import adopted_on, enclosing, read_recipients, read_signature
from directives.header import (
    NUMBER_LINE,
    PLACE_BLANK,
    PLACE_DATE,
    TRIM,
    end_of_letter_head,
    find_kind,
    find_start,
    issuer_in_title,
    issuer_of_cable,
    kind_of,
    read_title,
)
from directives.issuers import (
    is_body_name,
    issuer_of_number,
    issuer_of_post,
    issuer_passing_on,
    letterhead,
    local_issuer,
)
from directives.lexicon import any_of, table
from directives.model import Metadata, SpanRole
from directives.passages import Passage

_STAMPS = table("kinds")["stamps"]
_URGENCY = re.compile(rf"(?:Độ khẩn ?: ?)?(?P<mark>{any_of(_STAMPS['urgency'])})", re.IGNORECASE)
_SECRECY = re.compile(rf"(?:Độ mật ?: ?)?(?P<mark>{any_of(_STAMPS['secrecy'])})", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:V/v|Về việc) ?:? ?.{5,400}")
_BOXED = ("Số hiệu", "Nơi ban hành", "Người ký", "Ngày ban hành")
_LONGEST_HEADLINE = 260
_FACE = 40
_FIRST_LINES = 3


@dataclass(frozen=True, slots=True)
class Header:
    """The metadata of the head and the passages that it takes."""

    metadata: Metadata
    places: range


def read_header(text: str, passages: Sequence[Passage]) -> Header:
    """Return what the head of the document says, and where the head stands."""
    kind_at = find_kind(passages)
    header = (
        _of_letter_or_article(text, passages)
        if kind_at is None
        else _of_kind(text, passages, kind_at)
    )
    face = [passage.text for passage in passages[:_FACE]]
    urgency, secrecy = _mark(_URGENCY, face), _mark(_SECRECY, face)
    return Header(replace(header.metadata, urgency=urgency, secrecy=secrecy), header.places)


def _of_kind(text: str, passages: Sequence[Passage], kind_at: int) -> Header:
    start = find_start(passages, kind_at)
    head = [passage.text for passage in passages[start:kind_at]]
    kind_line = passages[kind_at].text
    title = read_title(text, passages, kind_at)
    below = [passage.text for passage in passages[kind_at : title.stop]]
    metadata = _from_lines(head, below, _site_box(passages[:start]))
    kind = kind_of(kind_line)
    cable = issuer_of_cable(passages[title.stop : title.stop + _FIRST_LINES])
    issuer = title.decider or metadata.issuer or cable
    # A notice passes on what others concluded; its title names them, not who issues it.
    if issuer is None and kind != "thong-bao":
        issuer = issuer_in_title([" ".join(below), *head])
    metadata = replace(metadata, kind=kind, issuer=issuer, title=title.words)
    if not _has_letterhead(head):
        told = read_article(text, passages[: kind_at + 1])
        metadata = _completed(metadata, told if told.kind in {None, kind} else Told())
    return Header(metadata, range(start, title.stop))


def _has_letterhead(head: Iterable[str]) -> bool:
    return any(NUMBER_LINE.match(line) or PLACE_DATE.search(line) for line in head)


def _completed(metadata: Metadata, told: Told) -> Metadata:
    return replace(
        metadata,
        kind=metadata.kind or told.kind,
        number=metadata.number or told.number,
        issued_on=metadata.issued_on or told.issued_on,
        issuer=metadata.issuer or told.issuer,
        title=metadata.title or told.title,
    )


def _from_lines(head: Sequence[str], below: Sequence[str], box: dict[str, str]) -> Metadata:
    """Read the head; of the lines from the kind on only those that are the document's own number."""
    own = [
        line
        for line in below
        if NUMBER_LINE.match(line) or line.startswith(("Ngày", "ngày", "(Ngày"))
    ]
    issued_on, place = _dated([*head, *own])
    issuer = letterhead(head)
    known = issuer if issuer and is_body_name(issuer) else None
    boxed = box.get("Nơi ban hành")
    return Metadata(
        number=_number([*head, *own]) or _number_of_kind(below) or box.get("Số hiệu"),
        issued_on=issued_on or first_day(box.get("Ngày ban hành", "")),
        issuer=known or boxed,
        place=place,
        signer=box.get("Người ký"),
    )


def _number_of_kind(below: Sequence[str]) -> str | None:
    """Return the number on the line of the kind: "CHỈ THỊ SỐ 12/CT-UBND"."""
    line = below[0] if below else ""
    kind = kind_of(line) if line else None
    number = number_in(line)
    return number if number and kind_of_number(number) == kind else None


def _of_letter_or_article(text: str, passages: Sequence[Passage]) -> Header:
    """Read a letter, which has no name of a kind, or an article about a document."""
    start, stop = end_of_letter_head(passages)
    if not stop:
        return _of_article(text, passages)
    lines = [passage.text for passage in passages[start:stop]]
    metadata = _from_lines(lines, (), _site_box(passages[:start]))
    kind = kind_of_number(metadata.number) or "cong-van"
    return Header(replace(metadata, kind=kind, title=_subject(lines)), range(start, stop))


def _of_article(text: str, passages: Sequence[Passage]) -> Header:
    places = [place for place, passage in enumerate(passages) if not passage.block.furniture]
    # What stands behind the first point, such as "TM. ỦY BAN NHÂN DÂN", heads nothing.
    first = takewhile(lambda place: passages[place].label is None, places[:_FIRST_LINES])
    at = next((place for place in first if _is_headline(passages[place])), None)
    headline = (
        text[passages[at].start : passages[at].end].replace("\n", " ") if at is not None else None
    )
    told = read_article(text, passages)
    addressed = any(passage.text.startswith("Kính gửi") for passage in passages[:_FIRST_LINES])
    metadata = Metadata(
        kind=told.kind or ("cong-van" if addressed else None),
        number=told.number,
        issued_on=told.issued_on,
        issuer=told.issuer,
        title=told.title or headline,
    )
    return Header(metadata, range(0) if at is None else range(at, at + 1))


def _is_headline(passage: Passage) -> bool:
    if len(passage.text) > _LONGEST_HEADLINE or "Ảnh:" in passage.text:
        return False
    return passage.block.kind is BlockKind.HEADING or passage.text[-1] not in ".;:,"


def _subject(lines: Iterable[str]) -> str | None:
    """The summary of a letter stands under its number: "V/v …"."""
    found = (_SUBJECT.search(line) for line in lines)
    return next((match[0] for match in found if match), None)


def _site_box(passages: Sequence[Passage]) -> dict[str, str]:
    """Read the box of a law site: "Số hiệu:" and on the next line its value."""
    box: dict[str, str] = {}
    words = [passage.text.strip(TRIM) for passage in passages if passage.text.strip(TRIM)]
    for name, value in pairwise(words):
        bare = name.rstrip(": *")
        if bare in _BOXED and not value.endswith(":"):
            box.setdefault(bare, value)
    return box


def _number(lines: Sequence[str]) -> str | None:
    for line in lines:
        if (found := NUMBER_LINE.search(line)) and (number := number_in(found["number"])):
            return number
    return next((number_in(line) for line in lines if is_number(line.strip(TRIM))), None)


def _dated(lines: Sequence[str]) -> tuple[date | None, str | None]:
    # "Thành phố Hồ Chí / Minh, ngày 21 …": lines of a narrow column are read as one.
    joined = " ".join(lines)
    if found := PLACE_DATE.search(joined):
        return day_of(found), found["place"]
    blank = PLACE_BLANK.search(joined)
    for line in lines:
        if NUMBER_LINE.search(line) or line.startswith(("Ngày", "ngày", "(Ngày")):
            day = first_day(line)
            if day:
                return day, None
    return None, blank["place"] if blank else None


def _mark(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """A mark of urgency or secrecy stands alone on a line or in a cell of the header."""
    pieces = (piece.strip(" *[]().") for line in lines for piece in line.split("|"))
    finds = (pattern.fullmatch(piece) for piece in pieces)
    return next((found["mark"].upper() for found in finds if found), None)


def with_ending(
    metadata: Metadata,
    text: str,
    plain: str,
    passages: Sequence[Passage],
    roles: dict[int, SpanRole],
) -> Metadata:
    """Return ``metadata`` with what the rest of the document says: who signs, what it cites."""
    signature = read_signature(passages, roles)
    number, day = enclosing(passages, metadata.kind) if metadata.kind else (None, None)
    found = replace(
        metadata,
        number=metadata.number or number,
        issued_on=metadata.issued_on or day or adopted_on(passages),
        signer=signature.signer or metadata.signer,
        signer_title=signature.post,
        recipients=read_recipients(passages),
    )
    if found.issuer is None and found.kind is not None:
        found = replace(
            found, issuer=next(_silent_issuers(found, plain, passages, signature.lines), None)
        )
    return replace(found, cites=tuple(find_citations(text, plain, found.number)))


def _silent_issuers(
    metadata: Metadata, plain: str, passages: Sequence[Passage], signed: Sequence[str]
) -> Iterator[str]:
    """Yield who issues a document whose head does not say it, the surest first."""
    last = [passage.text for passage in passages[-_FACE * 2 :]]
    told = (
        issuer_passing_on(last) if metadata.kind == "thong-bao" else None,
        issuer_of_number(metadata.number),
        issuer_of_post(signed),
        local_issuer(metadata.number, metadata.title, signed, plain),
    )
    return (issuer for issuer in told if issuer)

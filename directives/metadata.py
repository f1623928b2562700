"""What a document says of itself: number, kind, date, issuer, title, signer, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from directives.blocks import BlockKind
from directives.header import (
    KIND_OF_NAME,
    KINDS,
    NUMBER_LINE,
    PLACE_DATE,
    SECRECY,
    TRIM,
    URGENCY,
    end_of_letter_head,
    find_kind,
    find_start,
    is_body_name,
    issuer_after,
    issuer_in_title,
    kind_of,
    read_issuer,
    read_title,
)
from directives.lexicon import CAPITAL, SMALL, any_of, table
from directives.model import Citation, Metadata, SpanRole
from directives.passages import Passage

_MARKS: dict[str, str] = table("kinds")["marks"]
_NAMED = any_of([name[0].upper() + name[1:] for name in KINDS.values()])
_SYMBOL = r"[A-ZĐƯƠ][A-ZĐƯƠa-zđ0-9]{0,14}(?: ?[-/&.] ?[A-ZĐƯƠ][A-ZĐƯƠa-zđ0-9]{0,14}){0,4}"
_CODE = rf"\d{{1,5}}(?: ?[-/] ?\d{{4}})? ?[-/] ?{_SYMBOL}"
_NUMBER = re.compile(rf"(?<![\w/.,-])(?P<number>{_CODE})(?![\w/-])")
_LONG = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISSUERS = any_of(table("kinds")["issuers"])
_ISSUED = re.compile(
    rf"(?P<issuer>(?:{_ISSUERS})[^.;:,]{{0,60}}?)"
    rf" (?:vừa |đã )?(?:ban hành|có|ký ban hành) (?P<kind>{_NAMED})"
)
_HEADLINE = re.compile(
    rf"(?P<kind>{_NAMED})(?: số)? (?P<number>\d{{1,5}}(?:/\d{{4}})?[-/]{_SYMBOL})", re.IGNORECASE
)
_CITED = re.compile(rf"(?:{_NAMED})(?: số)? (?P<number>\d{{1,5}}(?:/\d{{4}})?[-/]{_SYMBOL})")
_PERSON = re.compile(rf"[{CAPITAL}][{SMALL}]{{0,7}}(?: [{CAPITAL}][{SMALL}]{{0,7}}){{1,4}}")
_POST = re.compile(table("sections")["signature_lines"])
_POST_BEHIND = re.compile(
    rf"[.;)] (?P<post>(?:(?:TM|KT|TL|TUQ|Q)\. ?)?[{CAPITAL}]{{2,}}(?: [{CAPITAL},.]{{2,}}){{0,8}})$"
)
_SUBJECT = re.compile(r"(?:V/v|Về việc) ?:? ?.{5,400}")
_BOXED = ("Số hiệu", "Nơi ban hành", "Người ký", "Ngày ban hành")
_LONGEST_HEADLINE = 260
_FARTHEST_TOLD = 8000


@dataclass(frozen=True, slots=True)
class Header:
    """The metadata of the head and the passages that it takes."""

    metadata: Metadata
    places: range


def read_header(text: str, passages: Sequence[Passage]) -> Header:
    """Return what the head of the document says, and where the head stands."""
    kind_at = find_kind(passages)
    if kind_at is None:
        return _of_letter_or_article(text, passages)
    start = find_start(passages, kind_at)
    head = [passage.text for passage in passages[start:kind_at]]
    title, stop = read_title(passages, kind_at, read_issuer(head))
    lines = [*head, *(passage.text for passage in passages[kind_at:stop])]
    box = _site_box(passages[:start])
    issuer = read_issuer(head) or issuer_after(passages, stop)
    metadata = _from_lines(text, lines, box, issuer or issuer_in_title(lines))
    return Header(
        replace(metadata, kind=kind_of(passages[kind_at].text), title=title), range(start, stop)
    )


def _from_lines(
    text: str, lines: Sequence[str], box: dict[str, str], issuer: str | None
) -> Metadata:
    issued_on, place = _dated(lines)
    boxed = _SLASHED.search(box.get("Ngày ban hành", ""))
    known = issuer if issuer and is_body_name(issuer) else None
    return Metadata(
        number=_number(lines) or box.get("Số hiệu"),
        issued_on=issued_on or (_date(*boxed.groups()) if boxed else None),
        issuer=known or box.get("Nơi ban hành") or issuer,
        place=place,
        signer=box.get("Người ký"),
        urgency=_mark(URGENCY, lines),
        secrecy=_mark(SECRECY, lines),
        cites=tuple(_citations(text)),
    )


def _of_letter_or_article(text: str, passages: Sequence[Passage]) -> Header:
    """Read a letter, which has no name of a kind, or an article about a document."""
    start, stop = end_of_letter_head(passages)
    if stop:
        lines = [passage.text for passage in passages[start:stop]]
        box = _site_box(passages[:start])
        metadata = _from_lines(text, lines, box, read_issuer(lines))
        kind = _kind_of_number(metadata.number)
        return Header(replace(metadata, kind=kind, title=_subject(lines)), range(start, stop))
    return _of_article(text, passages)


def _of_article(text: str, passages: Sequence[Passage]) -> Header:
    places = [place for place, passage in enumerate(passages) if not passage.block.furniture]
    at = next((place for place in places[:3] if _is_headline(passages[place])), None)
    headline = passages[at].text if at is not None else None
    told, named = _ISSUED.search(text[:_FARTHEST_TOLD]), _HEADLINE.search(headline or "")
    kind = named["kind"] if named else told["kind"] if told else None
    metadata = Metadata(
        kind=KIND_OF_NAME[kind.upper()] if kind else None,
        number=named["number"] if named else None,
        issuer=told["issuer"] if told else None,
        title=headline,
        cites=tuple(_citations(text)),
    )
    return Header(metadata, range(0) if at is None else range(at, at + 1))


def _is_headline(passage: Passage) -> bool:
    if passage.label is not None or len(passage.text) > _LONGEST_HEADLINE:
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
        if (found := NUMBER_LINE.search(line)) and (exact := _NUMBER.search(found["number"])):
            return exact["number"].replace(" ", "")
    alone = (_NUMBER.fullmatch(line.strip(TRIM)) for line in lines)
    return next((found["number"].replace(" ", "") for found in alone if found), None)


def _kind_of_number(number: str | None) -> str | None:
    """A letter has a number without the mark of a kind: "2231/SNV-CCHC"."""
    marks = re.split(r"[-/&]", number or "")[1:]
    return next((_MARKS[mark] for mark in marks if mark in _MARKS), "cong-van")


def _dated(lines: Sequence[str]) -> tuple[date | None, str | None]:
    for line in lines:
        if found := PLACE_DATE.search(line):
            return _date(found["day"], found["month"], found["year"]), found["place"]
    for line in lines:
        found = _LONG.search(line) or _SLASHED.search(line)
        if found and (NUMBER_LINE.search(line) or line.startswith(("Ngày", "ngày", "(Ngày"))):
            return _date(*found.groups()), None
    return None, None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _mark(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """A mark of urgency or secrecy stands alone on a line or in a cell of the header."""
    pieces = (piece.strip(" *[]()") for line in lines for piece in line.split("|"))
    return next((piece for piece in pieces if pattern.fullmatch(piece)), None)


def with_ending(
    metadata: Metadata, passages: Sequence[Passage], roles: dict[int, SpanRole]
) -> Metadata:
    """Return ``metadata`` with what the end of the document says: who signs, who receives."""
    signer, title = _signed_by(passages, roles)
    return replace(
        metadata,
        signer=signer or metadata.signer,
        signer_title=title,
        recipients=_recipients_of(passages, roles),
    )


def _signed_by(
    passages: Sequence[Passage], roles: dict[int, SpanRole]
) -> tuple[str | None, str | None]:
    lines = _ending(passages, roles, SpanRole.SIGNATURE)
    if not lines:
        return _signed_beside_recipients(_ending(passages, roles, SpanRole.RECIPIENTS))
    signer = next((line for line in lines if _PERSON.fullmatch(line)), None)
    above = lines[: lines.index(signer)] if signer else lines
    posts = [line for line in above if line.isupper() and _POST.match(line)]
    return signer, posts[-1] if posts else None


def _ending(passages: Sequence[Passage], roles: dict[int, SpanRole], role: SpanRole) -> list[str]:
    return [p.text.strip(TRIM) for place, p in enumerate(passages) if roles.get(place) is role]


def _signed_beside_recipients(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Copies of two columns put the post behind the last recipient and the name below it."""
    for line, name in pairwise(lines):
        post = _POST_BEHIND.search(line)
        if post and _PERSON.fullmatch(name):
            return name, post["post"].strip()
    return None, None


def _recipients_of(passages: Sequence[Passage], roles: dict[int, SpanRole]) -> tuple[str, ...]:
    """Nobody named after "Nơi nhận" is given a task."""
    listed = False
    names: list[str] = []
    for place, passage in enumerate(passages):
        if roles.get(place) is not SpanRole.RECIPIENTS:
            listed = False
            continue
        listed = listed or passage.text.startswith("Nơi nhận")
        line = passage.text.removeprefix("Nơi nhận").lstrip(" :") if listed else ""
        bare = "" if _PERSON.fullmatch(line) else _POST_BEHIND.sub("", line)
        pieces = (piece.strip(" -.;|") for piece in bare.split(";"))
        names.extend(piece for piece in pieces if piece)
    return tuple(names)


def _citations(text: str) -> Iterator[Citation]:
    for found in _CITED.finditer(text):
        yield Citation(found[0], found["number"], found.start(), found.end())

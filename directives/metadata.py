"""What a document says of itself: number, kind, date, issuer, title, signer, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directives.blocks import BlockKind
from directives.enumeration import Style
from directives.lexicon import any_of, table
from directives.model import Citation, Metadata, SpanRole
from directives.passages import Passage

_KINDS: dict[str, str] = table("kinds")["names"]
_MARKS: dict[str, str] = table("kinds")["marks"]
_BY_NAME = {name.upper(): slug for slug, name in _KINDS.items()}
_NAMED = any_of([name[0].upper() + name[1:] for name in _KINDS.values()])
_NATIONAL = re.compile(table("sections")["national_header"])
_SITE_HEAD = re.compile(table("sections")["site_head"])
_ANNEX = re.compile(table("sections")["annex_start"])

_SYMBOL = r"[A-ZĐƯƠ][A-ZĐƯƠa-zđ0-9]{0,14}(?: ?[-/&.] ?[A-ZĐƯƠ][A-ZĐƯƠa-zđ0-9]{0,14}){0,4}"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,5}}(?: ?[-/] ?\d{{4}})? ?[-/] ?{_SYMBOL})(?![\w/-])"
)
_NUMBER_LINE = re.compile(r"(?:^|\W)(?:Số|SỐ|So) ?:? ?(?P<number>\d[^|]{2,60})")
_BLANK_NUMBER = re.compile(r"^(?:Số|SỐ) ?:? ?[….\s]*[-/]")
_PLACE_DATE = re.compile(
    r"(?P<place>[A-ZĐÀ-Ỹ]\w{0,12}\.?(?: [A-ZĐÀ-Ỹ]\w{0,12}){0,4}) ?, ?"
    r"ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
)
_LONG = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISSUED = re.compile(
    rf"(?P<issuer>(?:Ban Thường vụ|Thường trực|Ban Chấp hành|Bộ Chính trị|Ban Bí thư|Thủ tướng Chính phủ|Chính phủ"
    rf"|Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Chủ tịch UBND)[^.;:,]{{0,60}}?)"
    rf" (?:vừa |đã )?(?:ban hành|có|ký ban hành) (?P<kind>{_NAMED})"
)
_HEADLINE = re.compile(
    rf"(?P<kind>{_NAMED})(?: số)? (?P<number>\d{{1,5}}(?:/\d{{4}})?[-/]{_SYMBOL})"
)
_URGENCY = re.compile(r"(?:HỎA TỐC(?: HẸN GIỜ)?|THƯỢNG KHẨN|KHẨN)")
_SECRECY = re.compile(r"(?:TUYỆT MẬT|TỐI MẬT|MẬT)")
_CITED = re.compile(
    rf"(?:{_NAMED})(?: số)? (?P<number>\d{{1,5}}(?:/\d{{4}})?[-/]{_SYMBOL})", re.IGNORECASE
)
_PERSON = re.compile(r"[A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,7}(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,7}){1,4}")
_POST = re.compile(table("sections")["signature_lines"])

_FARTHEST_KIND = 200
_FARTHEST_WITHOUT_SITE = 40
_TALLEST_HEAD = 16
_LONGEST_HEAD_LINE = 70
_LONGEST_TITLE = 400
_LONGEST_HEADLINE = 260
_TRIM = ' *|_"[]'


@dataclass(frozen=True, slots=True)
class Header:
    """The metadata of the head and the passages that it takes."""

    metadata: Metadata
    places: range


def read_header(text: str, passages: Sequence[Passage]) -> Header:
    """Return what the head of the document says, and where the head stands."""
    kind_at = _kind_place(passages)
    if kind_at is None:
        return _without_kind(text, passages)
    start = _head_start(passages, kind_at)
    head = [passage.text for passage in passages[start:kind_at]]
    title, after = _title(passages, kind_at, _issuer(head))
    lines = [*head, *(passage.text for passage in passages[kind_at:after])]
    box = _site_box(passages[:start])
    number = _number(lines) or box.get("Số hiệu")
    issued_on, place = _dated(lines)
    metadata = Metadata(
        kind=_kind_of(passages[kind_at].text),
        number=number,
        issued_on=issued_on or _boxed_date(box),
        issuer=_issuer(head) or _issuer_in_title(lines) or box.get("Nơi ban hành"),
        title=title,
        place=place,
        signer=box.get("Người ký"),
        urgency=_mark(_URGENCY, lines),
        secrecy=_mark(_SECRECY, lines),
        cites=tuple(_citations(text)),
    )
    return Header(metadata, range(start, after))


def _kind_place(passages: Sequence[Passage]) -> int | None:
    """Return which passage is the name of the kind, alone or with the title behind it."""
    found = [
        place
        for place, passage in enumerate(passages[:_FARTHEST_KIND])
        if passage.text.isupper() and not passage.block.furniture and _kind_of(passage.text)
    ]
    site = any(_SITE_HEAD.match(passage.text) for passage in passages[:_FARTHEST_KIND])
    near = [place for place in found if site or place < _FARTHEST_WITHOUT_SITE]
    headed = (place for place in near if _has_head(passages, place))
    return next(headed, near[0] if near else _spoken_kind_place(passages))


def _spoken_kind_place(passages: Sequence[Passage]) -> int | None:
    """Find "Chỉ thị" alone on a line, as some copies write it."""
    for place, passage in enumerate(passages[:_FARTHEST_WITHOUT_SITE]):
        alone = passage.text.strip(_TRIM).upper() in _BY_NAME
        if alone and place and not passages[place - 1].text.endswith(":"):
            return place
    return None


def _kind_of(line: str) -> str | None:
    bare = line.strip(_TRIM).upper()
    if bare in _BY_NAME:
        return _BY_NAME[bare]
    names = sorted(_BY_NAME, key=len, reverse=True)
    # "KẾT LUẬNCỦA BỘ CHÍNH TRỊ": web copies glue the kind to what follows.
    name = next((n for n in names if bare.startswith((f"{n} ", f"{n}CỦA"))), None)
    return _BY_NAME[name] if name and len(bare) < _LONGEST_TITLE else None


def _has_head(passages: Sequence[Passage], place: int) -> bool:
    lines = [passage.text for passage in passages[max(0, place - 12) : place]]
    return any(_NATIONAL.match(line) or _PLACE_DATE.search(line) for line in lines)


def _head_start(passages: Sequence[Passage], kind_at: int) -> int:
    start = kind_at
    while start and kind_at - start < _TALLEST_HEAD:
        line = passages[start - 1].text
        if _SITE_HEAD.match(line) or len(line) > _LONGEST_HEAD_LINE or line.startswith(": "):
            break
        start -= 1
    return start


def _without_kind(text: str, passages: Sequence[Passage]) -> Header:
    """Read a letter, which has no name of a kind, or an article about a document."""
    places = [place for place, passage in enumerate(passages) if not passage.block.furniture]
    stop = _letter_head(passages)
    lines = [passage.text for passage in passages[:stop]]
    number = _number(lines)
    issued_on, place = _dated(lines)
    first = passages[places[0]] if places else None
    headline = first.text if first and not stop and _is_headline(first) else None
    told, named = _ISSUED.search(text[:8000]), _HEADLINE.search(headline or "")
    kind = named["kind"] if named else told["kind"] if told else None
    metadata = Metadata(
        kind=_BY_NAME[kind.upper()] if kind else _kind_of_number(number),
        number=number or (named["number"] if named else None),
        issued_on=issued_on,
        issuer=_issuer(lines) or (told["issuer"] if told else None),
        title=headline or _subject(lines),
        place=place,
        urgency=_mark(_URGENCY, lines),
        secrecy=_mark(_SECRECY, lines),
        cites=tuple(_citations(text)),
    )
    if stop:
        return Header(metadata, range(stop))
    at = places[0] if headline else 0
    return Header(metadata, range(at, at + 1) if headline else range(0))


def _letter_head(passages: Sequence[Passage]) -> int:
    """Return after which passage the head of a letter ends; 0 where there is none."""
    last = 0
    for place, passage in enumerate(passages[:_FARTHEST_WITHOUT_SITE]):
        line = passage.text
        if line.startswith("Kính gửi") or (passage.label and passage.label.style is not Style.DASH):
            break
        if _NUMBER_LINE.match(line) or _BLANK_NUMBER.match(line) or _PLACE_DATE.search(line):
            last = place + 1
        elif _NATIONAL.match(line) or line.startswith(("V/v", "Về việc")):
            last = max(last, place + 1)
    return last


def _is_headline(passage: Passage) -> bool:
    if passage.label is not None or len(passage.text) > _LONGEST_HEADLINE:
        return False
    return passage.block.kind is BlockKind.HEADING or passage.text[-1] not in ".;:,"


def _subject(lines: Iterable[str]) -> str | None:
    """The summary of a letter stands under its number: "V/v …"."""
    found = (re.search(r"(?:V/v|Về việc) ?:? ?(.{5,300})", line) for line in lines)
    return next((match[0] for match in found if match), None)


def _site_box(passages: Sequence[Passage]) -> dict[str, str]:
    """Read the box of a law site: "Số hiệu:" and on the next line its value."""
    names = ("Số hiệu", "Nơi ban hành", "Người ký", "Ngày ban hành")
    box: dict[str, str] = {}
    words = [passage.text.strip(_TRIM) for passage in passages if passage.text.strip(_TRIM)]
    for name, value in zip(words, words[1:], strict=False):
        bare = name.rstrip(": *")
        if bare in names and not value.endswith(":"):
            box.setdefault(bare, value)
    return box


def _boxed_date(box: dict[str, str]) -> date | None:
    found = _SLASHED.search(box.get("Ngày ban hành", ""))
    return _date(*found.groups()) if found else None


def _number(lines: Sequence[str]) -> str | None:
    for line in lines:
        if (found := _NUMBER_LINE.search(line)) and (exact := _NUMBER.search(found["number"])):
            return re.sub(" +", "", exact["number"])
    alone = (_NUMBER.fullmatch(line.strip(_TRIM)) for line in lines)
    return next((re.sub(" +", "", found["number"]) for found in alone if found), None)


def _kind_of_number(number: str | None) -> str | None:
    if number is None:
        return None
    marks = re.split(r"[-/&]", number)[1:]
    # A letter has a number without the mark of a kind: "2231/SNV-CCHC".
    return next((_MARKS[mark] for mark in marks if mark in _MARKS), "cong-van")


def _dated(lines: Sequence[str]) -> tuple[date | None, str | None]:
    for line in lines:
        if found := _PLACE_DATE.search(line):
            return _date(found["day"], found["month"], found["year"]), found["place"]
    for line in lines:
        found = _LONG.search(line) or _SLASHED.search(line)
        if found and (_NUMBER_LINE.search(line) or line.startswith(("Ngày", "ngày", "(Ngày"))):
            return _date(*found.groups()), None
    return None, None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _issuer(head: Sequence[str]) -> str | None:
    """Return the body in capitals at the head, above the kind; the last of them signs."""
    bodies: list[str] = []
    for line in head:
        for piece in (part.strip(" *-_") for part in line.split("|")):
            if not piece.isupper() or len(piece) < 4 or _NATIONAL.match(piece):  # noqa: PLR2004
                continue
            if re.search(r"\d", piece) or _URGENCY.fullmatch(piece) or _SECRECY.fullmatch(piece):
                continue
            if bodies and _carries_on(bodies[-1], piece):
                bodies[-1] += f" {piece}"
            else:
                bodies.append(piece)
    return _in_words(bodies[-1]) if bodies else None


_PLACES = ("TỈNH", "THÀNH PHỐ", "TP", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG", "THỊ XÃ", "ĐẶC KHU")
_CAPITAL_NAMES = frozenset(name.upper() for name in table("bodies")["names"])
_BODY_STARTS = tuple(
    sorted(
        {word.upper() for part in ("names", "prefixes", "heads") for word in table("bodies")[part]}
    )
)


def _carries_on(body: str, piece: str) -> bool:
    """Tell the second line of a name ("ỦY BAN NHÂN DÂN / TỈNH SƠN LA") from another body."""
    if piece.startswith(_PLACES) and not any(place in body for place in (" TỈNH", " THÀNH PHỐ")):
        return not body.startswith("ĐẢNG BỘ")
    joined = f"{body} {piece}"
    return joined in _CAPITAL_NAMES or not piece.startswith(_BODY_STARTS)


def _in_words(capitals: str) -> str:
    """Turn "BAN THƯỜNG VỤ TỈNH ỦY" into the way a sentence writes it, where it is known."""
    known = {name.upper(): name for name in _spoken_names()}
    for name in sorted(known, key=len, reverse=True):
        if capitals.startswith(name) and not capitals[len(name) : len(name) + 1].isalpha():
            return (known[name] + _place_words(capitals[len(name) :])).strip()
    return capitals.capitalize()


def _spoken_names() -> Iterator[str]:
    bodies = table("bodies")
    yield from bodies["names"]
    for head in ("Bộ", "Sở"):
        yield from (f"{head} {field}" for field in bodies["fields"])


def _place_words(capitals: str) -> str:
    lower = {"TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "QUẬN", "THÀNH", "PHỐ", "THỊ", "NHÂN", "DÂN", "VÀ"}
    words = (w.lower() if w in lower else w.capitalize() for w in capitals.split())
    return "".join(f" {word}" for word in words)


def _issuer_in_title(lines: Iterable[str]) -> str | None:
    """Find the issuer after the kind: "CHỈ THỊ CỦA BAN THƯỜNG VỤ TỈNH ỦY"."""
    for line in lines:
        found = re.search(r"(?:CỦA|của) ([A-ZĐÀ-Ỹ][^,.;]{3,60}?)(?= (?:VỀ|về|TẠI|SỐ|số)\b|$)", line)
        if found:
            return _in_words(found[1]) if found[1].isupper() else found[1]
    return None


def _title(passages: Sequence[Passage], kind_at: int, issuer: str | None) -> tuple[str | None, int]:
    """Return the title and the place after its last passage."""
    line = passages[kind_at].text.strip(_TRIM)
    name = max((n for n in _BY_NAME if line.upper().startswith(n)), key=len)
    taken = [rest] if (rest := line[len(name) :].strip(_TRIM)) else []
    place = kind_at + 1
    while place < len(passages) and _goes_on_title(passages[place], taken, issuer):
        words = passages[place].text.strip(_TRIM)
        if words and not _NATIONAL.match(words) and not passages[place].block.furniture:
            taken.append(words)
        place += 1
    if place < len(passages) and _repeats_issuer(passages[place].text, issuer):
        place += 1
    return " ".join(taken) or None, place


def _goes_on_title(passage: Passage, taken: Sequence[str], issuer: str | None) -> bool:
    line = passage.text
    if passage.block.furniture or _NATIONAL.match(line):
        return True
    if passage.label or _repeats_issuer(line, issuer) or len(line) > _LONGEST_TITLE:
        return False
    if line.isupper():
        return (not taken or taken[-1].isupper()) and line[-1] not in ":;"
    if line.startswith("(") and line.endswith(")"):
        return True
    if not taken:
        return line[-1] not in ":;" and (line[-1] != "." or line.startswith(("Về ", "V/v", "về ")))
    return line[0].islower() and line[-1] not in ".:;" and not taken[-1].isupper()


def _repeats_issuer(line: str, issuer: str | None) -> bool:
    return bool(issuer) and line.strip(_TRIM).upper() == str(issuer).upper()


def _mark(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """A mark of urgency or secrecy stands alone on a line or in a cell of the header."""
    pieces = (piece.strip(" *[]()") for line in lines for piece in line.split("|"))
    return next((piece for piece in pieces if pattern.fullmatch(piece)), None)


def signed_by(passages: Sequence[Passage], roles: dict[int, SpanRole]) -> dict[str, str]:
    """Return ``signer`` and ``signer_title``, as far as the signature says them."""
    lines = [
        passage.text.strip(_TRIM)
        for place, passage in enumerate(passages)
        if roles.get(place) is SpanRole.SIGNATURE
    ]
    names = [line for line in lines if _PERSON.fullmatch(line)]
    posts = [line for line in lines if line.isupper() and _POST.match(line)]
    signed: dict[str, str] = {}
    if names:
        signed["signer"] = names[0]
    if posts:
        last = posts[0] if not names else _last_before(lines, names[0], posts)
        signed["signer_title"] = last
    return signed


def _last_before(lines: list[str], name: str, posts: list[str]) -> str:
    above = [line for line in lines[: lines.index(name)] if line in posts]
    return above[-1] if above else posts[-1]


def recipients_of(passages: Sequence[Passage], roles: dict[int, SpanRole]) -> tuple[str, ...]:
    """Return the recipients named after "Nơi nhận"; nobody here is given a task."""
    listed = False
    names: list[str] = []
    for place, passage in enumerate(passages):
        if roles.get(place) is not SpanRole.RECIPIENTS:
            listed = False
            continue
        listed = listed or passage.text.startswith("Nơi nhận")
        line = passage.text.removeprefix("Nơi nhận").lstrip(" :") if listed else ""
        pieces = (piece.strip(" -.;|") for piece in line.split(";"))
        names.extend(piece for piece in pieces if piece)
    return tuple(names)


def _citations(text: str) -> Iterator[Citation]:
    for found in _CITED.finditer(text):
        yield Citation(found[0], found["number"], found.start(), found.end())

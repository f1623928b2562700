"""What a document says of itself: number, kind, date, issuer, title, signer, citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directives.blocks import Block
from directives.enumeration import Style, read_label
from directives.lexicon import any_of, table
from directives.model import Citation, Metadata

_KINDS: dict[str, str] = table("kinds")["names"]
_MARKS: dict[str, str] = table("kinds")["marks"]
_BY_NAME = {name.upper(): slug for slug, name in _KINDS.items()}
_HEADER_LINES = 40
_NATIONAL = re.compile(table("sections")["national_header"])
_SYMBOL = r"[A-ZĐƯƠ][A-ZĐƯƠa-zđ0-9]{0,10}(?:[-/&.][A-ZĐƯƠa-zđ0-9]{1,14}){0,4}"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,5}} ?(?:[-/] ?\d{{4}})? ?[-/] ?{_SYMBOL})(?![\w/-])"
)
_NUMBER_LINE = re.compile(r"(?:^|\| ?)(?:Số|SỐ|So) ?:? ?(?P<number>[^|]{2,60})")
_PLACE_DATE = re.compile(
    r"(?P<place>[A-ZĐÀ-Ỹ][\w .-]{1,40}), ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
)
_SLASHED = re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})")
_LONG = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_ISSUED = re.compile(
    rf"(?P<issuer>(?:Ban Thường vụ|Thường trực|Ban Chấp hành|Bộ Chính trị|Ban Bí thư|Thủ tướng Chính phủ|Chính phủ"
    rf"|Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Chủ tịch UBND)[^.;:,]{{0,60}}?)"
    rf" (?:vừa |đã )?(?:ban hành|có|ký ban hành) (?P<kind>{any_of([n[0].upper() + n[1:] for n in _KINDS.values()])})"
)
_URGENCY = re.compile(r"(?:HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)")
_SECRECY = re.compile(r"(?:TUYỆT MẬT|TỐI MẬT|MẬT)")
_CITED = re.compile(
    rf"(?:(?:{any_of([n[0].upper() + n[1:] for n in _KINDS.values()])})(?: số)? )(?P<number>\d{{1,5}}(?:/\d{{4}})?[-/]{_SYMBOL})"
)
_PERSON = re.compile(r"[A-ZĐÀ-Ỹ][\wà-ỹ]*(?: [A-ZĐÀ-Ỹ][\wà-ỹ]*){1,4}")


@dataclass(frozen=True, slots=True)
class Header:
    """The metadata and the place where the header ends and the text begins."""

    metadata: Metadata
    end: int


def read_metadata(text: str, blocks: Sequence[Block]) -> Header:
    """Return what the document says of itself."""
    lines = [block.text for block in blocks if not block.furniture][:_HEADER_LINES]
    kind_place = _kind_place(lines)
    number, issued_on, place = _number(lines), *_dated(lines)
    told = _ISSUED.search(text[:6000])
    kind = _kind(lines, kind_place, number) or (
        _BY_NAME.get(told["kind"].upper()) if told else None
    )
    title, title_lines = _title(lines, kind_place)
    metadata = Metadata(
        kind=kind,
        number=number,
        issued_on=issued_on,
        issuer=_issuer(lines, kind_place) or (told["issuer"] if told else None),
        title=title,
        place=place,
        **_signed(blocks),
        recipients=tuple(_recipients(blocks)),
        urgency=_mark(_URGENCY, lines),
        secrecy=_mark(_SECRECY, lines),
        cites=tuple(_citations(text)),
    )
    return Header(metadata, _header_end(blocks, title_lines, kind_place, lines))


def _kind_place(lines: Sequence[str]) -> int | None:
    """Return which line is the name of the kind, alone ("CHỈ THỊ") or with the title behind it."""
    for place, line in enumerate(lines):
        bare = line.strip(" *|_-").upper()
        if bare in _BY_NAME:
            return place
    for place, line in enumerate(lines):
        if line.isupper() and any(line.startswith(f"{name} ") for name in _BY_NAME):
            return place
    return None


def _kind(lines: Sequence[str], place: int | None, number: str | None) -> str | None:
    if place is not None:
        line: str = lines[place].strip(" *|_-").upper()
        return next(slug for name, slug in _BY_NAME.items() if line.startswith(name))
    if number is None:
        return None
    marks = re.split(r"[-/ ]", number)
    return next((_MARKS[mark] for mark in marks if mark in _MARKS), None)


def _number(lines: Sequence[str]) -> str | None:
    for line in lines:
        if (found := _NUMBER_LINE.search(line)) and (exact := _NUMBER.search(found["number"])):
            return exact["number"].replace(" ", "")
    return None


def _dated(lines: Sequence[str]) -> tuple[date | None, str | None]:
    for line in lines:
        if found := _PLACE_DATE.search(line):
            return _date(found["day"], found["month"], found["year"]), found["place"].strip()
    for line in lines:
        if _NUMBER_LINE.search(line) and (found := _LONG.search(line) or _SLASHED.search(line)):
            return _date(*found.groups()), None
    return None, None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _issuer(lines: Sequence[str], kind_place: int | None) -> str | None:
    """Return the body in capitals at the head, above the kind; the last of them signs."""
    bodies = [
        piece
        for line in lines[: kind_place or 0]
        for piece in (part.strip(" *-_") for part in line.split("|"))
        if piece.isupper() and len(piece) > 4 and not _NATIONAL.match(piece)  # noqa: PLR2004
    ]
    return None if not bodies else _in_words(bodies[-1])


def _in_words(capitals: str) -> str:
    """Turn "BAN THƯỜNG VỤ TỈNH ỦY" into the way a sentence writes it, where it is known."""
    known: dict[str, str] = {name.upper(): name for name in table("bodies")["names"]}
    for name in sorted(known, key=len, reverse=True):
        if capitals.startswith(name):
            return (known[name] + _place_words(capitals[len(name) :])).strip()
    return capitals.capitalize()


def _place_words(capitals: str) -> str:
    lower = {"TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "QUẬN", "THÀNH", "PHỐ", "THỊ", "NHÂN", "DÂN", "VÀ"}
    words = (w.lower() if w in lower else w.capitalize() for w in capitals.split())
    return "".join(f" {word}" for word in words)


def _title(lines: Sequence[str], kind_place: int | None) -> tuple[str | None, int]:
    """Return the title and how many lines from the kind on it takes."""
    if kind_place is None:
        return None, 0
    line = lines[kind_place]
    rest = line[
        len(next(name for name in _BY_NAME if line.strip(" *|_-").upper().startswith(name))) :
    ]
    taken = [rest.strip(" *")] if rest.strip(" *|_-") else []
    count = 1
    for following in lines[kind_place + 1 : kind_place + 4]:
        if _ends_title(following, taken):
            break
        count += 1
        if not _NATIONAL.match(following):
            taken.append(following)
    return " ".join(taken) or None, count


def _ends_title(line: str, taken: Sequence[str]) -> bool:
    label = read_label(line)
    if label and label.style is not Style.DASH:
        return True
    opens = line.startswith(("Về ", "V/v", "về ")) or (not taken and len(line) < 300)  # noqa: PLR2004
    carries_on = bool(taken) and line[0].islower()
    return not ((opens and not line.endswith((".", ":"))) or carries_on or _NATIONAL.match(line))


def _header_end(
    blocks: Sequence[Block], title_lines: int, kind_place: int | None, lines: Sequence[str]
) -> int:
    """Return the place in the text after the last line of the header."""
    last = (kind_place + title_lines - 1) if kind_place is not None else _last_head_line(lines)
    at = end = seen = 0
    for block in blocks:
        if seen > last:
            break
        at += len(block.text) + 1
        if not block.furniture:
            seen += 1
            end = at if seen - 1 <= last else end
    return end


def _last_head_line(lines: Sequence[str]) -> int:
    """Without a kind line: the lines of capitals, numbers and dates at the very top, or a headline."""
    last = -1
    for place, line in enumerate(lines[:12]):
        if (
            line.isupper()
            or _NUMBER_LINE.search(line)
            or _PLACE_DATE.search(line)
            or _NATIONAL.match(line)
        ) or (place == 0 and line[-1] not in ".:;,"):
            last = place
        else:
            break
    return last


def _mark(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """A mark of urgency or secrecy stands alone on a line or in a cell of the header."""
    pieces = (piece.strip(" *[]()") for line in lines for piece in line.split("|"))
    return next((piece for piece in pieces if pattern.fullmatch(piece)), None)


def _signed(blocks: Sequence[Block]) -> dict[str, str | None]:
    tail = [block.text.strip(" |*") for block in blocks[-40:] if not block.furniture]
    posts = [
        place
        for place, line in enumerate(tail)
        if re.match(table("sections")["signature_lines"], line)
    ]
    if not posts:
        return {"signer": None, "signer_title": None}
    named = (line for line in tail[posts[-1] + 1 :] if _PERSON.fullmatch(line))
    titles = [tail[place] for place in posts if not tail[place].startswith("(")]
    return {"signer": next(named, None), "signer_title": titles[-1] if titles else None}


def _recipients(blocks: Sequence[Block]) -> Iterator[str]:
    inside = False
    for block in blocks:
        if re.match(table("sections")["recipients_start"], block.text):
            inside = True
            line = block.text.split(":", 1)[-1]
        elif inside and block.text.startswith(("-", "–", "Như")):
            line = block.text
        else:
            inside = False
            continue
        for piece in line.split(";"):
            if name := piece.strip(" -–.;"):
                yield name


def _citations(text: str) -> Iterator[Citation]:
    for found in _CITED.finditer(text):
        yield Citation(found[0], found["number"], found.start(), found.end())

"""Finding the head of a document: where it stands, its kind and title, who issues it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from directives.enumeration import Style
from directives.lexicon import CAPITAL, table
from directives.passages import Passage

KINDS: dict[str, str] = table("kinds")["names"]
KIND_OF_NAME = {name.upper(): slug for slug, name in KINDS.items()}
_SECTIONS = table("sections")
_BODIES = table("bodies")
_NATIONAL = re.compile(_SECTIONS["national_header"])
_NATIONAL_INSIDE = re.compile(
    r"(?:CỘNG H[OÒ][ÀA]|HÒA XÃ HỘI|CỘNG$|CHỦ NGHĨA VIỆT|ĐẢNG CỘNG|CỘNG SẢN|Độc lập)"
)
_BASIS = re.compile(_SECTIONS["basis_lines"])
SITE_HEAD = re.compile(_SECTIONS["site_head"])
NUMBER_LINE = re.compile(r"(?:^|\W)(?:Số|SỐ|So) ?:? ?(?P<number>\d[^|]{2,60})")
_BLANK_NUMBER = re.compile(r"^(?:Số|SỐ) ?:? ?[….\s]*[-/]")
PLACE_DATE = re.compile(
    rf"(?P<place>[{CAPITAL}]\w{{0,12}}\.?(?: [{CAPITAL}]\w{{0,12}}){{0,4}}) ?, ?"
    r"ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
)
_ISSUED_BY = re.compile(rf"(?:CỦA|của) ([{CAPITAL}][^,.;]{{3,60}}?)(?= (?:VỀ|về|TẠI|SỐ|số)\b|$)")
URGENCY = re.compile(r"(?:HỎA TỐC(?: HẸN GIỜ)?|THƯỢNG KHẨN|KHẨN)")
SECRECY = re.compile(r"(?:TUYỆT MẬT|TỐI MẬT|MẬT)")

_FARTHEST_KIND = 200
_FARTHEST_WITHOUT_SITE = 40
_TALLEST_HEAD = 16
_LONGEST_HEAD_LINE = 70
_LONGEST_TITLE = 400
TRIM = ' *|_"[]'


def find_kind(passages: Sequence[Passage]) -> int | None:
    """Return which passage is the name of the kind, alone or with the title behind it."""
    found = [
        place
        for place, passage in enumerate(passages[:_FARTHEST_KIND])
        if not passage.block.furniture and _names_kind(passage.text)
    ]
    site = any(SITE_HEAD.match(passage.text) for passage in passages[:_FARTHEST_KIND])
    near = [place for place in found if place < _FARTHEST_WITHOUT_SITE]
    headed = (place for place in (found if site else near) if _has_head(passages, place))
    return next(headed, near[0] if near else _spoken_kind_place(passages))


def _names_kind(line: str) -> bool:
    if line.isupper():
        return kind_of(line) is not None
    # "KẾ HOẠCH triển khai thực hiện Nghị quyết …": kind and title on one line.
    return len(line) < _LONGEST_TITLE and line.startswith(tuple(f"{n} " for n in KIND_OF_NAME))


def _spoken_kind_place(passages: Sequence[Passage]) -> int | None:
    """Find "Chỉ thị" alone on a line, as some copies write it."""
    for place, passage in enumerate(passages[:_FARTHEST_WITHOUT_SITE]):
        alone = passage.text.strip(TRIM).upper() in KIND_OF_NAME
        if alone and place and not passages[place - 1].text.endswith(":"):
            return place
    return None


def kind_of(line: str) -> str | None:
    """Return the slug of the kind that a line in capitals names, alone or before the title."""
    bare = line.strip(TRIM).upper()
    if bare in KIND_OF_NAME:
        return KIND_OF_NAME[bare]
    names = sorted(KIND_OF_NAME, key=len, reverse=True)
    # "KẾT LUẬNCỦA BỘ CHÍNH TRỊ": web copies glue the kind to what follows.
    name = next((n for n in names if bare.startswith((f"{n} ", f"{n}CỦA"))), None)
    return KIND_OF_NAME[name] if name and len(bare) < _LONGEST_TITLE else None


def _has_head(passages: Sequence[Passage], place: int) -> bool:
    lines = [passage.text for passage in passages[max(0, place - 12) : place]]
    return any(_NATIONAL_INSIDE.match(line) or PLACE_DATE.search(line) for line in lines)


def find_start(passages: Sequence[Passage], kind_at: int) -> int:
    """Return the place of the first passage of the head above the kind."""
    start = kind_at
    while start and kind_at - start < _TALLEST_HEAD:
        line = passages[start - 1].text
        if (
            SITE_HEAD.match(line)
            or len(line) > _LONGEST_HEAD_LINE
            or _is_boxed(passages, start - 1)
        ):
            break
        start -= 1
    return start


def _is_boxed(passages: Sequence[Passage], place: int) -> bool:
    """Whether a line is a value in the box of a law site: the line before it ends in a colon."""
    before = [p.text for p in passages[max(0, place - 3) : place] if p.text.strip(TRIM)]
    return bool(before) and before[-1].rstrip(" *").endswith(":")


def end_of_letter_head(passages: Sequence[Passage]) -> tuple[int, int]:
    """Return where the head of a letter starts and stops; (0, 0) where there is none."""
    start = stop = 0
    for place, passage in enumerate(passages[:_FARTHEST_WITHOUT_SITE]):
        line = passage.text
        numbered = passage.label is not None and passage.label.style is not Style.DASH
        if line.startswith("Kính gửi") or numbered:
            break
        if _is_boxed(passages, place) or SITE_HEAD.match(line) or line.rstrip(" *").endswith(":"):
            start = stop = place + 1
        elif _belongs_to_head(line):
            stop = place + 1
    dated = any(_is_dated(passage.text) for passage in passages[start:stop])
    return (start, stop) if dated else (0, 0)


def _belongs_to_head(line: str) -> bool:
    return _is_dated(line) or bool(_NATIONAL.match(line)) or line.startswith(("V/v", "Về việc"))


def _is_dated(line: str) -> bool:
    return bool(NUMBER_LINE.match(line) or _BLANK_NUMBER.match(line) or PLACE_DATE.search(line))


def read_title(
    passages: Sequence[Passage], kind_at: int, issuer: str | None
) -> tuple[str | None, int]:
    """Return the title and the place after its last passage."""
    line = passages[kind_at].text.strip(TRIM)
    name = max((n for n in KIND_OF_NAME if line.upper().startswith(n)), key=len)
    taken = [rest] if (rest := line[len(name) :].strip(TRIM)) else []
    place = kind_at + 1
    while place < len(passages) and _goes_on_title(passages[place], taken):
        if _is_issuer_line(passages, place, issuer):
            break
        words = passages[place].text.strip(TRIM)
        if words and not _NATIONAL.match(words) and not passages[place].block.furniture:
            taken.append(words)
        place += 1
    while place < len(passages) and _is_issuer_line(passages, place, issuer):
        place += 1
        while place < len(passages) and passages[place].text.isupper():
            place += 1
    return " ".join(taken) or None, place


def _goes_on_title(passage: Passage, taken: Sequence[str]) -> bool:
    line = passage.text
    if passage.block.furniture or _NATIONAL.match(line):
        return True
    if passage.label or len(line) > _LONGEST_TITLE:
        return False
    if line.isupper():
        return (not taken or taken[-1].isupper()) and line[-1] != ":"
    if line.startswith("(") and line.endswith(")"):
        return True
    if not taken:
        return line[-1] not in ":;" and (line[-1] != "." or line.startswith(("Về ", "V/v", "về ")))
    bold = passage.block.bold and not taken[-1].isupper()
    return (line[0].islower() or bold) and line[-1] not in ".:;" and not taken[-1].isupper()


def _is_issuer_line(passages: Sequence[Passage], place: int, issuer: str | None) -> bool:
    """Tell "CHÍNH PHỦ" above the legal bases: who decides, not what about."""
    line = passages[place].text.strip(TRIM)
    if issuer and line.upper() == issuer.upper():
        return True
    based = any(_BASIS.match(following.text) for following in passages[place + 1 : place + 3])
    return based and line.isupper() and line.startswith((*_BODY_STARTS, "CHỦ TỊCH", "TRƯỞNG BAN"))


def issuer_after(passages: Sequence[Passage], after: int) -> str | None:
    """Return the body named below the title, above the legal bases."""
    for place in range(max(0, after - 2), after):
        if _is_issuer_line(passages, place, None):
            return _in_words(passages[place].text.strip(TRIM))
    return None


def read_issuer(head: Sequence[str]) -> str | None:
    """Return the body in capitals at the head, above the kind; the last of them signs."""
    bodies: list[str] = []
    motto = False
    for line in head:
        for part in line.split("|"):
            words = part.strip(" *-_")
            piece = _NATIONAL_INSIDE.split(words)[0].strip(" *-_")
            motto = motto or piece != words
            if not piece.isupper() or (motto and _NATIONAL.match(piece)) or _is_mark(piece):
                continue
            if bodies and _carries_on(bodies[-1], piece):
                bodies[-1] += f" {piece}"
            elif not _NATIONAL.match(piece):
                bodies.append(piece)
    return _in_words(bodies[-1]) if bodies else None


def _is_mark(piece: str) -> bool:
    marked = URGENCY.fullmatch(piece) or SECRECY.fullmatch(piece)
    return bool(marked) or any(letter.isdecimal() for letter in piece)


_PLACES = ("TỈNH", "THÀNH PHỐ", "TP", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG", "THỊ XÃ", "ĐẶC KHU")
_CAPITAL_NAMES = frozenset(name.upper() for name in _BODIES["names"])
_BODY_STARTS = tuple(
    sorted({word.upper() for part in ("names", "prefixes", "heads") for word in _BODIES[part]})
)


def _carries_on(body: str, piece: str) -> bool:
    """Tell the second line of a name ("ỦY BAN NHÂN DÂN / TỈNH SƠN LA") from another body."""
    if piece.startswith(_PLACES) and not any(place in body for place in (" TỈNH", " THÀNH PHỐ")):
        return not body.startswith("ĐẢNG BỘ")
    joined = f"{body} {piece}"
    return joined in _CAPITAL_NAMES or not piece.startswith(_BODY_STARTS)


def _in_words(capitals: str) -> str:
    """Turn "BAN THƯỜNG VỤ TỈNH ỦY" into the way a sentence writes it, where it is known."""
    known: dict[str, str] = {}
    for spoken in _spoken_names():
        known.setdefault(spoken.upper(), spoken)
    for name in sorted(known, key=len, reverse=True):
        if capitals.startswith(name) and not capitals[len(name) : len(name) + 1].isalpha():
            return (known[name] + _place_words(capitals[len(name) :])).strip()
    for title in _BODIES["prefixes"]:
        if capitals.startswith(f"{title.upper()} "):
            inner = _in_words(capitals[len(title) + 1 :])
            return f"{title} {inner}"
    return capitals.capitalize()


def _spoken_names() -> Iterator[str]:
    bodies = _BODIES
    yield from bodies["names"]
    for head in ("Bộ", "Sở"):
        yield from (f"{head} {field}" for field in bodies["fields"])


def _place_words(capitals: str) -> str:
    if not capitals.strip().startswith(_PLACES):
        return capitals.lower()
    lower = {"TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "QUẬN", "THÀNH", "PHỐ", "THỊ", "ĐẶC", "KHU"}
    words = (w.lower() if w in lower else w.capitalize() for w in capitals.split())
    return "".join(f" {word}" for word in words)


def issuer_in_title(lines: Iterable[str]) -> str | None:
    """Find the issuer after the kind: "CHỈ THỊ CỦA BAN THƯỜNG VỤ TỈNH ỦY"."""
    for line in lines:
        found = _ISSUED_BY.search(line)
        if found:
            return _in_words(found[1]) if found[1].isupper() else found[1]
    return None


def is_body_name(name: str) -> bool:
    """Return whether ``name`` begins as the name of a body does."""
    return name.upper().startswith(_BODY_STARTS)

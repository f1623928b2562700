"""Finding the head of a document: where it stands, its kind and title, who issues it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from directives.citations import CODE
from directives.days import DAY
from directives.enumeration import Style
from directives.issuers import NATIONAL_INSIDE, carries_on, in_words, is_body_name
from directives.lexicon import CAPITAL, SMALL, any_of, table
from directives.passages import Passage
from directives.wording import plain_reading

KINDS: dict[str, str] = table("kinds")["names"]
KIND_OF_NAME = {name.upper(): slug for slug, name in KINDS.items()}
_SECTIONS = table("sections")
_NATIONAL = re.compile(_SECTIONS["national_header"])
_BASIS = re.compile(_SECTIONS["basis_lines"])
SITE_HEAD = re.compile(_SECTIONS["site_head"])
NUMBER_LINE = re.compile(r"(?:^|\W)(?:Số|SỐ|So) ?:? ?(?P<number>\d[^|]{2,60})")
_BLANK_NUMBER = re.compile(r"^(?:Số|SỐ) ?:? ?[….\s]*[-/]")
_PLACE_NAME = rf"[{CAPITAL}][{SMALL}]+(?:(?: ?- ?| )[{CAPITAL}][{SMALL}]+){{0,4}}|(?:TP|Tp|tp)\.? ?[{CAPITAL}]{{2,4}}"
_HOUR = r"(?:(?:hồi|lúc) \d{1,2} ?(?:giờ|h|g) ?(?:\d{2}(?: ?phút)?)?,? ?)?"
PLACE_DATE = re.compile(rf"(?<!\w)(?P<place>{_PLACE_NAME}) ?, ?{_HOUR}[Nn]gày ?{DAY}")
"""Place and day above the title; the day of a draft is :data:`PLACE_BLANK`."""
PLACE_BLANK = re.compile(rf"(?<!\w)(?P<place>{_PLACE_NAME}) ?, ?ngày ?[….\d/_]{{0,9}} ?tháng")
ENCLOSED = re.compile(r"\(?(?:Ban hành )?[Kk]èm theo ")
_TITLED_KIND = re.compile(
    rf"(?P<name>{any_of(name.capitalize() for name in KINDS.values())})"
    rf"(?: (?:của |[Hh]ội nghị )[^.;:\d]{{3,120}}?| [Hh]ội nghị lần thứ [^.;:]{{3,120}}?)?"
    r" (?:về|Về|V/v|phát động|triển khai thực hiện) "
)
_MEETING = r"hội nghị lần thứ \w+"
_ISSUED_BY = re.compile(
    rf"(?:của (?:{_MEETING} )?|{_MEETING} )"
    rf"(?P<issuer>[^\W\d_][^.;:]{{3,100}}?)(?:,? khóa \w+)?"
    rf"(?: số {CODE})?(?:,? ngày {DAY})? ?(?=về\b)",
    re.IGNORECASE,
)
_NUMBER_BEHIND = re.compile(rf" ?(?:số|SỐ|Số)? ?:? ?{CODE}", re.IGNORECASE)
_COUNCIL_BEHIND = re.compile(
    r" (?P<issuer>(?:HỘI ĐỒNG|ỦY BAN) NHÂN DÂN (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)"
    r" (?:(?!HỘI ĐỒNG|ỦY BAN)[^,.;:]){2,30}?)(?P<session>,? KHÓA [IVX]+,? KỲ HỌP.{1,40})?$"
)
_SESSION = re.compile(r"(?:KHÓA|NHIỆM KỲ|KỲ HỌP|LẦN THỨ)\b")
_CABLE = re.compile(rf"(?P<issuer>[{CAPITAL}][^.;:,]{{4,60}}) (?:gửi )?điện ?:")

_FARTHEST_KIND = 200
_FARTHEST_WITHOUT_SITE = 40
_FIRST_LINES = 2
_TALLEST_HEAD = 16
_LONGEST_HEAD_LINE = 70
_WIDEST_HEADING = 200
_LONGEST_TITLE = 400
TRIM = ' *|_"[]'
# "KẾT LUẬNCỦA BỘ CHÍNH TRỊ": web copies glue the kind to what follows.
_BEGINNINGS = tuple(f"{name}{glue}" for name in KIND_OF_NAME for glue in (" ", "CỦA"))


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
    return len(line) < _LONGEST_TITLE and line.startswith(_BEGINNINGS)


def _spoken_kind_place(passages: Sequence[Passage]) -> int | None:
    """Find "Chỉ thị" alone on a line, as some copies write it."""
    if titled := [
        place for place in range(min(_FIRST_LINES, len(passages))) if _is_titled(passages[place])
    ]:
        return titled[0] if end_of_letter_head(passages) == (0, 0) else None
    for place, passage in enumerate(passages[:_FARTHEST_WITHOUT_SITE]):
        alone = passage.text.strip(TRIM).upper() in KIND_OF_NAME
        if alone and place and not passages[place - 1].text.endswith(":"):
            return place
    return None


def _is_titled(passage: Passage) -> bool:
    """Tell "Chỉ thị về việc …": kind and title in a sentence, as some corpora write them."""
    return (
        passage.label is None
        and bool(_TITLED_KIND.match(passage.text))
        and passage.text[-1] not in "?.:;"
    )


def kind_of(line: str) -> str | None:
    """Return the slug of the kind that a line in capitals names, alone or before the title."""
    bare = line.strip(TRIM).upper()
    if bare in KIND_OF_NAME:
        return KIND_OF_NAME[bare]
    names = sorted(KIND_OF_NAME, key=len, reverse=True)
    name = next((n for n in names if bare.startswith((f"{n} ", f"{n}CỦA"))), None)
    return KIND_OF_NAME[name] if name and len(bare) < _LONGEST_TITLE else None


def _has_head(passages: Sequence[Passage], place: int) -> bool:
    lines = [passage.text for passage in passages[max(0, place - 12) : place]]
    return any(NATIONAL_INSIDE.match(line) or _is_date_line(line) for line in lines)


def _is_date_line(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD_LINE and bool(PLACE_DATE.search(line))


def find_start(passages: Sequence[Passage], kind_at: int) -> int:
    """Return the place of the first passage of the head above the kind."""
    start = kind_at
    while start and kind_at - start < _TALLEST_HEAD:
        line = passages[start - 1].text
        if (
            SITE_HEAD.match(line)
            or (len(line) > _LONGEST_HEAD_LINE and not _is_wide_heading(line))
            or _is_boxed(passages, start - 1)
        ):
            break
        start -= 1
    return start


def _is_wide_heading(line: str) -> bool:
    """Tell a cell of a table that holds the national heading and its motto in one paragraph."""
    return len(line) < _WIDEST_HEADING and bool(NATIONAL_INSIDE.match(line))


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


@dataclass(frozen=True, slots=True)
class Title:
    """The title below the kind, the lines that name who decides, and the place behind both."""

    words: str | None
    deciders: tuple[str, ...]
    stop: int

    @property
    def decider(self) -> str | None:
        """Return the body named below the title, above the legal bases."""
        lines = list(takewhile(lambda line: not _SESSION.match(line), self.deciders))
        return in_words(" ".join(lines)) if lines else None


def read_title(text: str, passages: Sequence[Passage], kind_at: int) -> Title:
    """Return the title of the document whose kind is named at ``kind_at``; verbatim words."""
    taken = [rest] if (rest := _behind_kind(text, passages[kind_at])) else []
    place = kind_at + 1
    while place < len(passages) and _goes_on_title(passages[place], taken):
        if not _hangs(taken) and _is_decider(passages, place):
            break
        words = _verbatim(text, passages[place])
        if words and not _is_beside_title(passages[place]):
            taken.append(words)
        place += 1
    after = place
    while place < len(passages) and (
        _is_decider(passages, place) or (place > after and passages[place].text.isupper())
    ):
        place += 1
    deciders = tuple(passages[at].text.strip(TRIM) for at in range(after, place))
    return _without_issuer(" ".join(taken), deciders, place)


def _verbatim(text: str, passage: Passage) -> str:
    return text[passage.start : passage.end].replace("\n", " ").strip(TRIM)


def _behind_kind(text: str, passage: Passage) -> str:
    """Return what stands behind the name of the kind on its line, without the number."""
    line = _verbatim(text, passage)
    bare = passage.text.strip(TRIM).upper()
    name = max((n for n in KIND_OF_NAME if bare.startswith(n)), key=len)
    rest = line[len(name) :]
    numbered = _NUMBER_BEHIND.match(rest)
    return rest[numbered.end() if numbered else 0 :].strip(TRIM)


def _without_issuer(words: str, deciders: tuple[str, ...], stop: int) -> Title:
    """Take "CỦA BỘ CHÍNH TRỊ" off the front and the name of a council off the end of a title."""
    # The plain reading is as long as the words themselves.
    plain = plain_reading(words)
    issued = _ISSUED_BY.match(plain)
    if issued and is_body_name(issued["issuer"]):
        words = words[issued.end() :]
    council = _COUNCIL_BEHIND.search(plain_reading(words))
    if council and (council["session"] or (deciders and _SESSION.match(deciders[0]))):
        words, deciders = words[: council.start()], (council["issuer"],)
    return Title(words or None, deciders, stop)


def _is_beside_title(passage: Passage) -> bool:
    line = passage.text
    return passage.block.furniture or bool(_NATIONAL.match(line) or ENCLOSED.match(line))


def _hangs(taken: Sequence[str]) -> bool:
    """Whether the title so far ends in a word after which it must go on."""
    return bool(taken) and taken[-1].lower().endswith(
        (" về", " của", " và", " giữa", " với", " các", ",")
    )


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


def _is_decider(passages: Sequence[Passage], place: int) -> bool:
    """Tell "CHÍNH PHỦ" above the legal bases: who decides, not what about."""
    line = passages[place].text.strip(TRIM)
    below = passages[place + 1 : place + 4]
    between = [p.text.strip(TRIM) for p in takewhile(lambda passage: passage.text.isupper(), below)]
    based = any(_BASIS.match(passage.text) for passage in below[len(between) : len(between) + 1])
    if not line.isupper() or not based:
        return False
    if _SESSION.match(line):
        return True
    # The title may end in the name of a body too; the last of the names decides.
    alone = all(_SESSION.match(each) or carries_on(line, each) for each in between)
    return alone and is_body_name(" ".join([line, *between]))


def issuer_in_title(lines: Iterable[str]) -> str | None:
    """Find the issuer after the kind: "CHỈ THỊ CỦA BAN THƯỜNG VỤ TỈNH ỦY VỀ …"."""
    for line in lines:
        found = _ISSUED_BY.search(line)
        if found and is_body_name(found["issuer"]):
            return _as_written(found["issuer"])
    return None


def issuer_of_cable(passages: Iterable[Passage]) -> str | None:
    """Return who sends an urgent message: "THỦ TƯỚNG CHÍNH PHỦ điện:"."""
    finds = (_CABLE.match(passage.text) for passage in passages)
    names = (found["issuer"] for found in finds if found and is_body_name(found["issuer"]))
    return next(map(_as_written, names), None)


def _as_written(name: str) -> str:
    """Return a name as it stands, unless all its letters are of one case."""
    return in_words(name) if name.isupper() or name.islower() else name.strip()

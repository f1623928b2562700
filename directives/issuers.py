"""Who issues a document: names of bodies out of letterheads, numbers and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from directives.lexicon import CAPITAL, SMALL, any_of, table

_TABLE = table("issuers")
_WORDS = _TABLE["words"]
_BODIES = table("bodies")
_LEVELS = any_of(_WORDS["levels"])
_NATIONAL = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
)
NATIONAL_INSIDE = re.compile(
    r"(?:CỘNG H[OÒ][ÀA]|HÒA XÃ HỘI|CỘNG$|CHỦ NGHĨA VIỆT|ĐẢNG CỘNG|CỘNG SẢN|[ĐÐ]ộc [Ll]ập|ĐỘC LẬP)"
)
_NUMBERED = re.compile(r"(?:Số|SỐ|So) ?:? ?(?:[\d….*_]|[-/] ?\w)")
_ROMAN = re.compile(r"[IVX]+[,.;]?")
_RULE = " *-_~=–|."
_LONGEST_NAME = 9
_NAME = rf"[{CAPITAL}][{SMALL}]{{0,7}}"
_PLACE = rf"{_NAME}(?: ?-? ?{_NAME}){{0,3}}"
_PLACED = re.compile(rf"(?P<level>{_LEVELS}) (?P<name>{_PLACE})")
_TERRITORY = re.compile(
    rf"trên địa bàn (?P<level>{_LEVELS}) (?P<name>\w+(?: \w+){{1,3}})$", re.IGNORECASE
)
_COMMANDING = re.compile(
    rf"(?P<body>Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND) (?P<level>(?i:{_LEVELS}))"
    rf" (?:{any_of(_WORDS['commands'])})"
)
_PASSING_ON = re.compile(
    rf"(?P<issuer>Văn phòng (?:[^\W\d_]+ ){{1,8}}?)(?:{any_of(_WORDS['passes_on'])})"
)


_ON_BEHALF = re.compile(r"T ?[./]? ?M ?[./]? ?(?P<body>(?:ỦY BAN|HỘI ĐỒNG) NHÂN(?: DÂN)?)")
_SHORT = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}


@cache
def _spoken() -> dict[str, str]:
    """Return the names that sentences write with capitals, by how a letterhead writes them."""
    spoken: dict[str, str] = {}
    for name in (
        *_WORDS["bodies"],
        *_BODIES["names"],
        *_fields(),
        *_BODIES["prefixes"],
        *_WORDS["proper"],
    ):
        spoken.setdefault(name.upper(), name)
    return spoken


def _fields() -> Iterator[str]:
    for head in ("Bộ", "Sở"):
        yield from (f"{head} {field}" for field in _BODIES["fields"])


_STARTS = re.compile(
    rf"(?:{any_of(n.upper() for part in (_WORDS['bodies'], _BODIES['names'], _BODIES['prefixes'], _BODIES['heads']) for n in part)})(?!\w)"
)
_NOT_BODIES = re.compile(rf"(?:{any_of(name.upper() for name in _WORDS['not_bodies'])})(?!\w)")
_STAMP = re.compile(
    rf"(?:ĐỘ MẬT ?: ?)?(?:{any_of(s.upper() for s in [*_WORDS['stamps'], 'mật', 'tối mật', 'tuyệt mật'])})(?!\w)"
)
_OWN = any_of(name.upper() for name in (*_WORDS["of_the_upper"], "Sở"))
_UPPERS = any_of(
    name.upper()
    for name in (*_WORDS["before_places"], "Ban Chấp hành Trung ương", "Ủy ban nhân dân")
)
# Cells of tables hold two bodies in one line: "TỈNH ỦY BẾN TRE VĂN PHÒNG".
_UPPER_THEN_OWN = re.compile(
    rf"(?P<upper>(?:{_UPPERS})[^,;]{{0,40}}?) (?P<own>(?:{_OWN})(?!\w).{{0,80}})$"
)
_HANGING = tuple(f" {word.upper()}" for word in _WORDS["hanging"])


def is_body_name(name: str) -> bool:
    """Return whether ``name`` begins as the name of a body does."""
    return bool(_STARTS.match(name.upper())) and not _NOT_BODIES.match(name.upper())


def in_words(name: str) -> str:
    """Turn "BAN THƯỜNG VỤ TỈNH ỦY BẾN TRE" into the way a sentence writes it."""
    words = name.split()
    done: list[str] = []
    place = False
    while words:
        taken, spoken = _known(words)
        if taken:
            place = spoken in _WORDS["before_places"]
        else:
            taken, spoken, place = _unknown(words, in_place=place)
        done.append(spoken)
        words = words[taken:]
    whole = " ".join(done)
    return whole[:1].upper() + whole[1:]


def _known(words: Sequence[str]) -> tuple[int, str]:
    """Return how many of the first words are a known name, and how a sentence writes it."""
    for taken in range(min(_LONGEST_NAME, len(words)), 0, -1):
        joined = " ".join(words[:taken])
        bare = joined.rstrip(",;")
        if (spoken := _spoken().get(bare.upper())) is not None:
            return taken, spoken + joined[len(bare) :]
    return 0, ""


def _unknown(words: Sequence[str], *, in_place: bool) -> tuple[int, str, bool]:
    """Return words that no table holds; the words after a level are the name of a place."""
    low = " ".join(words[:2]).lower()
    level = next((each for each in _WORDS["levels"] if f"{low} ".startswith(f"{each} ")), None)
    if level is not None:
        return len(level.split()), level, True
    word = words[0]
    if _ROMAN.fullmatch(word) or (not word.isalpha() and any(c.isdecimal() for c in word)):
        return 1, word, in_place
    if not in_place or word.lower() in {"về", "và", "khóa", "của"}:
        return 1, word.lower(), False
    named = "-".join(part.capitalize() for part in word.split("-"))
    return 1, named, not word.endswith((",", ";"))


def letterhead(lines: Iterable[str]) -> str | None:
    """Return the body that issues, out of the lines above the name of the kind.

    The last body signs; the ones above it are those that it belongs to.
    """
    bodies: list[str] = []
    for piece in _left_pieces(lines):
        if bodies and carries_on(bodies[-1], piece):
            bodies[-1] += f" {piece}"
        else:
            bodies.append(piece)
    named = [in_words(body) for body in bodies]
    if len(named) > 1 and named[-1] in _WORDS["of_the_upper"]:
        return _with_upper(named[-1], named[-2])
    return named[-1] if named else None


def _left_pieces(lines: Iterable[str]) -> Iterator[str]:
    """Yield the words in capitals that are no part of the national heading, number or stamp."""
    motto = False
    for line in lines:
        for part in re.split(r"\||\t", line):
            words = part.strip(_RULE)
            piece = NATIONAL_INSIDE.split(words)[0].strip(_RULE)
            motto = motto or piece != words
            piece = _NUMBERED.split(piece)[0].strip(_RULE)
            national = motto and any(piece in whole for whole in _NATIONAL)
            if (
                piece.isupper()
                and not national
                and not _STAMP.match(piece)
                and not piece[0].isdecimal()
            ):
                yield from _UPPER_THEN_OWN.sub(r"\g<upper>\n\g<own>", piece).split("\n")


def carries_on(body: str, piece: str) -> bool:
    """Tell the second line of a name ("ỦY BAN NHÂN DÂN / TỈNH SƠN LA") from another body."""
    if f"{body} {piece}" in _spoken() or f" {body}".endswith(_HANGING):
        return True
    if body in {name.upper() for name in _WORDS["incomplete"]}:
        return True
    return not is_body_name(piece)


def _with_upper(body: str, upper: str) -> str:
    if upper.startswith("Ban Chấp hành Trung ương"):
        return "Văn phòng Trung ương Đảng" if body == "Văn phòng" else f"{body} Trung ương"
    return f"{body} {upper}"


def issuer_of_number(number: str | None) -> str | None:
    """Return the body that the symbol of a number belongs to in the whole country."""
    marks = re.split(r"[-/&.]", number or "")[1:]
    # "51/2019/QH14": the term stands behind the mark.
    return next(
        (
            _TABLE["marks"][m]
            for mark in marks
            if (m := mark.rstrip("0123456789")) in _TABLE["marks"]
        ),
        None,
    )


def issuer_of_post(lines: Iterable[str]) -> str | None:
    """Return the body whose head signs: "KT. BỘ TRƯỞNG, CHỦ NHIỆM" is of Văn phòng Chính phủ."""
    joined = " ".join(lines)
    posts = sorted(_TABLE["posts"], key=len, reverse=True)
    return next(
        (_TABLE["posts"][post] for post in posts if re.search(rf"(?<!PHÓ ){post}\b", joined)), None
    )


def issuer_passing_on(lines: Iterable[str]) -> str | None:
    """Return the office that says "Văn phòng … thông báo để các cơ quan biết"."""
    finds = (_PASSING_ON.search(line) for line in lines)
    return next((found["issuer"].strip() for found in finds if found), None)


def local_issuer(
    number: str | None, title: str | None, signed: Iterable[str], plain: str
) -> str | None:
    """Return the committee or council that commands in the text, with the place it is of.

    The place is the one of the territory in the title, else the one the text names most. A text
    that names none only tells the level ("Ủy ban nhân dân thành phố").
    """
    told = _COMMANDING.search(plain)
    territory = _TERRITORY.search((title or "").replace("_", " ").strip(" ."))
    body = _local_mark(number) or _on_behalf(signed)
    if body is None and told:
        body = _SHORT.get(told["body"], told["body"])
    if body is None and territory:
        body = (
            "Ủy ban nhân dân" if f"Ủy ban nhân dân {territory['level'].lower()}" in plain else None
        )
    if body is None:
        return None
    if territory:
        return f"{body} {territory['level'].lower()} {territory['name'].title()}"
    level = told["level"].lower() if told else None
    place = _most_named(plain, level) or level
    return f"{body} {place}" if place else None


def _local_mark(number: str | None) -> str | None:
    marks = re.split(r"[-/&.]", number or "")[1:]
    return next(filter(None, map(_TABLE["local_marks"].get, marks)), None)


def _on_behalf(signed: Iterable[str]) -> str | None:
    finds = map(_ON_BEHALF.match, signed)
    return next((in_words(found["body"]) for found in finds if found), None)


def _most_named(plain: str, level: str | None) -> str | None:
    counts: dict[str, int] = {}
    for found in _PLACED.finditer(plain):
        whole = (
            found["name"].isupper()
            or found["name"] in _WORDS["proper"]
            or is_body_name(found["name"])
        )
        if not whole and level in {None, found["level"]}:
            counts[found[0]] = counts.get(found[0], 0) + 1
    return max(counts, key=lambda place: counts[place]) if counts else None

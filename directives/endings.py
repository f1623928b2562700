"""What the end of a document says: who signs, who receives it, when it was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from directives.citations import NAMED, number_in
from directives.days import DAY, day_of
from directives.lexicon import CAPITAL, SMALL, any_of, table
from directives.model import SpanRole
from directives.passages import Passage

_SECTIONS = table("sections")
_KINDS = table("kinds")
_WORD = rf"[{CAPITAL}][{SMALL}]{{0,7}}"
_RANK = rf"(?:(?:{any_of(_KINDS['ranks'])})\.? ?){{0,4}}"
_PERSON = re.compile(rf"{_RANK}(?P<name>{_WORD}(?: {_WORD}){{1,4}})")
_CAPITAL_PERSON = re.compile(
    rf"{_RANK}(?P<name>(?:{any_of(name.upper() for name in _KINDS['surnames'])})(?: [{CAPITAL}]{{1,7}}){{1,4}})"
)
_SIGNED = r"\(?(?:Đã|đã|ĐÃ) (?:ký|KÝ)\)?:? ?"
_POST = re.compile(_SECTIONS["signature_lines"])
_POST_AND_PERSON = re.compile(
    rf"(?P<post>[{CAPITAL}][{CAPITAL} ./,-]{{2,100}}?) ?(?:{_SIGNED})?{_RANK}"
    rf"(?P<name>[{CAPITAL}][{SMALL}]{{1,7}}(?: {_WORD}){{1,4}})"
)
_POST_BEHIND = re.compile(
    rf"(?<=[.;:,)]) (?P<post>(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\.? ?)?[{CAPITAL}]{{2,}}(?: [{CAPITAL},.]{{2,}}){{0,8}})$"
)
_DEPUTY = re.compile(r"^K ?[./]? ?T.* ((?:PHÓ|THỨ) [^a-z]+)$")
_ADOPTED = re.compile(rf"(?:thông qua|biểu quyết thông qua|ký ban hành)[^.;\d]{{0,60}}ngày {DAY}")
_ENCLOSED = re.compile(
    rf"\(?(?:Ban hành )?[Kk]èm theo (?P<kind>{NAMED})(?: số)? ?:? ?(?P<number>[^()\n]{{0,60}}?)(?:,? (?:ngày|ng) {DAY}|$|\))"
)
_RECEIVED = re.compile(r"Nơi nhận ?:?")
_FARTHEST_NAME = 14
_FARTHEST_END = 12
_MOST_RECIPIENTS = 80
_LONGEST_RECIPIENT = 300
_TRIM = ' *|_"[]'


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the name, the post above it and the lines that led to it."""

    signer: str | None = None
    post: str | None = None
    lines: tuple[str, ...] = ()


def read_signature(passages: Sequence[Passage], roles: dict[int, SpanRole]) -> Signature:
    """Return the first signature that a person's name ends."""
    starts = [place for place in roles if roles[place] is SpanRole.SIGNATURE]
    found = (_signature_from(passages, place) for place in sorted(starts)[:_FARTHEST_NAME])
    signed = next((each for each in found if each.signer), None)
    recipients = [
        _bare(p) for place, p in enumerate(passages) if roles.get(place) is SpanRole.RECIPIENTS
    ]
    signed = signed or _beside_recipients(recipients)
    if signed or not starts:
        return signed or Signature()
    lines = tuple(_bare(passages[place]) for place in sorted(starts))
    posts = [line for line in lines if _POST.match(line) and line.isupper()]
    return Signature(None, posts[-1] if posts else None, lines)


def _signature_from(passages: Sequence[Passage], start: int) -> Signature:
    lines: list[str] = []
    for passage in passages[start : start + _FARTHEST_NAME]:
        line = _bare(passage)
        if passage.block.furniture or line.startswith("-") or not line:
            continue
        if whole := _POST_AND_PERSON.fullmatch(line):
            post = whole["post"].strip(" -,")
            return Signature(whole["name"], post, (*lines, post))
        # A name that is broken over two lines: "Bùi / Xuân Cường".
        joined = f"{lines[-1]} {line}" if lines and not lines[-1].isupper() else line
        if (
            person := _PERSON.fullmatch(line)
            or _PERSON.fullmatch(joined)
            or _CAPITAL_PERSON.fullmatch(line)
        ):
            return Signature(_spoken(person["name"]), _last_post(lines), tuple(lines))
        lines.append(line)
    return Signature()


def _spoken(name: str) -> str:
    return name.title() if name.isupper() else name


def _last_post(lines: Sequence[str]) -> str | None:
    """Return the own post of who signs: the last line in capitals above the name."""
    posts = [
        line.rstrip(" .,") for line in lines if line[:4].isupper() and any(map(str.isalpha, line))
    ]
    return _own(posts[-1]) if posts else None


def _own(post: str) -> str:
    """Take the post that is signed for off the front: "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"."""
    found = _DEPUTY.search(post)
    return found[1] if found else post


def _beside_recipients(lines: Sequence[str]) -> Signature | None:
    """Copies of two columns put the posts behind the recipients and the name below them."""
    posts: list[str] = []
    for line in lines:
        person = _PERSON.fullmatch(line) or _CAPITAL_PERSON.fullmatch(line)
        if posts and person:
            return Signature(_spoken(person["name"]), _own(posts[-1]), tuple(posts))
        if whole := _POST_AND_PERSON.fullmatch(line):
            posts.append(whole["post"].strip(" -,"))
            return Signature(whole["name"], _own(posts[-1]), tuple(posts))
        if post := _POST_BEHIND.search(line):
            posts.append(post["post"].strip())
        elif line.isupper():
            posts.append(line)
    return None


def read_recipients(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return whom the document goes to; nobody named here is given a task."""
    for place, passage in enumerate(passages):
        if _RECEIVED.match(passage.text):
            names = list(_recipients_from(passages[place : place + _MOST_RECIPIENTS]))
            if names:
                return tuple(names)
    return ()


def _recipients_from(passages: Sequence[Passage]) -> Iterator[str]:
    open_name = ""
    for place, passage in enumerate(passages):
        line = _bare(passage)
        words = _RECEIVED.sub("", line, count=1).strip() if place == 0 else line
        if _ends_list(passage, words, open_name, place):
            break
        if passage.block.furniture or _is_signing(words):
            continue
        words = _POST_BEHIND.sub("", words)
        if words.startswith(("-", "+", "•")) and open_name:
            yield from _names(open_name)
            open_name = ""
        open_name = f"{open_name} {words}".strip()
    yield from _names(open_name)


def _ends_list(passage: Passage, words: str, open_name: str, place: int) -> bool:
    if not place or passage.block.furniture or words.startswith(("-", "+", "•")):
        return False
    complete = open_name.endswith((".", ".)")) and "Lưu" in open_name
    return complete or len(words) > _LONGEST_RECIPIENT or passage.text[:4] == "PHỤ "


def _is_signing(words: str) -> bool:
    return words.isupper() or bool(
        _PERSON.fullmatch(words) or _POST.match(words) or _POST_AND_PERSON.fullmatch(words)
    )


def _names(words: str) -> Iterator[str]:
    for piece in re.split(r";|(?<=[.,)]) - |,$", words):
        name = piece.strip(" -+•.;,|")
        if name:
            yield name


def _bare(passage: Passage) -> str:
    return passage.text.strip(_TRIM)


def adopted_on(passages: Sequence[Passage]) -> date | None:
    """Return the day on which a council adopted the document, told at its end."""
    for passage in reversed(passages):
        if " này " in passage.text and (found := _ADOPTED.search(passage.text)):
            return day_of(found)
    return None


def enclosing(passages: Sequence[Passage], kind: str) -> tuple[str | None, date | None]:
    """Return number and day of the document of ``kind`` that encloses an annex.

    "(Kèm theo Quyết định số 172/QĐ-BCĐ ngày 25 tháng 11 năm 2025 …)" above an annex tells them
    where the copy of the head has lost them.
    """
    for passage in passages:
        found = _ENCLOSED.match(passage.text)
        if found and found["kind"].lower() == _KINDS["names"][kind]:
            return number_in(found["number"]), (day_of(found) if found["y"] or found["Y"] else None)
    return None, None

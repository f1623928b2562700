"""The zones of a document that show themselves: site, header, basis, addressees, end, annexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from directives.lexicon import CAPITAL, table
from directives.model import SpanRole
from directives.passages import Passage
from directives.titles import is_title

_TABLE = table("sections")
_BASIS = re.compile(_TABLE["basis_lines"])
_RECIPIENTS = re.compile(_TABLE["recipients_start"])
_ADDRESSEES = re.compile(_TABLE["addressees_start"])
_SIGNATURE = re.compile(_TABLE["signature_lines"])
_ANNEX = re.compile(_TABLE["annex_start"])
_ANNEX_OF_LISTS = re.compile(_TABLE["annex_of_lists"])
_ANNEX_OF_TASKS = re.compile(_TABLE["annex_of_tasks"], re.IGNORECASE)
_SITE_LINE = re.compile(_TABLE["site_lines"])
_SITE_TAIL = re.compile(_TABLE["site_tail"])
_KIND_LINES = frozenset(name.upper() for name in table("kinds")["names"].values())
_FORMULA = re.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|KẾT LUẬN|NGHỊ QUYẾT) ?:?$")
_PERSON = re.compile(rf"[{CAPITAL}]\w*\.?(?: [{CAPITAL}]\w*){{1,5}}")
_ENCLOSED = re.compile(r"\(?(?:Kèm theo|Ban hành kèm theo)")
_LONGEST_ADDRESSEE = 300
_LONGEST_RECIPIENT = 400
_LONGEST_SIGNATURE = 150
_MOST_BASES = 40
_SHORTEST_ANNEX = 12
_SHORTEST_CAPTION = 40
_MOST_CAPTIONS = 3

Roles = dict[int, SpanRole]


def zone_roles(passages: Sequence[Passage], header: range) -> Roles:
    """Return the role of every passage that shows it itself, by its place in ``passages``."""
    roles = _site_roles(passages, header)
    roles |= dict.fromkeys(header, SpanRole.HEADING)
    _opening_roles(passages, header.stop, roles)
    kinds = {p.text for p in passages[header.start : header.stop] if p.text in _KIND_LINES}
    _ending_roles(passages, header.stop, roles, kinds)
    repeated = _repeated(passages)
    for place, passage in enumerate(passages):
        if passage.block.furniture or passage.text in repeated:
            roles[place] = SpanRole.FURNITURE
    return roles


def _repeated(passages: Sequence[Passage]) -> frozenset[str]:
    """Return sentences that stand twice: captions, which pages of news repeat at their end.

    Where many do, the document itself stands twice.
    """
    plain = (
        passage.text
        for passage in passages
        if passage.label is None and passage.block.cell is None and not is_title(passage)
    )
    counts = Counter(text for text in plain if len(text) >= _SHORTEST_CAPTION)
    found = frozenset(text for text, count in counts.items() if count > 1 and text[-1] not in "?:")
    return found if len(found) <= _MOST_CAPTIONS else frozenset()


def _site_roles(passages: Sequence[Passage], header: range) -> Roles:
    roles = dict.fromkeys(range(header.start), SpanRole.FURNITURE)
    site_from = len(passages)
    for place, passage in enumerate(passages[header.stop :], start=header.stop):
        if _SITE_TAIL.match(passage.text):
            site_from = place
            break
        if passage.block.cell is None and _SITE_LINE.match(passage.text):
            roles[place] = SpanRole.FURNITURE
    return roles | dict.fromkeys(range(site_from, len(passages)), SpanRole.FURNITURE)


def _opening_roles(passages: Sequence[Passage], start: int, roles: Roles) -> None:
    """Give roles to what stands between the header and the first point."""
    addressing = False
    decided = _formula_place(passages, start)
    for place in range(start, len(passages)):
        passage = passages[place]
        if place in roles:
            continue
        if _ADDRESSEES.match(passage.text):
            addressing = True
            roles[place] = SpanRole.RECIPIENTS
        elif addressing and _is_addressee(passage):
            roles[place] = SpanRole.RECIPIENTS
        elif _FORMULA.match(passage.text):
            roles[place] = SpanRole.HEADING
            addressing = False
        elif place < decided or (_BASIS.match(passage.text) and not passage.opens_a_list):
            roles[place] = SpanRole.BASIS
            addressing = False
        elif passage.label is not None:
            break
        else:
            addressing = False


def _formula_place(passages: Sequence[Passage], start: int) -> int:
    """Return where "QUYẾT ĐỊNH:" stands behind legal bases, ``start`` where it does not."""
    based = False
    for place, passage in enumerate(passages[start : start + _MOST_BASES], start=start):
        based = based or bool(_BASIS.match(passage.text))
        if _FORMULA.match(passage.text):
            return place if based else start
    return start


def _is_addressee(passage: Passage) -> bool:
    listed = passage.label is not None or passage.block.cell is not None
    return listed and len(passage.text) <= _LONGEST_ADDRESSEE and not passage.opens_a_list


def _ending_roles(
    passages: Sequence[Passage], start: int, roles: Roles, kinds: Collection[str]
) -> None:
    """Follow recipients and signature, in either order, and what comes after them.

    ``kinds`` are the lines of the head that name the kind: where one comes again behind the
    signature, a copy or an earlier draft begins, which directs nobody.
    """
    tail: SpanRole | None = None
    for place in range(start, len(passages)):
        if place in roles:
            continue
        if tail is not None and passages[place].text in kinds:
            roles |= dict.fromkeys(range(place, len(passages)), SpanRole.CONTEXT)
            return
        tail = _tail_at(passages, place, tail)
        if tail is not None:
            roles[place] = tail


def _tail_at(passages: Sequence[Passage], place: int, tail: SpanRole | None) -> SpanRole | None:
    """Return what ``place`` belongs to, ``tail`` being what the passage before it did."""
    passage = passages[place]
    begins = _tail_start(passage)
    if begins is not None:
        return begins
    if _is_annex(passages, place) and (tail is not None or passage.text.startswith("PHỤ")):
        return _annex_role(passages, place)
    if tail is SpanRole.RECIPIENTS and len(passage.text) > _LONGEST_RECIPIENT:
        return None
    if tail is SpanRole.SIGNATURE and not _belongs_to_signature(passage):
        # Notes and copies of the title; only an annex is a part of the document again.
        return SpanRole.CONTEXT
    return tail


def _is_annex(passages: Sequence[Passage], place: int) -> bool:
    text = passages[place].text
    named = bool(_ANNEX.match(text)) and text[:_SHORTEST_ANNEX].isupper()
    if not text.isupper() and not named and not text.startswith("Phụ lục"):
        return False
    below = passages[place + 1 : place + 4]
    return bool(_ANNEX.match(text)) or any(_ENCLOSED.match(passage.text) for passage in below)


def _tail_start(passage: Passage) -> SpanRole | None:
    if _RECIPIENTS.match(passage.text):
        return SpanRole.RECIPIENTS
    if _SIGNATURE.match(passage.text) and len(passage.text) < _LONGEST_SIGNATURE:
        return SpanRole.SIGNATURE
    return None


def _annex_role(passages: Sequence[Passage], place: int) -> SpanRole | None:
    """An annex of lists and forms directs nobody; one of tasks does."""
    head = " ".join(passage.text for passage in passages[place : place + 3])
    of_lists = _ANNEX_OF_LISTS.match(head) and not _ANNEX_OF_TASKS.match(head)
    return SpanRole.CONTEXT if of_lists else None


def _belongs_to_signature(passage: Passage) -> bool:
    return bool(_PERSON.fullmatch(passage.text)) or passage.text.isupper()

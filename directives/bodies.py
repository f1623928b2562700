"""Finding the bodies that a text names: listed names, names by grammar, and groups.

A listed name is found first, the longest one; a name that is not listed is still found by the
word it begins with (Sở, Ban, Ủy ban …) and ends before a verb or a function word. A group
("các sở, ban, ngành có liên quan") is one find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from directives.lexicon import CAPITAL, any_of, table
from directives.names import Ends, Kind, KnownNames
from directives.wording import lowered

_TABLE = table("bodies")
# A new column or sentence begins with these, no part of a name does.
_CAPITAL_WORD = re.compile(rf" (?!Các |Quý [IVX\d]|Tháng \d|Năm \d)[{CAPITAL}][\w&]*")
_LOWER_WORD = re.compile(rf" (?![{CAPITAL}])[^\W\d_]+")
_STOPS = re.compile(rf" (?:{any_of(_TABLE['stops'])})(?!\w)")
_END = re.compile(r" ?(?:[,;:.()\"/]|$)")
_JOINED = re.compile(r"(?: và| -| &|,) ")
_TAIL = re.compile(rf" (?:{any_of(_TABLE['tails'])})(?!\w)")
_GROUP_TAIL = re.compile(rf",? (?:{any_of(_TABLE['group_tails'])})(?!\w)")
_NOUN_ALONE = re.compile(rf"(?:{any_of(_TABLE['group_nouns'])})(?!\w)")
_JOINT = re.compile(r"(?: ?, | và |, và |/| - )(?P<many>(?:tất cả )?(?:các |những |toàn thể )?)")
_QUANTIFIER = re.compile(rf"(?:{any_of(_TABLE['quantifiers'])}) ")
_FIELD = re.compile(rf" (?:{any_of(_TABLE['fields'])})(?!\w)")
_MANY = re.compile(r" (?:các|những|mọi) ")
_NEVER_ALONE = re.compile(
    r",? (?:có )?liên quan| các cấp| trực thuộc| địa phương| cấp (?:tỉnh|huyện|xã)"
)
# "các tỉnh Nghệ An, Quảng Ngãi", "các Bộ: Công Thương, Ngoại giao": the names make one group.
_PLACE_NOUNS = (
    "tỉnh", "thành phố", "tỉnh, thành phố", "huyện", "quận", "xã", "phường", "bộ", "sở",
    "huyện, thành phố",
)  # fmt: skip
# A name in such a list begins with a capital and is no body of its own.
_ITEM = rf"(?=[{CAPITAL}])(?!(?:{any_of(_TABLE['heads'])}|UBND|Ủy ban) )[^,;:.()]{{2,40}}"
_NAMES = re.compile(rf":? {_ITEM}(?:(?:,| và) {_ITEM}){{0,40}}")
_BETWEEN_NAMES = re.compile(r"(?:[,:]| và) ")
_TITLE_ALONE = re.compile(rf"(?:{any_of(_TABLE['titles'])})(?=,| và )")
_PLACED = (
    "tỉnh", "phố", "huyện", "quận", "xã", "phường", "khu", "ủy", "đoàn", "Phó Thủ tướng",
    "Phó Thủ tướng Chính phủ",
)  # fmt: skip
_OF_MANY = frozenset(head.lower() for head in _TABLE["heads_of_many"])
_OWNED = re.compile(r" (?:của|thuộc) (?=(?P<alone>(?:Bộ|Sở|tỉnh)(?= [^\W\dA-ZĐ]|[,;.]))?)")
MAX_NAME_WORDS = 9
_MOST_EXTRA_WORDS = 6


class Mention(NamedTuple):
    """A body named in a text from ``start`` to ``end``; ``group`` when it stands for several."""

    start: int
    end: int
    group: bool = False


class Gazetteer:
    """The names that are known: those of the tables and those of an office."""

    def __init__(self, bodies: Iterable[str] = (), groups: Iterable[str] = ()) -> None:
        lowered_names = tuple(name.lower() for name in _TABLE["lowered"])
        self._names = KnownNames(
            {
                Kind.GROUP: [*_TABLE["groups"], *groups],
                Kind.NAME: [*_TABLE["names"], *bodies],
                Kind.PREFIX: _TABLE["prefixes"],
                Kind.HEAD: _TABLE["heads"],
                Kind.NOUN: _TABLE["group_nouns"],
                Kind.OPENING: [*_TABLE["quantifiers"], *_TABLE["titles"]],
            },
            small={
                **dict.fromkeys((Kind.GROUP, Kind.NOUN, Kind.OPENING), ("",)),
                **dict.fromkeys((Kind.NAME, Kind.PREFIX), lowered_names),
            },
        )

    def find(self, text: str, low: str | None = None) -> tuple[Mention, ...]:
        """Return the bodies that ``text`` names, in order, none inside another.

        ``text`` is a plain reading (see :mod:`directives.wording`); ``low`` is the same in lower
        case, where it is known.
        """
        low = lowered(text) if low is None else low
        known = self._names.find(text, low)
        found: list[Mention] = []
        reached = 0
        search = _Search(text, low, *known)
        for at in sorted(set().union(*known)):
            if at >= reached and (mention := search.mention_at(at)) is not None:
                found.append(mention)
                reached = mention.end
        return tuple(found)


@dataclass(slots=True)
class _Search:
    """One text and where the known names of each kind begin and end in it."""

    text: str
    low: str
    groups: Ends
    names: Ends
    prefixes: Ends
    heads: Ends
    nouns: Ends
    openings: Ends

    def mention_at(self, at: int) -> Mention | None:
        """Return the body or the group whose name begins at ``at``."""
        if (end := self.groups.get(at)) is not None:
            return Mention(at, end, group=True)
        if (end := self._group_end(at)) is not None:
            return Mention(at, self._with_owner(end), group=True)
        return self._body(at)

    def _with_owner(self, end: int) -> int:
        """Take the owner of a group with it: "các đơn vị thuộc Bộ Tư pháp"."""
        owned = _OWNED.match(self.text, end)
        if owned is None:
            return end
        owner = self._body(owned.end())
        if owner is not None:
            return owner.end
        return owned.end() + len(owned["alone"]) if owned["alone"] else end

    def _body(self, at: int) -> Mention | None:
        named, led = self._named(at), self._led(at)
        if named is not None and led is not None:
            return led if led.end > named.end else named
        if named is not None or led is not None:
            return named or led
        title = _TITLE_ALONE.match(self.text, at) if at in self.openings else None
        return Mention(at, title.end(), group=True) if title else None

    def _led(self, at: int) -> Mention | None:
        """A prefix and the body it leads to: "Thường trực" + "Hội đồng nhân dân tỉnh"."""
        end = self.prefixes.get(at)
        if end is None or self.text[end : end + 1] != " ":
            return None
        if (several := self._group_end(end + 1, led=True)) is not None:
            return Mention(at, self._with_owner(several), group=True)
        inner = self._body(end + 1)
        return None if inner is None else Mention(at, inner.end, inner.group)

    def _named(self, at: int) -> Mention | None:
        # "Hội Nông dân" is listed, "Ban Chỉ đạo phòng, chống tội phạm" goes on.
        end = self.names.get(at)
        if end is None:
            end = self._by_grammar(at)
        return None if end is None else self._with_tails(at, end)

    def _by_grammar(self, at: int) -> int | None:
        head = self.heads.get(at)
        if head is None:
            return None
        text = self.text
        if (field := _FIELD.match(text, head)) is not None:
            return field.end()
        many = text.startswith(" các ", head) and self.low[at:head] in _OF_MANY
        begin = head + len(" các") * many
        end = certain = begin
        for _ in range(MAX_NAME_WORDS):
            following = self._name_word(end, first=end == head)
            if following is None:
                return end if end > begin else None
            if text[end:following].lstrip(" -&,")[:1].isupper():
                certain = following
            end = following
        # Nothing told where the name ends; its last capital surely belongs to it.
        return certain if certain > begin else None

    def _name_word(self, at: int, *, first: bool) -> int | None:
        """Return where one more word of an unlisted name ends, if the next word belongs to it."""
        text = self.text
        if capital := _CAPITAL_WORD.match(text, at):
            field = _FIELD.match(text, capital.end()) if capital[0] in {" Bộ", " Sở"} else None
            return field.end() if field else capital.end()
        if first:
            return None
        joint = _JOINED.match(text, at)
        if joint and (capital := _CAPITAL_WORD.match(text, joint.end() - 1)):
            joins = joint[0] != ", " and not self._starts_a_body(joint.end())
            return capital.end() if joins else None
        if _STOPS.match(text, at):
            return None
        word = _LOWER_WORD.match(text, at)
        return word.end() if word else None

    def _starts_a_body(self, at: int) -> bool:
        if at in self.names or at in self.prefixes:
            return True
        head = self.heads.get(at)
        return head is not None and _CAPITAL_WORD.match(self.text, head) is not None

    def _group_end(self, at: int, *, led: bool = False) -> int | None:
        """Return where the group that begins at ``at`` ends, if one does.

        A noun alone ("cơ quan") is a group only where a title leads to it.
        """
        text = self.text
        quantifier = _QUANTIFIER.match(text, at) if at in self.openings else None
        end = self._noun_end(quantifier.end() if quantifier else at, first=quantifier is not None)
        if end is None or (quantifier is None and not _NOUN_ALONE.match(text, at)):
            return None
        certain = quantifier is not None or led
        while joint := _JOINT.match(text, end):
            more = self._noun_end(joint.end())
            if more is None or (text[joint.end()].isupper() and self._starts_a_body(joint.end())):
                break
            if joint["many"] and _is_of_its_own(text, joint.end(), more):
                break
            end, certain = more, True
        return self._group_tails(end, certain=certain)

    def _noun_end(self, at: int, *, first: bool = False) -> int | None:
        end = self.nouns.get(at)
        if end is None or (first and self.low[at:end] in _PLACE_NOUNS):
            return end
        # "các sở, Ban Dân tộc": what goes on with a capital is a body of its own.
        text = self.text
        if first or not text[at].isupper() or _CAPITAL_WORD.match(text, end) is None:
            return end
        return end if _GROUP_TAIL.match(text, end) else None

    def _with_tails(self, at: int, end: int) -> Mention:
        text = self.text
        group = bool(_MANY.search(text, at, end))
        for _ in range(3):
            if (tail := _TAIL.match(text, end)) is None:
                break
            end = tail.end()
            group = group or tail[0].startswith((" các ", " cấp huyện", " cấp xã"))
        if group and (names := _NAMES.match(text, end)) and ":" in names[0]:
            return Mention(at, _end_of_names(text, end, names.end()), group)
        if text.endswith(_PLACED, max(at, end - 30), end):
            for _ in range(4):
                if (place := _CAPITAL_WORD.match(text, end)) is None:
                    break
                end = place.end()
        return Mention(at, end, group)

    def _group_tails(self, end: int, *, certain: bool) -> int | None:
        text = self.text
        placed = certain and self.low.endswith(_PLACE_NOUNS, max(0, end - 12), end)
        if placed and (named := _NAMES.match(text, end)):
            return _end_of_names(text, end, named.end())
        nouns_end = end
        for _ in range(3):
            if (tail := _GROUP_TAIL.match(text, end)) is None:
                break
            certain = certain or bool(_NEVER_ALONE.fullmatch(tail[0]))
            end = tail.end()
        if not certain:
            return None
        return _extended(text, end) if end == nouns_end else end


def _end_of_names(text: str, start: int, end: int) -> int:
    """Cut the last of several names before the verb that follows it."""
    begins = [found.end() for found in _BETWEEN_NAMES.finditer(text, start, end)]
    at = begins[-1] - 1 if begins else start
    if (named := _FIELD.match(text, at)) is not None:
        return named.end()
    stop = _STOPS.search(text, at, end)
    return stop.start() if stop else end


def _extended(text: str, end: int) -> int:
    """Take the words that describe a group, if a verb or a mark soon ends them."""
    at = end
    for _ in range(_MOST_EXTRA_WORDS):
        if _STOPS.match(text, at) or _END.match(text, at):
            return at
        word = _LOWER_WORD.match(text, at)
        if word is None:
            break
        at = word.end()
    return end


def _is_of_its_own(text: str, start: int, end: int) -> bool:
    """Tell "các cơ quan liên quan", which stands beside a group and is none of its nouns."""
    tail = _GROUP_TAIL.match(text, end)
    related = tail is not None and "liên quan" in tail[0]
    return related and text.startswith(("cơ quan", "đơn vị", "tổ chức"), start)


@lru_cache(maxsize=8)
def gazetteer(bodies: tuple[str, ...] = (), groups: tuple[str, ...] = ()) -> Gazetteer:
    """Return the gazetteer of the built-in names and those given; made once for each set."""
    return Gazetteer(bodies, groups)

"""Finding the bodies that a text names: listed names, names by grammar, and groups.

A listed name is found first, the longest one; a name that is not listed is still found by the
word it begins with (Sở, Ban, Ủy ban …) and ends before a verb or a function word. A group
("các sở, ban, ngành có liên quan") is one find.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from directives.lexicon import CAPITAL, any_of, table
from directives.wording import plain_reading

_TABLE = table("bodies")
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_WORD = re.compile(rf" [{CAPITAL}][\w&]*")
_LOWER_WORD = re.compile(rf" (?![{CAPITAL}])[^\W\d_]+")
_STOPS = re.compile(rf" (?:{any_of(_TABLE['stops'])})(?!\w)")
_END = re.compile(r" ?(?:[,;:.()\"/]|$)")
_JOINED = re.compile(r"(?: và| -| &|,) ")
_TAIL = re.compile(rf" (?:{any_of(_TABLE['tails'])})(?!\w)")
_GROUP_TAIL = re.compile(rf",? (?:{any_of(_TABLE['group_tails'])})(?!\w)")
_NOUN = re.compile(rf"(?:{any_of(_TABLE['group_nouns'])})(?!\w)", re.IGNORECASE)
_JOINT = re.compile(r"(?: ?, | và |, và |/| - )(?P<many>(?:tất cả )?(?:các |những |toàn thể )?)")
_QUANTIFIER = re.compile(rf"(?:{any_of(_TABLE['quantifiers'])}) ")
_FIELD = re.compile(rf" (?:{any_of(_TABLE['fields'])})(?!\w)")
_MANY = re.compile(r" (?:các|những|mọi) ")
_NEVER_ALONE = re.compile(
    r",? (?:có )?liên quan| các cấp| trực thuộc| địa phương| cấp (?:tỉnh|huyện|xã)"
)
# "các tỉnh Nghệ An, Quảng Ngãi", "các Bộ: Công Thương, Ngoại giao": the names make one group.
_PLACE_NOUN = re.compile(
    r"(?:tỉnh|thành phố|tỉnh, thành phố|huyện|quận|xã|phường|bộ|sở|huyện, thành phố)$",
    re.IGNORECASE,
)
# A name in such a list begins with a capital and is no body of its own.
_ITEM = rf"(?=[{CAPITAL}])(?!(?:{any_of(_TABLE['heads'])}|UBND|Ủy ban) )[^,;:.()]{{2,40}}"
_NAMES = re.compile(rf":? {_ITEM}(?:(?:,| và) {_ITEM}){{0,40}}")
_BETWEEN_NAMES = re.compile(r"(?:[,:]| và) ")
_TITLE_ALONE = re.compile(rf"(?:{any_of(_TABLE['titles'])})(?=,| và )")
_PLACED = re.compile(
    r"(?:tỉnh|phố|huyện|quận|xã|phường|khu|ủy|đoàn|Phó Thủ tướng|Phó Thủ tướng Chính phủ)$"
)
_OWNED = re.compile(r" (?:của|thuộc) (?=(?P<alone>(?:Bộ|Sở|tỉnh)(?= [^\W\dA-ZĐ]|[,;.]))?)")
MAX_NAME_WORDS = 9
_MOST_EXTRA_WORDS = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a text from ``start`` to ``end``; ``group`` when it stands for several."""

    start: int
    end: int
    group: bool = False


class Gazetteer:
    """The names that are known, by their first word in lower case.

    Texts given to :meth:`find` are plain readings (see :mod:`directives.wording`).
    """

    def __init__(self, bodies: Iterable[str] = (), groups: Iterable[str] = ()) -> None:
        self._names = _by_first_word([*_TABLE["names"], *bodies])
        self._groups = _by_first_word([*_TABLE["groups"], *groups])
        self._prefixes = _by_first_word(_TABLE["prefixes"])
        self._heads = _by_first_word(_TABLE["heads"])
        self._lowered = tuple(name.lower() for name in _TABLE["lowered"])
        firsts = (self._names, self._groups, self._prefixes, self._heads, _NOUN_STARTS)
        self._firsts = frozenset().union(*firsts, {word.lower() for word in _TABLE["quantifiers"]})

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the bodies that ``text`` names, in order, none inside another."""
        low = lowered(text)
        found: list[Mention] = []
        reached = 0
        for word in _WORD.finditer(text):
            at = word.start()
            if at < reached or low[at : word.end()] not in self._firsts:
                continue
            if (mention := self._at(text, low, at)) is not None:
                found.append(mention)
                reached = mention.end
        return tuple(found)

    def _at(self, text: str, low: str, at: int) -> Mention | None:
        if (end := self._listed(self._groups, text, low, at, any_case=True)) is not None:
            return Mention(at, end, group=True)
        if (end := self._group_end(text, low, at)) is not None:
            return Mention(at, self._with_owner(text, low, end), group=True)
        return self._body(text, low, at)

    def _with_owner(self, text: str, low: str, end: int) -> int:
        """Take the owner of a group with it: "các đơn vị thuộc Bộ Tư pháp"."""
        owned = _OWNED.match(text, end)
        if owned is None:
            return end
        owner = self._body(text, low, owned.end())
        if owner is not None:
            return owner.end
        return owned.end() + len(owned["alone"]) if owned["alone"] else end

    def _body(self, text: str, low: str, at: int) -> Mention | None:
        found = [
            mention
            for mention in (self._named(text, low, at), self._led(text, low, at))
            if mention is not None
        ]
        if found:
            return max(found, key=lambda mention: mention.end)
        title = _TITLE_ALONE.match(text, at)
        return Mention(at, title.end(), group=True) if title else None

    def _led(self, text: str, low: str, at: int) -> Mention | None:
        """A prefix and the body it leads to: "Thường trực" + "Hội đồng nhân dân tỉnh"."""
        end = self._listed(self._prefixes, text, low, at)
        if end is None or text[end : end + 1] != " ":
            return None
        if (several := self._group_end(text, low, end + 1, led=True)) is not None:
            return Mention(at, self._with_owner(text, low, several), group=True)
        inner = self._body(text, low, end + 1)
        return None if inner is None else Mention(at, inner.end, inner.group)

    def _named(self, text: str, low: str, at: int) -> Mention | None:
        end = self._listed(self._names, text, low, at)
        if end is None:
            end = self._by_grammar(text, low, at)
            return None if end is None else _with_tails(text, at, end)
        # "Hội Nông dân" is listed, "Ban Chỉ đạo phòng, chống tội phạm" goes on.
        return _with_tails(text, at, end)

    def _by_grammar(self, text: str, low: str, at: int) -> int | None:
        head = self._listed(self._heads, text, low, at)
        if head is None or not text[at].isupper():
            return None
        if (field := _FIELD.match(text, head)) is not None:
            return field.end()
        many = text.startswith(" các ", head) and low[at:head] in _OF_MANY
        end = certain = head + len(" các") if many else head
        for _ in range(MAX_NAME_WORDS):
            following = self._name_word(text, low, end, first=end == head)
            if following is None:
                return end if end > head + len(" các") * many else None
            if text[end:following].lstrip(" -&,")[:1].isupper():
                certain = following
            end = following
        # Nothing told where the name ends; its last capital surely belongs to it.
        return certain if certain > head + len(" các") * many else None

    def _name_word(self, text: str, low: str, at: int, *, first: bool) -> int | None:
        """Return where one more word of an unlisted name ends, if the next word belongs to it."""
        if capital := _CAPITAL_WORD.match(text, at):
            field = _FIELD.match(text, capital.end()) if capital[0] in {" Bộ", " Sở"} else None
            return field.end() if field else capital.end()
        if first:
            return None
        joint = _JOINED.match(text, at)
        if joint and (capital := _CAPITAL_WORD.match(text, joint.end() - 1)):
            joins = joint[0] != ", " and not self._starts_a_body(text, low, joint.end())
            return capital.end() if joins else None
        if _STOPS.match(text, at):
            return None
        word = _LOWER_WORD.match(text, at)
        return word.end() if word else None

    def _starts_a_body(self, text: str, low: str, at: int) -> bool:
        if any(self._listed(index, text, low, at) for index in (self._names, self._prefixes)):
            return True
        head = self._listed(self._heads, text, low, at)
        return head is not None and _CAPITAL_WORD.match(text, head) is not None

    def _group_end(self, text: str, low: str, at: int, *, led: bool = False) -> int | None:
        """Return where the group that begins at ``at`` ends, if one does.

        A noun alone ("cơ quan") is a group only where a title leads to it.
        """
        quantifier = _QUANTIFIER.match(text, at)
        end = _noun_end(text, quantifier.end() if quantifier else at, first=quantifier is not None)
        if end is None or (quantifier is None and not _NOUN_ALONE.match(text, at)):
            return None
        certain = quantifier is not None or led
        while joint := _JOINT.match(text, end):
            more = _noun_end(text, joint.end())
            if more is None or (
                text[joint.end()].isupper() and self._starts_a_body(text, low, joint.end())
            ):
                break
            if joint["many"] and _is_of_its_own(text, joint.end(), more):
                break
            end, certain = more, True
        return _group_tails(text, end, certain=certain)

    def _listed(
        self, index: dict[str, list[str]], text: str, low: str, at: int, *, any_case: bool = False
    ) -> int | None:
        first = _WORD.match(low, at)
        for name in index.get(first[0] if first else "", ()):
            end = at + len(name)
            whole = low.startswith(name, at) and not low[end : end + 1].isalnum()
            if whole and (any_case or text[at].isupper() or name.startswith(self._lowered)):
                return end
        return None


def lowered(text: str) -> str:
    """Return ``text`` in lower case with every letter at its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    # A few foreign capitals become two letters; they are left as they are.
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _by_first_word(names: Iterable[str]) -> dict[str, list[str]]:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        low = lowered(plain_reading(name.strip()))
        if first := _WORD.match(low):
            index[first[0]].add(low)
    return {
        first: sorted(found, key=lambda name: (-len(name), name)) for first, found in index.items()
    }


_OF_MANY = frozenset(head.lower() for head in _TABLE["heads_of_many"])
_NOUN_STARTS = frozenset(noun.split()[0].strip(",").lower() for noun in _TABLE["group_nouns"])
_NOUN_ALONE = re.compile(rf"(?:{any_of(_TABLE['group_nouns'])})(?!\w)")


def _with_tails(text: str, at: int, end: int) -> Mention:
    group = bool(_MANY.search(text, at, end))
    for _ in range(3):
        if (tail := _TAIL.match(text, end)) is None:
            break
        end = tail.end()
        group = group or tail[0].startswith((" các ", " cấp huyện", " cấp xã"))
    if group and (names := _NAMES.match(text, end)) and ":" in names[0]:
        return Mention(at, _end_of_names(text, end, names.end()), group)
    if _PLACED.search(text, max(at, end - 30), end):
        for _ in range(4):
            if (place := _CAPITAL_WORD.match(text, end)) is None:
                break
            end = place.end()
    return Mention(at, end, group)


def _end_of_names(text: str, start: int, end: int) -> int:
    """Cut the last of several names before the verb that follows it."""
    begins = [found.end() for found in _BETWEEN_NAMES.finditer(text, start, end)]
    at = begins[-1] - 1 if begins else start
    if (named := _FIELD.match(text, at)) is not None:
        return named.end()
    stop = _STOPS.search(text, at, end)
    return stop.start() if stop else end


def _group_tails(text: str, end: int, *, certain: bool) -> int | None:
    named = _NAMES.match(text, end) if _PLACE_NOUN.search(text, max(0, end - 12), end) else None
    if named and certain:
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


def _noun_end(text: str, at: int, *, first: bool = False) -> int | None:
    noun = _NOUN.match(text, at)
    if noun is None:
        return None
    if first and _PLACE_NOUN.fullmatch(noun[0]):
        return noun.end()
    # "các sở, Ban Dân tộc": what goes on with a capital is a body of its own.
    own_name = _CAPITAL_WORD.match(text, noun.end()) and not _GROUP_TAIL.match(text, noun.end())
    if own_name and noun[0][0].isupper() and not first:
        return None
    return noun.end()


@lru_cache(maxsize=8)
def gazetteer(bodies: tuple[str, ...] = (), groups: tuple[str, ...] = ()) -> Gazetteer:
    """Return the gazetteer of the built-in names and those given; made once for each set."""
    return Gazetteer(bodies, groups)

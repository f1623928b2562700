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

from directives.lexicon import any_of, table

_TABLE = table("bodies")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_UPPER = "A-ZĐÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ"
_LOWER = "a-zđà-ãè-êìíò-õùúýăĩũơưạ-ỹ"
# "ạ-ỹ" holds capitals too (they alternate), so a lower word is tested by its first letter.
_CAPITAL_WORD = re.compile(rf" [{_UPPER}][\w&]*")
_STOPS = re.compile(rf" (?:{any_of(_TABLE['stops'])})(?!\w)")
_LOWER_WORD = re.compile(r" [^\W\d_]+")
_JOINED = re.compile(r" (?:và|-|–|&) ")
_TAIL = re.compile(rf" (?:{any_of(_TABLE['tails'])})(?!\w)")
_GROUP_TAIL = re.compile(rf",? (?:{any_of(_TABLE['group_tails'])})(?!\w)")
_NOUN = re.compile(rf"(?:{any_of(_TABLE['group_nouns'])})(?!\w)")
_JOINT = re.compile(r"(?:, | và |, và |; |/)(?:các |những |toàn thể )?")
_QUANTIFIER = re.compile(rf"(?:{any_of(_TABLE['quantifiers'])}) ")
_FIELD = re.compile(rf" (?:{any_of(_TABLE['fields'])})(?!\w)")
_MANY = re.compile(r" (?:các|những|mọi) ")
_NEVER_ALONE = frozenset({" liên quan", " có liên quan", " các cấp", " trực thuộc", ", liên quan"})
MAX_NAME_WORDS = 9


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a text from ``start`` to ``end``; ``group`` when it stands for several."""

    start: int
    end: int
    group: bool = False


class Gazetteer:
    """The names that are known, by their first word in lower case."""

    def __init__(self, bodies: Iterable[str] = (), groups: Iterable[str] = ()) -> None:
        self._names = _by_first_word([*_TABLE["names"], *bodies])
        self._groups = _by_first_word(groups)
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
            if at < reached or word[0].lower() not in self._firsts:
                continue
            if (mention := self._at(text, low, at)) is not None:
                found.append(mention)
                reached = mention.end
        return tuple(found)

    def _at(self, text: str, low: str, at: int) -> Mention | None:
        if (end := self._listed(self._groups, text, low, at)) is not None:
            return Mention(at, end, group=True)
        if (end := _group_end(text, at)) is not None:
            return Mention(at, end, group=True)
        return self._body(text, low, at)

    def _body(self, text: str, low: str, at: int) -> Mention | None:
        named = self._named(text, low, at)
        led = self._led(text, low, at)
        found = [mention for mention in (named, led) if mention is not None]
        return max(found, key=lambda mention: mention.end) if found else None

    def _led(self, text: str, low: str, at: int) -> Mention | None:
        """A prefix and the body it leads to: "Thường trực" + "Hội đồng nhân dân tỉnh"."""
        end = self._listed(self._prefixes, text, low, at)
        if end is None or text[end : end + 1] != " ":
            return None
        inner = self._at(text, low, end + 1)
        return None if inner is None else Mention(at, inner.end, inner.group)

    def _named(self, text: str, low: str, at: int) -> Mention | None:
        end = self._listed(self._names, text, low, at)
        if end is None:
            end = self._by_grammar(text, low, at)
        return None if end is None else _with_tails(text, at, end)

    def _by_grammar(self, text: str, low: str, at: int) -> int | None:
        head = self._listed(self._heads, text, low, at)
        if head is None or not text[at].isupper():
            return None
        if (field := _FIELD.match(text, head)) is not None:
            return field.end()
        end = head
        for _ in range(MAX_NAME_WORDS):
            following = _name_word(text, end, first=end == head)
            if following is None:
                break
            end = following
        return None if end == head else end

    def _listed(self, index: dict[str, list[str]], text: str, low: str, at: int) -> int | None:
        first = _WORD.match(low, at)
        for name in index.get(first[0] if first else "", ()):
            end = at + len(name)
            if low.startswith(name, at) and not low[end : end + 1].isalnum():
                if text[at].isupper() or name.startswith(self._lowered):
                    return end
        return None


def lowered(text: str) -> str:
    """Return ``text`` in lower case with every letter at its place."""
    low = text.lower()
    # A few foreign capitals become two letters; they are left as they are.
    return (
        low
        if len(low) == len(text)
        else "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    )


def _by_first_word(names: Iterable[str]) -> dict[str, list[str]]:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        low = lowered(name)
        if first := _WORD.match(low):
            index[first[0]].add(low)
    return {
        first: sorted(found, key=lambda name: (-len(name), name)) for first, found in index.items()
    }


_NOUN_STARTS = frozenset(noun.split()[0].strip(",").lower() for noun in _TABLE["group_nouns"])


def _name_word(text: str, at: int, *, first: bool) -> int | None:
    """Return where one more word of an unlisted name ends, if the next word belongs to it."""
    if capital := _CAPITAL_WORD.match(text, at):
        return capital.end()
    if first or (_STOPS.match(text, at) and not _joins_capitals(text, at)):
        return None
    if (joint := _JOINED.match(text, at)) and _CAPITAL_WORD.match(text, joint.end() - 1):
        return joint.end() - 1
    word = _LOWER_WORD.match(text, at)
    return word.end() if word and not text[word.start() + 1].isupper() else None


def _joins_capitals(text: str, at: int) -> bool:
    joint = _JOINED.match(text, at)
    return joint is not None and joint[0] != " và "


def _with_tails(text: str, at: int, end: int) -> Mention:
    group = bool(_MANY.search(text, at, end))
    for _ in range(3):
        if (tail := _TAIL.match(text, end)) is None:
            break
        end = tail.end()
        group = group or tail[0].startswith((" các ", " cấp huyện", " cấp xã"))
    while place := _CAPITAL_WORD.match(text, end):
        end = place.end()
    return Mention(at, end, group)


def _group_end(text: str, at: int) -> int | None:
    """Return where the group that begins at ``at`` ends, if one does."""
    quantifier = _QUANTIFIER.match(text, at)
    end = _noun_end(text, quantifier.end() if quantifier else at)
    if end is None:
        return None
    nouns = 1
    while (joint := _JOINT.match(text, end)) and (more := _noun_end(text, joint.end())):
        end, nouns = more, nouns + 1
    tails: list[str] = []
    while len(tails) < 3 and (tail := _GROUP_TAIL.match(text, end)):  # noqa: PLR2004
        tails.append(tail[0])
        end = tail.end()
    certain = quantifier is not None or nouns > 1 or not _NEVER_ALONE.isdisjoint(tails)
    return end if certain else None


def _noun_end(text: str, at: int) -> int | None:
    noun = _NOUN.match(text, at)
    if noun is None:
        return None
    # "các sở, Ban Dân tộc": what goes on with a capital is a body of its own.
    own_name = _CAPITAL_WORD.match(text, noun.end()) and not _GROUP_TAIL.match(text, noun.end())
    return None if own_name else noun.end()


@lru_cache(maxsize=8)
def gazetteer(bodies: tuple[str, ...] = (), groups: tuple[str, ...] = ()) -> Gazetteer:
    """Return the gazetteer of the built-in names and those given; made once for each set."""
    return Gazetteer(bodies, groups)

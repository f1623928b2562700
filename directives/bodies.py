"""Finding the bodies that a text names: listed names, names by grammar, and groups.

A body is a noun phrase. Its beginning is a known word: a listed name, the head of one that is
not listed (Sở, Ban, Ủy ban …), a title before either, or a noun after "các". Where it ends is
told by :mod:`directives.phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from directives.agents import unknown_agent
from directives.fields import FIELD, SMALL_FIELD, field_at, fields_of_several
from directives.lexicon import CAPITAL, any_of, table
from directives.names import Kind, KnownNames
from directives.phrases import CAPITAL_WORD, INSIDE, LEVEL, STANDING, Phrases
from directives.wording import lowered

_TABLE = table("bodies")
_JOINT = re.compile(r"(?: ?, ?| và | ?, và |/| - )(?P<many>(?:tất cả )?(?:các |những |toàn thể )?)")
_LEVEL_NOUN = re.compile(rf"(?:.*\W)?{LEVEL}")
_OWNER = re.compile(rf"{any_of(_TABLE['owners'])}(?!\w)(?! [{CAPITAL}])")
# "Ủy viên kiêm Chánh Văn phòng", "Trưởng ban Xây dựng Đảng - Trưởng tiểu ban".
_SECOND_OFFICE = re.compile(rf" kiêm | - (?=Cơ quan [Tt]hường trực)|(?<!\d) - [{CAPITAL}]")
# At the beginning of a point the address belongs to the title: "Đồng chí Trưởng ban:".
_COMRADE, _MANY_COMRADES = "Đồng chí ", "các Đồng chí "
# Two that own together: "các đoàn kiểm tra của Bộ Chính trị, Ban Bí thư".
_OWNER_BESIDE = re.compile(_TABLE["owners_beside"])
_QUANTIFIER = re.compile(rf"{any_of(_TABLE['quantifiers'])} ")
_SINGLE = re.compile(rf" Bộ{FIELD.pattern}")
# "các" before the second noun makes a second group, except in these pairs.
_MANY_JOINED = re.compile(
    r"cấp, các ngành|(?:mặt trận tổ quốc(?: việt nam)?|mặt trận|mttq|ngành) và các đoàn thể"
)
# Enterprises share what tells whose they are with the units beside them.
_ENTERPRISES = re.compile(r"(?:tổng công ty|công ty|tập đoàn|doanh nghiệp)(?: ?,| và) các đơn vị")
_ENTERPRISE = ("các tập đoàn", "các tổng công ty")
_ENTERPRISES_LISTED = re.compile(
    r"[Cc]ác (?:[Tt]ập đoàn|[Tt]ổng công ty)"
    rf"(?:(?: ?,| và) (?:[Tt]ập đoàn|[Tt]ổng công ty|[Cc]ông ty))* ?: (?=[{CAPITAL}])"
)
_NEXT_LISTED = re.compile(rf"(?: ?\([^()]{{1,30}}\))?(?: ?, | và )(?=[{CAPITAL}])")
_LONGEST_JOINT = 40
# "Văn phòng Đảng ủy của Sở … thuộc …": no name stands inside so many others.
_DEEPEST = 6
_RELATED = re.compile(r",? (?:có )?liên quan")
_MANY = re.compile(r" (?:các|những|mọi) ")
_TITLE_ALONE = re.compile(rf"{any_of(_TABLE['titles'])}(?= ?,| và )")
_TITLES = tuple(_TABLE["titles"])
_OF_THE_PARTY = re.compile(r"(?:cấp ủy|cấp bộ|tổ chức đảng|đảng|huyện ủy|tỉnh ủy|thành ủy|cấp)")
# The political and social organisations are a group of their own.
_MASS = ("tổ chức chính trị", "tổ chức đoàn thể")
_FORMULAS = tuple(re.compile(pattern) for pattern in _TABLE["formulas"])
_PROPERTY = re.compile(r"(?: [^\W\d_]+){0,4} ?:")
_REPORT = re.compile(
    r"(?<!\w)(?:(?:báo cáo|trình|gửi|lên)(?: (?:cho|về|với|đến))?|(?:báo cáo|gửi)(?: [^\W\d_]+){1,4} về) $"
)
_LONGEST_REPORT = 40
_HEADS_OF_MANY = frozenset(head.lower() for head in _TABLE["heads_of_many"])
_NO_BODY = re.compile(rf"{any_of(_TABLE['no_bodies'])}(?!\w)")
_NO_HEAD = re.compile(rf"{any_of(_TABLE['no_heads'])}(?!\w)")
_HEADS_OF_FIELDS = frozenset(_TABLE["heads_of_fields"])
_HEADS_OF_SMALL = frozenset(_TABLE["heads_of_small"])
_MINISTRIES = ("bộ", "sở")
_NEVER_JOINED = tuple(_TABLE["never_joined"])
_NOUNS_BESIDE = frozenset(_TABLE["nouns_beside"])
_ALONE = frozenset(name.lower() for name in _TABLE["alone"])
# Alone these say nothing: "tỉnh Sơn La" is a body, "tỉnh" is a level.
_NAMELESS = frozenset([*_TABLE["levels"], *_TABLE["nameless"]]) - {"địa phương"}


class Mention(NamedTuple):
    """A body named in a text from ``start`` to ``end``; ``group`` when it stands for several.

    ``bare`` marks a common noun ("lực lượng Kiểm lâm"), which names a body only where the words
    beside it ask for one. ``rule`` says which line of which table gave it its role.
    """

    start: int
    end: int
    group: bool = False
    bare: bool = False
    rule: str = ""


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
                Kind.NOUN: [*_TABLE["group_nouns"], *_TABLE["alone"]],
                Kind.OPENING: [*_TABLE["quantifiers"], *_TABLE["titles"]],
            },
            small={
                **dict.fromkeys((Kind.GROUP, Kind.NOUN, Kind.OPENING), ("",)),
                **dict.fromkeys((Kind.NAME, Kind.PREFIX, Kind.HEAD), lowered_names),
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
            if at >= reached and (mentions := search.mentions_at(at)):
                if found and _holds_both(text, found[-1], at):
                    mentions[0] = mentions[0]._replace(start=found.pop().start)
                if text.endswith(_COMRADE, 0, at) and not text.endswith(_MANY_COMRADES, 0, at):
                    mentions[0] = mentions[0]._replace(start=mentions[0].start - len(_COMRADE))
                found.extend(mentions)
                reached = found[-1].end
        unknown = unknown_agent(search, found[0].start if found else len(text))
        if unknown and not (found and found[0].start < unknown[1]):
            begin, end = unknown
            found.insert(
                0, Mention(begin, end, _MANY.match(f" {low[begin:end]}") is not None, bare=True)
            )
        return tuple(found)


class _Search(Phrases):
    """Finds what begins at a place of a text."""

    def mentions_at(self, at: int) -> list[Mention]:
        """Return the body or the group whose name begins at ``at``, or those of a short list."""
        if at in self.openings:
            if several := fields_of_several(self.text, at):
                return [Mention(start, end) for start, end in several]
            if self.low.startswith(_ENTERPRISE, at) and (
                opened := _ENTERPRISES_LISTED.match(self.text, at)
            ):
                return list(self._listed(opened.end()))
        mention = self._mention(at)
        return [mention] if mention else []

    def _listed(self, at: int) -> Iterator[Mention]:
        """Yield the enterprises of "các tập đoàn: Điện lực Việt Nam, Dầu khí Việt Nam"."""
        while first := CAPITAL_WORD.match(self.text, at - 1):
            end = self.described(first.end(), certain=first.end())
            joint = _NEXT_LISTED.search(self.text, at, end + _LONGEST_JOINT)
            yield Mention(at, min(end, joint.start()) if joint else end)
            if joint is None or joint.start() > end:
                return
            at = joint.end()

    def _mention(self, at: int) -> Mention | None:
        # Most of what is known is a common noun, which begins nothing else.
        opens = at in self.openings
        longest = self._formula(at) if opens else None
        if at in self.groups:
            longest = _longer(longest, self._listed_group(at))
        if opens:
            longest = _longer(longest, self._quantified(at))
        if opens or self.starts_a_name(at):
            longest = _longer(longest, self._body(at))
        return longest or self._nouns(at)

    # -- single bodies

    def _body(self, at: int) -> Mention | None:
        if found := _longer(self._named(at), self._led(at)):
            return found
        end = self.openings.get(at)
        if end and self.text.startswith(_TITLES, at) and self._is_reported_to(at):
            return Mention(at, end)
        title = _TITLE_ALONE.match(self.text, at) if end else None
        return Mention(at, title.end(), group=True) if title else None

    def _led(self, at: int) -> Mention | None:
        """A prefix and the body it leads to: "Thường trực" + "Hội đồng nhân dân tỉnh"."""
        end = self.prefixes.get(at)
        if end is None or self.text[end : end + 1] != " " or self.depth >= _DEEPEST:
            return None
        self.depth += 1
        inner = self._quantified(end + 1) or self._body(end + 1) or self._nouns(end + 1, led=True)
        self.depth -= 1
        if inner is not None:
            return Mention(at, inner.end, inner.group)
        owner = _OWNER.match(self.text, end + 1)
        return Mention(at, owner.end()) if owner else None

    def _named(self, at: int) -> Mention | None:
        """Return the longest of a listed name and of one by grammar, with what belongs to it."""
        listed = self.names.get(at, -1)
        if self.text.startswith("lãnh đạo ", at) and CAPITAL_WORD.match(self.text, listed):
            return None
        # "Đảng ủy Quốc hội thể chế …": small letters add nothing to a whole name.
        head = self.heads.get(at, -1)
        whole = listed > head and not self.text[listed + 1 : listed + 2].isupper()
        if head > 0 and self.text.startswith(" - ", listed):
            # "Ban Tuyên giáo - Nữ công" is one name, "Sở A - Cơ quan thường trực" is not.
            whole = whole and not self.is_second_half(listed + 3)
        end = listed if whole else max(listed, self._by_grammar(at) or -1)
        return self._with_tails(at, end) if end > at else None

    def _by_grammar(self, at: int) -> int | None:
        head = self.heads.get(at)
        if head is None or _NO_HEAD.match(self.low, at):
            return None
        words = self.low[at:head]
        named = field_at(self.text, self.low, head) if words in _HEADS_OF_FIELDS else None
        if named and (words in _MINISTRIES or not CAPITAL_WORD.match(self.text, named.end())):
            return named.end()
        begin = head
        if words in _HEADS_OF_MANY and self.text.startswith(" các ", head):
            begin = head + len(" các")
        opens = INSIDE.match(self.low, begin) or CAPITAL_WORD.match(self.text, begin)
        if opens is None and begin > head and (many := self._quantified(head + 1)):
            return many.end
        if opens is None or begin + 1 in self.prefixes:
            if words in _HEADS_OF_SMALL and self.text[at].isupper():
                return self.described(begin, certain=head if words in STANDING else 0)
            alone = words in STANDING or self.is_numbered(at, head)
            return self.described(begin, certain=head) if alone else None
        whole = self.names.get(begin + 1) or self.compound(begin)
        end = whole or opens.end()
        return self.described(end, certain=end, whole=whole is not None)

    # -- groups

    def _formula(self, at: int) -> Mention | None:
        if at not in self.openings:
            return None
        for formula in _FORMULAS:
            if found := formula.match(self.text, at):
                return Mention(at, self._tails_end(at, found.end()), group=True)
        return None

    def _listed_group(self, at: int) -> Mention | None:
        end = self.groups.get(at)
        return None if end is None else Mention(at, self._tails_end(at, end), group=True)

    def _quantified(self, at: int) -> Mention | None:
        """A group after "các", "mọi": common nouns, or bodies of one kind."""
        many = _QUANTIFIER.match(self.text, at) if at in self.openings else None
        if many is None:
            return None
        noun = self._noun_group(at, many.end(), certain=True)
        named = self.text[many.end() : many.end() + 1].isupper() or many.end() in self.names
        body = self._body(many.end()) if named else None
        if body is not None and (noun is None or body.end >= noun.end):
            # "Các Đảng ủy Bộ Tài chính, Bộ Nội vụ": what follows is the name of a single body.
            single = _SINGLE.search(self.text, many.end() - 1, body.end)
            return body if single else Mention(at, body.end, group=True)
        # "những cá nhân vi phạm" are people that a sentence speaks of, seldom those it speaks to.
        vague = noun is not None and self.low.startswith("những ", at)
        return noun._replace(bare=True) if noun and vague else noun

    def _nouns(self, at: int, *, led: bool = False) -> Mention | None:
        """Nouns without "các": a group if there are several or a sure tail, else a bare one."""
        end = self.nouns.get(at)
        if end is None:
            return None
        words = self.low[at:end]
        reported_to = self._is_reported_to(at)
        alone = led or reported_to or _names_alone(words)
        if not (alone or end <= self._last_related or _JOINT.match(self.text, end)):
            return None
        group = self._noun_group(at, at, certain=led, alone=alone)
        if group is None or not group.bare:
            return group
        nameless = words in _NAMELESS and group.end == end
        if reported_to:
            return group._replace(bare=False)
        if words.endswith(("chủ trì", "phối hợp")) and _PROPERTY.match(self.text, group.end):
            return None
        return group if _names_alone(words) and not nameless else None

    def _is_reported_to(self, at: int) -> bool:
        """Tell "báo cáo Bộ", "trình Tập đoàn": with a capital the one that all know."""
        before = max(0, at - _LONGEST_REPORT)
        return self.text[at].isupper() and bool(_REPORT.search(self.low, before, at))

    @cached_property
    def _last_related(self) -> int:
        return self.low.rfind("liên quan")

    def _noun_group(
        self, start: int, at: int, *, certain: bool, alone: bool = True
    ) -> Mention | None:
        """Read nouns from ``at``; one that is not ``alone`` a name needs another or a sure tail."""
        end = self.nouns.get(at)
        if end is None or _NO_BODY.match(self.low, at):
            return None
        of = SMALL_FIELD.match(self.low, end) if self.low[at:end] in _HEADS_OF_FIELDS else None
        end = of.end() if of else end
        last = at
        while not of and (joint := _JOINT.match(self.text, end)):
            more = self._next_noun(last, joint)
            if more is None:
                break
            last, end, certain = joint.end(), more, True
        if not (certain or alone or end <= self._last_related):
            return None
        finish = self._tails_end(start, self._nouns_end(start, at, end))
        related = certain or _RELATED.search(self.text, end, finish) is not None
        return Mention(start, finish, group=True, bare=not related)

    def _next_noun(self, last: int, joint: re.Match[str]) -> int | None:
        """Return the end of a noun that joins a group: "sở" + ", ban" + ", ngành"."""
        at = joint.end()
        end = self.nouns.get(at)
        if end is None or self.text[at].isupper() > self.text[last].isupper():
            return None
        if _NO_BODY.match(self.low, at):
            return None
        if joint["many"] and not self._joins_many(last, end):
            return None
        leads = at in self.prefixes and self._led(at) is not None
        if leads or self.names.get(at, 0) > end or self.low[at:end] in _NOUNS_BESIDE:
            return None
        return end if self._is_of_a_kind(last, at) else None

    def _joins_many(self, last: int, end: int) -> bool:
        """Whether "các" before the second noun makes no second group."""
        owned = self.low.startswith(" trực thuộc ", end)
        joined = _ENTERPRISES if owned else _MANY_JOINED
        return joined.fullmatch(self.low, last, end) is not None

    def _is_of_a_kind(self, last: int, at: int) -> bool:
        """Whether two nouns make one group; some stand beside any other."""
        low = self.low
        if low.startswith(_MASS, last):
            return low.startswith((*_MASS, "hội", "đoàn"), at)
        if low.startswith(_NEVER_JOINED, last) or low.startswith(_MASS, at):
            return False
        # "các cơ quan chức năng và chính quyền địa phương", but "cấp ủy, chính quyền địa phương".
        government = low.startswith("chính quyền ", at) and at in self.groups
        return not government or bool(_OF_THE_PARTY.match(low, last))

    def _nouns_end(self, start: int, at: int, end: int) -> int:
        """Return where the words end that say which of the nouns from ``at`` are meant."""
        if _LEVEL_NOUN.fullmatch(self.low, at, end):
            return self.place_end(end) if start == at else self.places(end, many=True)
        return self.described(end, certain=end)

    def _with_tails(self, at: int, end: int) -> Mention:
        end = self._tails_end(at, end)
        return Mention(at, end, _MANY.search(self.text, at, end) is not None)

    def _tails_end(self, at: int, end: int) -> int:
        """Return where all that is added to a name ends."""
        for _ in range(4):
            longer = self.tail(at, end)
            if longer is None:
                break
            end = longer
        return end

    def owner_end(self, at: int) -> int | None:
        if self.depth >= _DEEPEST:
            return None
        self.depth += 1
        owner = self._body(at) or self._quantified(at)
        self.depth -= 1
        if owner is not None:
            beside = _OWNER_BESIDE.match(self.text, owner.end)
            return beside.end() if beside else owner.end
        alone = _OWNER.match(self.text, at)
        return alone.end() if alone else None


def _holds_both(text: str, before: Mention, at: int) -> bool:
    """Whether a second name goes on with the one before: two offices of one, or two names."""
    return _SECOND_OFFICE.match(text, before.end, at + 1) is not None


def _longer(first: Mention | None, second: Mention | None) -> Mention | None:
    """Return which of two readings of a place takes more words, the first where both take as many."""
    if first is None or (second is not None and second.end > first.end):
        return second
    return first


@cache
def _names_alone(noun: str) -> bool:
    """Whether a noun may name a body by itself, as it stands or by its first two words."""
    return noun in _ALONE or " ".join(noun.split()[:2]) in _ALONE


@lru_cache(maxsize=8)
def gazetteer(bodies: tuple[str, ...] = (), groups: tuple[str, ...] = ()) -> Gazetteer:
    """Return the gazetteer of the built-in names and those given; made once for each set."""
    return Gazetteer(bodies, groups)

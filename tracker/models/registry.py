"""The registry of agencies and groups on one day: from words in a document to whom they mean.

Documents write one body in many ways: "UBND tỉnh", "Ủy ban nhân dân tỉnh Kiên Giang", "Uỷ ban
Nhân dân Tỉnh". All are brought to one key; the two tables below say which words are equal and
which may be missing. A name in force on the day wins over one that has ended, and words that
fit two bodies fit none: a person chooses among the suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directives.text import clean_line, fold
from tracker.models.agencies import Agency, AgencyGroup
from tracker.models.names import Names, Version

# Words that mean the same; the right side is the key's.
EQUIVALENTS = {
    "Ban Thường vụ": "BTV",
    "Ủy ban nhân dân": "UBND",
    "Hội đồng nhân dân": "HĐND",
    "Tỉnh ủy": "TU",
    "Đảng ủy": "ĐU",
    "Đảng đoàn": "ĐĐ",
    "Ban cán sự đảng": "BCSĐ",
    "Ủy ban Mặt trận Tổ quốc Việt Nam": "MTTQ",
    "Ủy ban Mặt trận Tổ quốc": "MTTQ",
    "Mặt trận Tổ quốc Việt Nam": "MTTQ",
    "Mặt trận Tổ quốc": "MTTQ",
    "Ủy ban MTTQ Việt Nam": "MTTQ",
    "Ủy ban MTTQ": "MTTQ",
    "UBMTTQ Việt Nam": "MTTQ",
    "UBMTTQ VN": "MTTQ",
    "UBMTTQ": "MTTQ",
    "MTTQ Việt Nam": "MTTQ",
    "MTTQ VN": "MTTQ",
    "Đoàn đại biểu Quốc hội": "Đoàn ĐBQH",
    "Đoàn Thanh niên Cộng sản": "Đoàn TNCS",
    "Liên đoàn Lao động": "LĐLĐ",
    "Liên hiệp Phụ nữ": "LHPN",
    "Nông nghiệp và Phát triển nông thôn": "NN PTNT",
    "Nông nghiệp và PTNT": "NN PTNT",
    "Nông nghiệp và Môi trường": "NN MT",
    "Tài nguyên và Môi trường": "TN MT",
    "Kế hoạch và Đầu tư": "KH ĐT",
    "Khoa học và Công nghệ": "KH CN",
    "Thông tin và Truyền thông": "TT TT",
    "Giáo dục và Đào tạo": "GD ĐT",
    "Văn hóa và Thể thao": "VH TT",
    "Lao động Thương binh và Xã hội": "LĐ TB XH",
    "Giao thông vận tải": "GTVT",
    "Thành phố": "TP",
}
# Leading words that name an organ of the body, not another body.
HEADS = ("BTV", "Ban Thường trực", "Thường trực", "Ban Chấp hành", "Tập thể lãnh đạo", "Lãnh đạo")
# Closing words that a document may leave out or add; the province's own name is one as well.
TAILS = ("trực thuộc Tỉnh ủy", "trực thuộc", "của tỉnh", "cấp tỉnh", "tỉnh")
GROUP_HEAD = "các"

MIN_SUGGESTION_SCORE = 60.0
_NUMBER = re.compile(r"#(\d{1,12})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """An agency or a group that words stand for, with its name on the registry's day."""

    agency_id: int | None
    group_id: int | None
    name: str


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def in_force(dated: _Dated, day: date) -> bool:
    """Return whether ``day`` lies between the first and the last day of a row."""
    return dated.valid_from <= day and (dated.valid_to is None or day <= dated.valid_to)


class Registry:
    """Who is who on one day. Names are read when asked for, all that words can mean only once."""

    def __init__(self, session: Session, day: date) -> None:
        self.day = day
        self._session = session
        self._names = Names(session, day)

    @classmethod
    def on(cls, session: Session, day: date) -> Registry:
        """Return the registry as ``session`` reads it on ``day``."""
        return cls(session, day)

    @cached_property
    def _agencies(self) -> dict[int, Agency]:
        agencies = select(Agency).options(
            selectinload(Agency.versions), selectinload(Agency.aliases)
        )
        return {agency.id: agency for agency in self._session.scalars(agencies)}

    @cached_property
    def _groups(self) -> dict[int, AgencyGroup]:
        groups = select(AgencyGroup).options(
            selectinload(AgencyGroup.members), selectinload(AgencyGroup.aliases)
        )
        return {group.id: group for group in self._session.scalars(groups)}

    @cached_property
    def _meant(self) -> tuple[_Names, _Names]:
        """Whom names mean that are in force on the day, and those of other times."""
        now, otherwise = _Names(), _Names()
        for agency in self._agencies.values():
            self._enter_agency(agency, now, otherwise)
        for group in self._groups.values():
            now.enter_group(BodyMatch(None, group.id, group.name), _group_names(group))
        now.finish()
        otherwise.finish()
        return now, otherwise

    def load(self) -> None:
        """Read all bodies at once, where it is known that many will be asked for."""
        self._names.expect(self._agencies)

    def match(self, words: str) -> BodyMatch | None:
        """Return what ``words`` stand for; ``None`` when that is nothing, or more than one."""
        key = _key(words)
        now, otherwise = self._meant
        found = now.find(key) or otherwise.find(key)
        return next(iter(found)) if len(found) == 1 else None

    def called(self, words: str) -> frozenset[BodyMatch]:
        """Return whom ``words`` name on the day in full: no place or head may be missing."""
        now, _otherwise = self._meant
        return frozenset(now.keys.get(_key(words), ()))

    def is_same(self, one: str, other: str) -> bool:
        """Return whether two ways of writing mean one body, be it in the registry or not."""
        now, _otherwise = self._meant
        if now.forms(one) & now.forms(other):
            return True
        meant = self.match(one)
        return meant is not None and meant == self.match(other)

    def suggest(self, words: str, limit: int = 5) -> tuple[BodyMatch, ...]:
        """Return up to ``limit`` bodies whose names come near ``words``, the nearest first."""
        now, otherwise = self._meant
        names = now.keys | otherwise.keys
        near = process.extract(_key(words), list(names), scorer=fuzz.token_sort_ratio, limit=None)
        bodies = (
            body for name, score, _ in near if score >= MIN_SUGGESTION_SCORE for body in names[name]
        )
        return tuple(dict.fromkeys(bodies))[:limit]

    def has(self, kind: str, number: int) -> bool:
        """Return whether there is an agency, or a group, of this id; ``kind`` says which."""
        return self._session.get(Agency if kind == "agency" else AgencyGroup, number) is not None

    def everybody(self) -> tuple[BodyMatch, ...]:
        """Return every agency by its name on the day, then every group."""
        agencies = (BodyMatch(number, None, self.name_of(number)) for number in self._agencies)
        groups = (BodyMatch(None, group.id, group.name) for group in self._groups.values())
        return (*sorted(agencies, key=_by_name), *sorted(groups, key=_by_name))

    def group_name(self, group_id: int) -> str:
        """Return what a group is called."""
        return self._groups[group_id].name

    def members(self, group_id: int) -> tuple[int, ...]:
        """Return the group's members on the day; none when the group does not expand."""
        group = self._groups[group_id]
        if not group.expands:
            return ()
        return tuple(m.agency_id for m in group.members if in_force(m, self.day))

    def name_of(self, agency_id: int, day: date | None = None) -> str:
        """Return the agency's name on a day (the registry's, unless given), or the last one."""
        return self.version_of(agency_id, day).name

    def version_of(self, agency_id: int, day: date | None = None) -> Version:
        """Return the names in force on the day, or the last ones before it, or the first ever."""
        return self._names.version_of(agency_id, day)

    def known_bodies(self) -> tuple[str, ...]:
        """Return every way in which an agency is written, codes left out: they are too short."""
        return tuple(
            dict.fromkeys(
                name
                for agency in self._agencies.values()
                for name in (
                    *(name for v in agency.versions for name in (v.name, v.short_name) if name),
                    *(alias.alias for alias in agency.aliases),
                )
            )
        )

    def known_groups(self) -> tuple[str, ...]:
        """Return every way in which a group is written."""
        return tuple(dict.fromkeys(n for g in self._groups.values() for n in _group_names(g)))

    def _enter_agency(self, agency: Agency, now: _Names, otherwise: _Names) -> None:
        body = BodyMatch(agency.id, None, self.name_of(agency.id))
        exists = any(in_force(version, self.day) for version in agency.versions)
        for version in agency.versions:
            names = now if in_force(version, self.day) else otherwise
            names.enter(body, filter(None, (version.name, version.short_name)))
            names.enter_code(body, version.code)
        (now if exists else otherwise).enter(body, (a.alias for a in agency.aliases))


def find_body(registry: Registry, words: str) -> int | None:
    """Return the agency that words mean: a name, an alias, a symbol, or "#12", whatever follows."""
    if words.startswith("#"):
        number = _NUMBER.match(words)
        known = number is not None and registry.has("agency", int(number[1]))
        return int(number[1]) if known and number else None
    body = registry.match(words)
    return body.agency_id if body else None


@dataclass(slots=True)
class _Names:
    """Keys of names of one time, exact and without what may be missing, and whom they mean.

    Codes are asked last: every committee of a city signs "TU", as that of the province does.
    """

    keys: dict[str, set[BodyMatch]] = field(default_factory=dict)
    loose: dict[str, set[BodyMatch]] = field(default_factory=dict)
    codes: dict[str, set[BodyMatch]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def enter(self, body: BodyMatch, names: Iterable[str]) -> None:
        for key in map(_key, names):
            self.keys.setdefault(key, set()).add(body)
            self.places.update(_PLACE.findall(key))

    def enter_code(self, body: BodyMatch, code: str | None) -> None:
        if code:
            self.codes.setdefault(_key(code), set()).add(body)

    def enter_group(self, body: BodyMatch, names: Iterable[str]) -> None:
        for name in names:
            bare = _key(name).removeprefix(_GROUP_HEAD)
            self.keys.setdefault(bare, set()).add(body)
            self.keys.setdefault(_GROUP_HEAD + bare, set()).add(body)

    def finish(self) -> None:
        """Make the loose keys, once every place is known."""
        for key, bodies in self.keys.items():
            self.loose.setdefault(self._loosened(key), set()).update(bodies)

    def find(self, key: str) -> set[BodyMatch]:
        """Return whom ``key`` means: as written, without its head, without its tail, as a code."""
        forms = tuple(_beheaded(key))
        exact = (self.keys.get(form) for form in forms)
        loose = (self.loose.get(self._loosened(form)) for form in forms)
        return next(filter(None, (*exact, *loose, self.codes.get(key))), set())

    def forms(self, words: str) -> set[str]:
        """Return the keys of ``words`` without what may be missing."""
        return {self._loosened(form) for form in _beheaded(_key(words))}

    def _loosened(self, key: str) -> str:
        for place in self.places:
            rest = key.removesuffix(f" {place}")
            # "Báo Kiên Giang" is a name; "Báo" is not.
            if rest != key and (" " in rest or rest in _SHORT):
                key = rest
        return next((key.removesuffix(tail) for tail in _TAILS if key.endswith(tail)), key)


def _by_name(body: BodyMatch) -> str:
    return fold(body.name)


def _group_names(group: AgencyGroup) -> Iterator[str]:
    yield group.name
    yield from (alias.alias for alias in group.aliases)


def _plain(words: str) -> str:
    return " ".join(_WORDS.findall(fold(clean_line(words))))


def _key(words: str) -> str:
    return _LONG.sub(lambda long: _SHORT_OF[long.group()], _plain(words))


def _beheaded(key: str) -> Iterator[str]:
    yield key
    yield from (key.removeprefix(head) for head in _HEADS if key.startswith(head))


_WORDS = re.compile(r"[^\W_]+")
_SHORT_OF = {_plain(long): _plain(short) for long, short in EQUIVALENTS.items()}
_SHORT = frozenset(_SHORT_OF.values())
_LONG = re.compile(rf"\b(?:{'|'.join(sorted(_SHORT_OF, key=len, reverse=True))})\b")
_HEADS = tuple(f"{_key(head)} " for head in HEADS)
_TAILS = tuple(f" {_key(tail)}" for tail in TAILS)
_GROUP_HEAD = f"{_plain(GROUP_HEAD)} "
# "… tỉnh Kiên Giang" and "Tỉnh ủy Kiên Giang" name the province; "Tỉnh đoàn" does not.
_PLACE = re.compile(r"(?:^tu|\w tinh) (?!doan\b)(\w+(?: \w+){0,3})$")

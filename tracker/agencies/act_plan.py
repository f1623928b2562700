"""From the words of an act to bodies of the registry, and everything that can be wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from directives.text import clean_line, fold
from tracker.agencies.act_words import (
    MAX_BASIS_CHARACTERS,
    MAX_REMARK_CHARACTERS,
    MAX_ROWS,
    ActForm,
    ActRow,
    HeirWords,
    InvalidAct,
)
from tracker.agencies.naming import MAX_CODE_CHARACTERS, MAX_NAME_CHARACTERS
from tracker.domain import ActKind
from tracker.models import AgencyVersion, Succession
from tracker.models.registry import Registry, find_body, in_force
from tracker.models.successions import WHOLE_TRANSFERS, was_ever

ONE_DAY = timedelta(days=1)
# The link that each kind of act makes; a row without an heir is always a dissolution.
LINKS = {
    ActKind.RENAME: "rename",
    ActKind.MERGE_INTO_NEW: "merge",
    ActKind.MERGE_INTO_EXISTING: "merge",
    ActKind.SPLIT: "split",
    ActKind.PARTIAL: "partial",
    ActKind.CHANGE_OF_KIND: "change-of-kind",
    ActKind.DISSOLUTION: "dissolution",
    ActKind.PARENT_MERGED: "parent-merged",
}
DISSOLUTION = "dissolution"
FEW_ROWS = 20
FIRST_YEAR, LAST_YEAR = 1900, 2199
_ENDS_NOBODY = frozenset({ActKind.RENAME, ActKind.PARTIAL})
_MAY_HAVE_SEVERAL_HEIRS = frozenset({ActKind.SPLIT, ActKind.PARTIAL})
_WITHOUT_HEIR = frozenset({ActKind.DISSOLUTION, ActKind.PARENT_MERGED})


@dataclass(frozen=True, slots=True)
class Heir:
    """Who receives work; to be made where ``agency_id`` is ``None``.

    ``renamed`` is set where an existing body takes these names from the day of the act.
    """

    agency_id: int | None
    name: str
    short_name: str
    code: str
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One link; ``heir`` counts in the plan's heirs."""

    from_id: int
    heir: int | None
    link: str
    scope: str


@dataclass(frozen=True)
class Plan:
    """An act whose bodies are known; a province has thousands, so each is looked up once."""

    form: ActForm
    day: date
    heirs: tuple[Heir, ...]
    moves: tuple[Move, ...]

    @cached_property
    def bodies(self) -> tuple[int, ...]:
        """The bodies whose work moves, in the order of the rows."""
        return tuple(self._moves)

    @cached_property
    def ended(self) -> frozenset[int]:
        """The bodies that exist no more from the day on."""
        return frozenset() if self.form.kind in _ENDS_NOBODY else frozenset(self.bodies)

    @cached_property
    def whole(self) -> frozenset[int]:
        """The bodies all of whose work goes to one heir, or stays under a new name."""
        return frozenset(move.from_id for move in self.moves if move.link in WHOLE_TRANSFERS)

    def moves_of(self, body: int) -> list[Move]:
        """Return the links of one body."""
        return self._moves.get(body, [])

    @cached_property
    def _moves(self) -> dict[int, list[Move]]:
        found: dict[int, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.from_id, []).append(move)
        return found


def plan_of(session: Session, form: ActForm) -> Plan:
    """Return what ``form`` means.

    Raises:
        InvalidAct: with every fault of the form, and the words that are its reason.
    """
    faults = _Faults()
    _check_words(form, faults)
    if form.effective_on is None or _is_far(form.effective_on):
        raise faults.error
    day = form.effective_on
    before, on = Registry.on(session, day - ONE_DAY), Registry.on(session, day)
    if len(form.rows) > FEW_ROWS:
        before.load()
    reading = _Reading(form, before, on, faults)
    plan = Plan(form, day, *reading.read())
    _check_later(session, plan, before, faults)
    if faults:
        raise faults.error
    return plan


@dataclass(slots=True)
class _Faults:
    """The faults found so far, and the words at fault in each field."""

    codes: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, code: str, words: str = "") -> None:
        """Note a fault; a field shows the first kind of fault that it has."""
        if self.codes.setdefault(name, code) == code and words:
            self.words.setdefault(name, []).append(words)

    def __bool__(self) -> bool:
        return bool(self.codes)

    @property
    def error(self) -> InvalidAct:
        found = {name: tuple(dict.fromkeys(words)) for name, words in self.words.items()}
        return InvalidAct(self.codes, found)


def _check_words(form: ActForm, faults: _Faults) -> None:
    basis = clean_line(form.legal_basis)
    heirs = [row.heir for row in form.rows if row.heir is not None]
    checks = (
        ("effective_on", "date-needed", form.effective_on is None),
        ("effective_on", "far-off", form.effective_on is not None and _is_far(form.effective_on)),
        ("legal_basis", "required", not any(letter.isalnum() for letter in basis)),
        ("legal_basis", "too-long", len(basis) > MAX_BASIS_CHARACTERS),
        ("remarks", "too-long", len(form.remarks) > MAX_REMARK_CHARACTERS),
        ("bodies", "required", not form.rows),
        ("bodies", "too-many-rows", len(form.rows) > MAX_ROWS),
        ("heirs", "too-long", any(map(_is_too_long, heirs))),
        ("heirs", "heir-needed", _lacks_heirs(form)),
        ("heirs", "two-heirs-needed", form.kind is ActKind.SPLIT and len(set(heirs)) < len("AB")),
    )
    for name, code, wrong in checks:
        if wrong:
            faults.add(name, code)


def _is_far(day: date) -> bool:
    """Return whether a day is a slip of the pen: before any office, or after all of them."""
    return not FIRST_YEAR <= day.year <= LAST_YEAR


def _lacks_heirs(form: ActForm) -> bool:
    return form.kind not in _WITHOUT_HEIR and any(row.heir is None for row in form.rows)


def _is_too_long(heir: HeirWords) -> bool:
    limits = (
        (heir.name, MAX_NAME_CHARACTERS),
        (heir.short_name, MAX_NAME_CHARACTERS),
        (heir.code, MAX_CODE_CHARACTERS),
        (heir.scope, MAX_REMARK_CHARACTERS),
    )
    return any(len(words) > most for words, most in limits)


class _Reading:
    """Finds the bodies that the rows name: those before the act, and those on its day."""

    def __init__(self, form: ActForm, before: Registry, on: Registry, faults: _Faults) -> None:
        self._form, self._before, self._on, self._faults = form, before, on, faults
        self._heirs: dict[HeirWords, int] = {}
        self._found: list[Heir] = []

    def read(self) -> tuple[tuple[Heir, ...], tuple[Move, ...]]:
        """Return the heirs and the links."""
        bodies = [(row, self._body(row.body)) for row in self._form.rows]
        known = {body for _, body in bodies if body is not None}
        self._refuse_repeated(body for _, body in bodies if body is not None)
        moves = [self._move(row, body, known) for row, body in bodies if body is not None]
        return tuple(self._found), tuple(moves)

    def _body(self, words: str) -> int | None:
        found = find_body(self._before, words)
        if found is None:
            self._faults.add("bodies", "unknown-body", _near(self._before, words))
        elif not in_force(self._before.version_of(found), self._before.day):
            self._faults.add("bodies", "body-not-there", words)
        return found

    def _refuse_repeated(self, bodies: Iterable[int]) -> None:
        if self._form.kind in _MAY_HAVE_SEVERAL_HEIRS:
            return
        for body, times in Counter(bodies).items():
            if times > 1:
                self._faults.add("bodies", "body-twice", self._before.name_of(body))

    def _move(self, row: ActRow, body: int, ending: set[int]) -> Move:
        link = LINKS[self._form.kind] if row.heir else DISSOLUTION
        heir = None if row.heir is None else self._heir(row.heir, body, ending)
        return Move(body, heir, link, row.heir.scope if row.heir else "")

    def _heir(self, words: HeirWords, body: int, ending: set[int]) -> int:
        # One name is one heir, whatever scope its rows have.
        key = HeirWords(fold(words.name))
        if self._form.kind is ActKind.RENAME:
            key = HeirWords(f"#{body}")
        if key not in self._heirs:
            self._heirs[key] = self._place_of(self._resolved(words, body, ending))
        return self._heirs[key]

    def _place_of(self, heir: Heir) -> int:
        known = (n for n, one in enumerate(self._found) if one.agency_id == heir.agency_id)
        place = None if heir.agency_id is None else next(known, None)
        if place is None:
            self._found.append(heir)
        return len(self._found) - 1 if place is None else place

    def _resolved(self, words: HeirWords, body: int, ending: set[int]) -> Heir:
        kind = self._form.kind
        if kind is ActKind.RENAME:
            self._refuse_taken(words, {body})
            return Heir(body, words.name, words.short_name, words.code, renamed=True)
        found = self._heir_called(words.name)
        if found is not None and found in ending and (_is_id(words.name) or _must_exist(kind)):
            self._faults.add("heirs", "cyclic", words.name)
        elif found is not None and found not in ending and self._exists(found):
            if kind is ActKind.MERGE_INTO_NEW:
                self._faults.add("heirs", "body-taken", words.name)
            return self._existing(found, words)
        elif _must_exist(kind) or _is_id(words.name):
            self._faults.add("heirs", "heir-not-there", _near(self._on, words.name))
        else:
            self._refuse_taken(words, ending)
        return Heir(None, words.name, words.short_name, words.code)

    def _existing(self, found: int, words: HeirWords) -> Heir:
        version = self._on.version_of(found)
        names = (version.short_name or "", version.code or "")
        typed = (words.short_name, words.code)
        short_name, code = typed if any(typed) else names
        # Who has taken in another is no longer quite the body that it was.
        renamed = any(typed) or self._form.kind is ActKind.MERGE_INTO_EXISTING
        return Heir(found, version.name, short_name, code, renamed=renamed)

    def _heir_called(self, words: str) -> int | None:
        """Return who is called so. A new name may differ from an old one by its place only."""
        if _is_id(words) or _must_exist(self._form.kind):
            return find_body(self._on, words)
        named = [body.agency_id for body in self._on.called(words)]
        return named[0] if len(named) == 1 else None

    def _exists(self, body: int) -> bool:
        return in_force(self._on.version_of(body), self._on.day)

    def _refuse_taken(self, words: HeirWords, but: set[int]) -> None:
        """Refuse names by which documents of the day already mean another body or group."""
        if not any(letter.isalnum() for letter in words.name):
            self._faults.add("heirs", "required")
        for name in filter(None, (words.name, words.short_name)):
            # Bodies of two provinces differ by their place only, so words must name all of it.
            for body in self._on.called(name):
                if body.agency_id is None or body.agency_id not in but:
                    self._faults.add("heirs", "body-taken", name)


def _must_exist(kind: ActKind) -> bool:
    return kind is ActKind.MERGE_INTO_EXISTING


def _is_id(words: str) -> bool:
    return words.startswith("#")


def _near(registry: Registry, words: str) -> str:
    """Return words that mean nobody, with a body that they may have meant."""
    near = next((body for body in registry.suggest(words) if body.agency_id), None)
    return f"{words} ({near.name}?)" if near else words


def _check_later(session: Session, plan: Plan, before: Registry, faults: _Faults) -> None:
    """Refuse what has already happened to a body on the day or after it."""
    if plan.form.kind is ActKind.PARTIAL:
        for move in plan.moves:
            heir = None if move.heir is None else plan.heirs[move.heir].agency_id
            if _is_recorded(session, plan.day, move.from_id, heir):
                faults.add("bodies", "recorded-before", before.name_of(move.from_id))
        return
    linked = _linked_later(session, plan.day)
    named = _named_later(session, plan.day)
    for body in plan.bodies:
        if body in linked:
            faults.add("bodies", "later-act", before.name_of(body))
        elif body in named:
            faults.add("bodies", "later-names", before.name_of(body))


def _linked_later(session: Session, day: date) -> frozenset[int]:
    """Return the bodies that take part in an act of the day or a later one."""
    links = session.execute(
        select(Succession.from_agency_id, Succession.to_agency_id).where(
            Succession.effective_on >= day, Succession.kind != "partial", was_ever()
        )
    )
    return frozenset(agency for link in links for agency in link if agency is not None)


def _named_later(session: Session, day: date) -> frozenset[int]:
    """Return the bodies that have names from the day on, or from a later one."""
    begun = select(AgencyVersion.agency_id).where(AgencyVersion.valid_from >= day, is_real())
    return frozenset(session.scalars(begun))


def _is_recorded(session: Session, day: date, body: int, heir: int | None) -> bool:
    return heir is not None and bool(
        session.scalar(
            select(Succession.id).where(
                Succession.from_agency_id == body,
                Succession.to_agency_id == heir,
                Succession.effective_on == day,
                Succession.taken_back_on.is_(None),
            )
        )
    )


def is_real() -> ColumnElement[bool]:
    """Return the condition on :class:`AgencyVersion` that it was in force on some day."""
    return or_(AgencyVersion.valid_to.is_(None), AgencyVersion.valid_to >= AgencyVersion.valid_from)

"""What a query can go on with while it is typed, of what its writer may know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from directives.text import fold
from search_index import FIELDS
from search_index.fields import CHOICES, FIELD_OF, Field, Holds, key_of
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState
from tracker.models import Directive, SavedSearch
from tracker.search.agency_labels import AgencyLabels
from tracker.search.proposals import names_of_agencies

MOST, MOST_OF_A_KIND = 8, 4
LONGEST_TYPED = 200
SHORTEST_NAME, SHORTEST_STATE = 2, 3
# A field that is being filled in: its name at the beginning of a word, and all behind the colon.
_IN_FIELD = re.compile(r'(?:^|(?<=\s))(?P<sign>-?)(?P<name>\w+):(?P<value>[^":]*|"[^"]*)$')
_LAST_WORD = re.compile(r"\S*$")


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    AGENCY = "agency"
    DOCUMENT = "document"
    FIELD = "field"
    VALUE = "value"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole query to go on with; ``label`` is what it adds, ``name`` the word for what it is.

    ``name`` is the name of a field for fields and values. A saved search has an ``address``
    instead of a query.
    """

    kind: SuggestionKind
    query: str
    label: str
    name: str = ""
    address: str = ""


def suggest(database: Database, actor: Actor, typed: str, *, today: date) -> tuple[Suggestion, ...]:
    """Return what ``typed`` can go on with, the likeliest first; nothing for odd requests."""
    if not typed.strip() or len(typed) > LONGEST_TYPED:
        return ()
    with database.reading() as session:
        found = _Suggesting(session, actor, today).everything(typed)
        fresh = {each.query or (each.address, each.label): each for each in found}
        return tuple(islice((each for each in fresh.values() if each.query != typed), MOST))


@dataclass(frozen=True, slots=True)
class _Suggesting:
    session: Session
    actor: Actor
    today: date

    def everything(self, typed: str) -> Iterator[Suggestion]:
        filling = _IN_FIELD.search(typed)
        field = FIELD_OF.get(key_of(filling["name"])) if filling else None
        if filling and field:
            before = f"{typed[: filling.start()]}{filling['sign']}{filling['name']}:"
            yield from self._of_field(before, field, filling["value"].lstrip('"'))
            return
        yield from _some(self._agencies(typed))
        yield from _some(self._numbers(typed))
        yield from _some(_states(typed))
        yield from _some(_fields(typed))
        yield from _some(self._saved(typed))

    def _of_field(self, before: str, field: Field, value: str) -> Iterator[Suggestion]:
        if field.holds is Holds.NAME:
            for name in self._named(value, MOST):
                yield Suggestion(SuggestionKind.AGENCY, f"{before}{_quoted(name)}", name)
        elif field.name in CHOICES:
            yield from _values(before, field, value)
        elif field.name == "document":
            for number in self._numbered(value):
                yield Suggestion(SuggestionKind.DOCUMENT, f"{before}{_quoted(number)}", number)
        elif not value:
            for example in field.examples:
                shown = example.partition(":")[2]
                yield Suggestion(SuggestionKind.VALUE, f"{before}{shown}", shown, field.name)

    def _agencies(self, typed: str) -> Iterator[Suggestion]:
        """Give the agencies that the longest end of what was typed is a part of a name of."""
        for start in _starts_of_words(typed):
            words = typed[start:]
            if len(key_of(words)) < SHORTEST_NAME or ":" in words:
                continue
            names = self._named(words, MOST_OF_A_KIND)
            for name in names:
                query = f"{typed[:start]}cq:{_quoted(name)}"
                yield Suggestion(SuggestionKind.AGENCY, query, name)
            if names:
                return

    def _named(self, words: str, most: int) -> list[str]:
        """Return a name of each agency called so, those whose names begin so first."""
        wanted = " ".join(fold(words).split())
        found: dict[int, tuple[bool, int, str]] = {}
        for agency_id, name, folded in _folded(names_of_agencies(self.session, self.actor)):
            if f" {wanted}" in folded:
                rank = (not folded.startswith(f" {wanted}"), len(name), name)
                found[agency_id] = min(rank, found.get(agency_id, rank))
        labels = AgencyLabels(self.session, self.today, self.actor)
        best = sorted((rank, agency_id) for agency_id, rank in found.items())[:most]
        # A name of former days finds the same agency, but people know today's.
        return [
            name if name.isupper() else labels.name_of(agency_id)
            for (_, _, name), agency_id in best
        ]

    def _numbers(self, typed: str) -> Iterator[Suggestion]:
        word = _LAST_WORD.search(typed)
        if word is None or not any(map(str.isdigit, word[0])) or ":" in word[0]:
            return
        for number in self._numbered(word[0]):
            query = f"{typed[: word.start()]}vb:{_quoted(number)}"
            yield Suggestion(SuggestionKind.DOCUMENT, query, number)

    def _numbered(self, typed: str) -> list[str]:
        """Return the numbers of documents that begin so, whatever stands between the letters."""
        wanted = key_of(typed)
        if not wanted:
            return []
        pattern = "%".join("_" if letter in "dđ" else letter for letter in wanted)
        rows = self.session.scalars(
            select(Directive.number)
            .where(
                Directive.state == DirectiveState.ISSUED,
                policy.visible_directives(self.actor),
                or_(Directive.number.ilike(f"{pattern}%"), Directive.number.ilike(f"0{pattern}%")),
            )
            .order_by(Directive.issued_on.desc())
            .limit(10 * MOST)
        )
        numbers = dict.fromkeys(filter(None, rows))
        return [each for each in numbers if key_of(each).lstrip("0").startswith(wanted.lstrip("0"))]

    def _saved(self, typed: str) -> Iterator[Suggestion]:
        mine = or_(SavedSearch.owner_id == self.actor.user_id, SavedSearch.is_shared)
        rows = self.session.execute(select(SavedSearch.name, SavedSearch.address).where(mine))
        wanted = fold(typed.strip())
        for name, address in rows:
            if wanted in fold(name):
                yield Suggestion(SuggestionKind.SAVED, "", name, address=address)


def _some(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    return islice(found, MOST_OF_A_KIND)


def _states(typed: str) -> Iterator[Suggestion]:
    """Give the states that the end of what was typed is the beginning of a name of."""
    for start in _starts_of_words(typed):
        words = " ".join(fold(typed[start:]).split())
        for choice in CHOICES["status"] if len(words) >= SHORTEST_STATE else ():
            if any(fold(name).startswith(words) for name in choice.names):
                query = f"{typed[:start]}tt:{key_of(choice.names[0])}"
                yield Suggestion(SuggestionKind.VALUE, query, choice.value, "status")


def _fields(typed: str) -> Iterator[Suggestion]:
    word = _LAST_WORD.search(typed)
    begun = key_of(word[0]) if word else ""
    for field in FIELDS if begun else ():
        names = (field.vietnamese, field.name, *field.others)
        if any(key_of(name).startswith(begun) for name in names):
            query = f"{typed[: word.start() if word else 0]}{field.vietnamese}:"
            yield Suggestion(SuggestionKind.FIELD, query, f"{field.vietnamese}:", field.name)


def _values(before: str, field: Field, typed: str) -> Iterator[Suggestion]:
    for choice in CHOICES[field.name]:
        if any(_begins(name, typed) for name in choice.names):
            query = f"{before}{key_of(choice.names[0])}"
            yield Suggestion(SuggestionKind.VALUE, query, choice.value, field.name)


def _begins(name: str, typed: str) -> bool:
    return key_of(name).startswith(key_of(typed))


def _starts_of_words(typed: str) -> list[int]:
    """Return where words begin, the first one first; what is quoted is meant as it is."""
    return [] if '"' in typed else [match.start() for match in re.finditer(r"\S+", typed)]


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"\s", name) else name


@lru_cache(maxsize=16)
def _folded(names: Sequence[tuple[int, str]]) -> tuple[tuple[int, str, str], ...]:
    """Return each name with its folded words, a space before each."""
    return tuple((number, name, f" {' '.join(fold(name).split())}") for number, name in names)

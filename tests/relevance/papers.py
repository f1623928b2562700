"""What the collection is made of, and what is known of each thing for judging it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.domain import AssignmentRole, UpdateStatus, VerdictKind

TODAY = date(2025, 5, 15)


@dataclass(frozen=True, slots=True)
class Body:
    """An agency: its key, how it is written, until when it is and who comes after it."""

    key: str
    names: tuple[str, ...]
    last_day: date | None = None
    heir: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What an agency said once, with what an inspector said of it."""

    at: datetime
    narrative: str
    status: UpdateStatus = UpdateStatus.IN_PROGRESS
    difficulties: str = ""
    proposals: str = ""
    result_number: str | None = None
    verdict: VerdictKind | None = None
    reason: str = ""
    evidence: str | None = None
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """An agency's part in a task; ``words`` from the oldest."""

    agency: str
    role: AssignmentRole
    words: Sequence[Word] = ()

    @property
    def state(self) -> str:
        """How the part stands after the last word."""
        if not self.words:
            return "no-update"
        last = self.words[-1]
        if last.verdict is not None:
            return last.verdict.value
        return "submitted" if last.status is UpdateStatus.DONE else "in-progress"

    def facts(self) -> Iterator[str]:
        """Give what is known of this part."""
        yield f"{self.role.value}:{self.agency}"
        yield f"agency:{self.agency}"
        if not self.words:
            yield f"silent:{self.agency}"
        for word in self.words:
            yield from word.facts


@dataclass(frozen=True, slots=True)
class Order:
    """A task as a document words it."""

    text: str
    parts: Sequence[Part]
    subject: frozenset[str]
    due: date | None = None
    is_quarterly: bool = False

    def facts(self) -> frozenset[str]:
        """Return all that is known of the task on the day of the collection."""
        known = (fact for part in self.parts for fact in part.facts())
        return self.subject | {"kind:task", *known, *self._standing()}

    def _standing(self) -> Iterator[str]:
        leads = [part for part in self.parts if part.role is AssignmentRole.LEAD]
        states = {part.state for part in leads or self.parts}
        yield from (f"state:{state}" for state in states)
        is_open = states != {"confirmed"}
        if is_open:
            yield "state:open"
        if self.due is None:
            yield "state:no-deadline"
        else:
            yield f"due:{self.due}"
        if is_open and self.due and self.due < TODAY:
            yield "state:overdue"
        if any(part.state == "no-update" for part in leads):
            yield "state:some-silent"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its tasks."""

    number: str
    kind: str
    issued_on: date
    issuer: str
    title: str
    opening: str
    orders: Sequence[Order] = field(default=())
    field_of_work: str | None = None
    topic: str | None = None
    closing: str = ""
    subject: frozenset[str] = frozenset()

    def identity(self) -> set[str]:
        """Return what is known of the document and of all that belongs to it."""
        about = {f"topic:{self.topic}"} if self.topic else set()
        numbered = {f"doc:{self.number}", f"kindof:{self.kind}", f"year:{self.issued_on.year}"}
        return about | numbered

    def facts(self) -> frozenset[str]:
        """Return what is known of the document itself."""
        named = {f"about:{self.topic}"} if self.topic else set()
        return self.subject | self.identity() | named | {"kind:directive"}


def spoken_of(papers: Iterable[Paper]) -> int:
    """Return how many words agencies have said in all."""
    parts = (part for paper in papers for order in paper.orders for part in order.parts)
    return sum(len(part.words) for part in parts)

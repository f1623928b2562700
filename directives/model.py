"""The frozen types of a reading: what a document says, and where it says it.

Every ``start`` and ``end`` counts Unicode code points of :attr:`Directive.text`; ``end`` is
exclusive. :meth:`Directive.to_json` gives the published form, whose JSON Schema lies beside
this module in ``schema.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

SCHEMA = "directive/1"


class Nature(StrEnum):
    """How a task binds: once, always, or again and again."""

    SPECIFIC = "specific"
    REGULAR = "regular"
    PERIODIC = "periodic"


class BodyRole(StrEnum):
    """What a task asks of a body that it names."""

    LEAD = "lead"
    DIRECTED = "directed"
    COORDINATING = "coordinating"
    REPORTS_TO = "reports_to"


class Precision(StrEnum):
    """How exactly the words of a deadline name its day."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    TERM = "term"


class Every(StrEnum):
    """The period of a duty that comes back."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class SpanRole(StrEnum):
    """What a stretch of the text is for; together the spans cover every character."""

    TASK = "task"
    HEADING = "heading"
    CONTEXT = "context"
    BASIS = "basis"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"
    FURNITURE = "furniture"
    UNEXPLAINED = "unexplained"


class Severity(StrEnum):
    """How much a finding should worry the person who checks the reading."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the text names."""

    text: str
    number: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; ``None`` where it does not say."""

    kind: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    title: str | None = None
    place: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    recipients: tuple[str, ...] = ()
    urgency: str | None = None
    secrecy: str | None = None
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the text names it. ``group`` stands for several bodies named by one phrase.

    ``rule`` names the line of a table that gave it its role; it is no part of the published form.
    """

    text: str
    start: int
    end: int
    group: bool = False
    inherited: bool = False
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Due:
    """The strictest deadline of a task.

    ``date`` is the last day on which the task is still on time; ``None`` where the words give
    no day. ``text`` is empty and ``start`` equals ``end`` where a person set the day.
    """

    text: str
    start: int
    end: int
    date: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A duty that comes back; ``due_day`` is the day of the period's last month, if said."""

    text: str
    start: int
    end: int
    every: Every
    due_day: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with its unit; ``of`` is the whole of which ``value`` is a part."""

    text: str
    value: float
    of: float | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A unit of direction as read, not yet confirmed by a person.

    ``confidence`` is about how often people keep a task of this kind with the bounds and leads
    that were read (see :func:`directives.appraisal.confidence`).
    """

    id: str
    label: str | None
    start: int
    end: int
    text: str
    nature: Nature
    lead: tuple[Body, ...] = ()
    directed: tuple[Body, ...] = ()
    coordinating: tuple[Body, ...] = ()
    reports_to: tuple[Body, ...] = ()
    due: Due | None = None
    recurrence: Recurrence | None = None
    figures: tuple[Figure, ...] = ()
    confidence: float = 0.0
    children: tuple[TaskDraft, ...] = ()

    def walk(self) -> Iterator[TaskDraft]:
        """Yield this task and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def bodies(self, role: BodyRole) -> tuple[Body, ...]:
        """Return the bodies that stand in ``role``."""
        found: tuple[Body, ...] = getattr(self, role.value)
        return found


@dataclass(frozen=True, slots=True)
class Span:
    """One entry of the coverage ledger."""

    start: int
    end: int
    role: SpanRole


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about the reading."""

    code: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """The whole reading of one document."""

    source: Source
    text: str
    document: Metadata
    tasks: tuple[TaskDraft, ...] = ()
    spans: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def walk(self) -> Iterator[TaskDraft]:
        """Yield every task, parents before children, in document order."""
        for task in self.tasks:
            yield from task.walk()

    def to_dict(self) -> dict[str, Any]:
        """Return the published form as plain values; dates become ISO strings."""
        values = asdict(self, dict_factory=_published)
        plain: dict[str, Any] = json.loads(json.dumps(values, default=date.isoformat))
        return {"schema": SCHEMA, **plain}

    def to_json(self) -> str:
        """Return the published form as text; equal readings give equal bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)


def _published(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if name != "rule"}

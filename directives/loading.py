"""The way back from the published form of a reading to its types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from directives.model import (
    SCHEMA,
    Body,
    Citation,
    Directive,
    Due,
    Every,
    Figure,
    Finding,
    Metadata,
    Nature,
    Precision,
    Recurrence,
    Severity,
    Source,
    Span,
    SpanRole,
    TaskDraft,
)


def directive_from_dict(plain: Mapping[str, Any]) -> Directive:
    """Return the reading that :meth:`Directive.to_dict` wrote.

    Raises:
        KeyError, TypeError, ValueError: ``plain`` is not such a form, or of another version.
    """
    if plain["schema"] != SCHEMA:
        raise ValueError(f"the reading is of the form {plain['schema']}, not {SCHEMA}")
    return Directive(
        source=Source(**plain["source"]),
        text=plain["text"],
        document=_metadata(plain["document"]),
        tasks=tuple(_task(task) for task in plain["tasks"]),
        spans=tuple(
            Span(span["start"], span["end"], SpanRole(span["role"])) for span in plain["spans"]
        ),
        findings=tuple(
            Finding(**{**finding, "severity": Severity(finding["severity"])})
            for finding in plain["findings"]
        ),
    )


def _metadata(plain: Mapping[str, Any]) -> Metadata:
    changed = {
        "issued_on": _date(plain["issued_on"]),
        "recipients": tuple(plain["recipients"]),
        "cites": tuple(Citation(**cited) for cited in plain["cites"]),
    }
    return Metadata(**{**plain, **changed})


def _task(plain: Mapping[str, Any]) -> TaskDraft:
    roles = ("lead", "directed", "coordinating", "reports_to")
    changed = {
        "nature": Nature(plain["nature"]),
        "due": _due(plain["due"]),
        "recurrence": _recurrence(plain["recurrence"]),
        "figures": tuple(Figure(**figure) for figure in plain["figures"]),
        "children": tuple(_task(child) for child in plain["children"]),
        **{role: tuple(Body(**body) for body in plain[role]) for role in roles},
    }
    return TaskDraft(**{**plain, **changed})


def _due(plain: Mapping[str, Any] | None) -> Due | None:
    if plain is None:
        return None
    changed = {"date": _date(plain["date"]), "precision": Precision(plain["precision"])}
    return Due(**{**plain, **changed})


def _recurrence(plain: Mapping[str, Any] | None) -> Recurrence | None:
    return None if plain is None else Recurrence(**{**plain, "every": Every(plain["every"])})


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

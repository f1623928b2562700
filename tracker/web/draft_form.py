"""What a person types of a task or of a document, as values or as faults beside the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from directives import BodyRole, Every, Metadata, Nature, TaskDraft
from directives.editing import TaskFields
from tracker.errors import Invalid

Form = MultiDict[str, str]
_MAX_CHARACTERS = 500
_LAST_DAY = 31
_E = TypeVar("_E", Nature, Every)


class FormReader:
    """Reads fields one by one and keeps every fault, so that all are shown at once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.faults: dict[str, str] = {}

    def text(self, name: str) -> str | None:
        """Return one line of text, ``None`` where it is empty."""
        words = " ".join(self._form.get(name, "").split())
        if len(words) > _MAX_CHARACTERS:
            self.faults[name] = "too-long"
        return words or None

    def place(self, name: str) -> int:
        """Return a place in the text."""
        words = self._form.get(name, "").strip()
        if not words.isdecimal():
            self.faults[name] = "number"
            return 0
        return int(words)

    def day(self, name: str) -> date | None:
        """Return a date as the browser sends it, or as dd/MM/yyyy."""
        words = self._form.get(name, "").strip()
        if not words:
            return None
        try:
            if "/" in words:
                day, month, year = words.split("/")
                return date(int(year), int(month), int(day))
            return date.fromisoformat(words)
        except ValueError:
            self.faults[name] = "date"
            return None

    def choice(self, name: str, kind: type[_E]) -> _E | None:
        """Return one of an enum's values, ``None`` where nothing is chosen."""
        words = self._form.get(name, "")
        if not words:
            return None
        try:
            return kind(words)
        except ValueError:
            self.faults[name] = "unknown"
            return None

    def due_day(self, name: str) -> int | None:
        """Return a day of the month, ``None`` where it is empty."""
        words = self._form.get(name, "").strip()
        if not words:
            return None
        if not words.isdecimal() or not 1 <= int(words) <= _LAST_DAY:
            self.faults[name] = "day-of-month"
            return None
        return int(words)

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a text area that have words, each once."""
        lines = (" ".join(line.split()) for line in self._form.get(name, "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def finish(self) -> None:
        """Raise :class:`Invalid` with every fault that was met."""
        if self.faults:
            raise Invalid(self.faults)


def read_task(form: Form) -> TaskFields:
    """Return what was typed of a task; raise :class:`Invalid` with all faults."""
    reader = FormReader(form)
    fields = TaskFields(
        label=reader.text("label"),
        start=reader.place("start"),
        end=reader.place("end"),
        nature=reader.choice("nature", Nature) or Nature.SPECIFIC,
        bodies={role: reader.lines(role.value) for role in BodyRole},
        due=reader.day("due"),
        every=reader.choice("every", Every),
        due_day=reader.due_day("due_day"),
    )
    reader.finish()
    return fields


def typed_task(task: TaskDraft) -> dict[str, str]:
    """Return a task as its form shows it at first."""
    due = task.due.date if task.due and task.due.date else None
    recurrence = task.recurrence
    return {
        "label": task.label or "",
        "start": str(task.start),
        "end": str(task.end),
        "nature": task.nature.value,
        "due": due.isoformat() if due else "",
        "every": recurrence.every.value if recurrence else "",
        "due_day": str(recurrence.due_day or "") if recurrence else "",
        **{role.value: "\n".join(body.text for body in task.bodies(role)) for role in BodyRole},
    }


def read_document(form: Form, document: Metadata) -> Metadata:
    """Return the document's metadata as corrected; raise :class:`Invalid` with all faults."""
    reader = FormReader(form)
    changed = replace(
        document,
        kind=reader.text("kind"),
        number=reader.text("number"),
        issued_on=reader.day("issued_on"),
        issuer=reader.text("issuer"),
        title=reader.text("title"),
        signer=reader.text("signer"),
    )
    reader.finish()
    return changed


def typed_document(document: Metadata) -> Mapping[str, str]:
    """Return the metadata as its form shows it at first."""
    names = ("kind", "number", "issuer", "title", "signer")
    typed = {name: getattr(document, name) or "" for name in names}
    return {**typed, "issued_on": document.issued_on.isoformat() if document.issued_on else ""}

"""The form of a progress update: what a browser sends, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Request

from tracker.domain import UpdateStatus, written_day
from tracker.progress import ProgressEntry, UpdateWords, UploadedFile
from tracker.web.filters import day

SHARED = "shared_evidence"
# No id is longer; SQLite takes no larger number.
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class ProgressForm:
    """What was typed, just as it was typed; shown again when something has to be put right."""

    status: str = UpdateStatus.IN_PROGRESS.value
    percent: str = "0"
    narrative: str = ""
    difficulties: str = ""
    proposals: str = ""
    result_number: str = ""
    result_date: str = ""
    period: str = ""
    corrects: str = ""


def typed_form(request: Request) -> ProgressForm:
    """Return the form's words as they were sent."""
    names = ProgressForm.__dataclass_fields__
    return ProgressForm(**{name: request.form.get(name, "") for name in names})


def form_of(update: UpdateWords) -> ProgressForm:
    """Return the form filled with an update that is to be corrected."""
    return ProgressForm(
        status=update.status.value,
        percent=str(update.percent),
        narrative=update.narrative,
        difficulties=update.difficulties,
        proposals=update.proposals,
        result_number=update.result_number or "",
        result_date=day(update.result_date) if update.result_date else "",
        period=update.period or "",
        corrects=str(update.update_id),
    )


def sent_files(request: Request) -> tuple[UploadedFile, ...]:
    """Return the files of the form; a field left empty sends one without a name.

    There are two fields: a browser that sends several files says nothing of each.
    """
    return tuple(
        UploadedFile(file.filename, file.read(), is_shared=name == SHARED)
        for name in ("evidence", SHARED)
        for file in request.files.getlist(name)
        if file.filename
    )


def kept_files(request: Request) -> frozenset[int]:
    """Return the ids of the corrected update's files that are to stay."""
    return frozenset(number for number in request.form.getlist("kept", type=int))


def read_form(
    form: ProgressForm,
    files: tuple[UploadedFile, ...] = (),
    kept: frozenset[int] = frozenset(),
) -> tuple[ProgressEntry, Mapping[str, str]]:
    """Return the entry that was meant, and the code of the fault of each field that says none."""
    status = form.status if form.status in set(UpdateStatus) else None
    percent = form.percent.strip().removesuffix("%").strip()
    is_number = percent.isascii() and percent.isdigit() and len(percent) <= len("100")
    result_date = typed_day(form.result_date)
    faults = {
        "status": "unknown" if status is None else None,
        "percent": None if is_number else "not-a-percentage",
        "result_date": "not-a-date" if form.result_date.strip() and not result_date else None,
    }
    entry = ProgressEntry(
        status=UpdateStatus(status or UpdateStatus.IN_PROGRESS),
        percent=int(percent) if is_number else 0,
        narrative=form.narrative,
        difficulties=form.difficulties,
        proposals=form.proposals,
        result_number=form.result_number,
        result_date=result_date,
        period=form.period or None,
        evidence=files,
        corrects_id=record_id(form.corrects),
        kept_evidence=kept,
    )
    return entry, {name: fault for name, fault in faults.items() if fault}


def record_id(text: str) -> int | None:
    """Return the id that a form sent, ``None`` where it sent none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def typed_day(text: str) -> date | None:
    """Return the day that was typed, the day first; ``None`` when it is none."""
    return written_day(text.strip())

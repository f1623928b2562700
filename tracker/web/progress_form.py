"""The form of a progress update: what a browser sends, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Request

from tracker.domain import UpdateStatus
from tracker.progress import ProgressEntry, UploadedFile

# 17/02/2024 as offices write it, also with dots or hyphens; 2024-02-17 as machines do.
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


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


def typed_form(request: Request) -> ProgressForm:
    """Return the form's words as they were sent."""
    names = ProgressForm.__dataclass_fields__
    return ProgressForm(**{name: request.form.get(name, "") for name in names})


def sent_files(request: Request) -> tuple[UploadedFile, ...]:
    """Return the files of the form; a field left empty sends one without a name."""
    files = request.files.getlist("evidence")
    return tuple(UploadedFile(file.filename, file.read()) for file in files if file.filename)


def read_form(
    form: ProgressForm, files: tuple[UploadedFile, ...]
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
    )
    return entry, {name: fault for name, fault in faults.items() if fault}


def typed_day(text: str) -> date | None:
    """Return the day that was typed, the day first; ``None`` when it is none."""
    text = text.strip()
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

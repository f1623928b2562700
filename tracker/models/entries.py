"""What an agency types into a progress update, and everything that can be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from directives.text import clean_line
from tracker.domain import UpdateStatus
from tracker.errors import Invalid

MAX_NARRATIVE_CHARACTERS = 20_000
MAX_REMARK_CHARACTERS = 5_000
MAX_NUMBER_CHARACTERS = 100
MAX_EVIDENCE_FILES = 10
MAX_EVIDENCE_BYTES = 25 * 1024 * 1024
MAX_PERCENT = 100


# Luật bảo vệ bí mật nhà nước: a secret document is marked with one of these words on its face.
_SECRET_MARK = re.compile(r"^(?:Độ mật ?: ?)?(?:TUYỆT MẬT|TỐI MẬT|MẬT|Tuyệt mật|Tối mật|Mật)$")
FACE_LINES = 40


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as a browser sends it; the name is the sender's and may be anything.

    Others with a part in the task read it only if it ``is_shared``.
    """

    name: str
    content: bytes
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """An agency's word before it is logged.

    ``narrative`` is Markdown; ``period`` ("2024-Q2") makes the entry the report of that period;
    ``result_number`` and ``result_date`` are those of the document that shows the result.
    ``corrects_id`` is the update in whose place it is to stand, whose period it keeps, with
    those of its files that are in ``kept_evidence``.
    """

    status: UpdateStatus
    percent: int
    narrative: str
    difficulties: str = ""
    proposals: str = ""
    result_number: str | None = None
    result_date: date | None = None
    period: str | None = None
    evidence: tuple[UploadedFile, ...] = ()
    corrects_id: int | None = None
    kept_evidence: frozenset[int] = frozenset()

    @property
    def file_count(self) -> int:
        """How many files back it."""
        return len(self.evidence) + len(self.kept_evidence)


class InvalidEntry(Invalid):
    """An update cannot be logged as typed; ``files`` names the files that are the reason."""

    def __init__(self, fields: dict[str, str], files: tuple[str, ...] = ()) -> None:
        super().__init__(fields)
        self.files = files


def is_marked_secret(lines: Sequence[str]) -> bool:
    """Return whether the first lines of a file bear a mark of secrecy."""
    return any(_SECRET_MARK.match(clean_line(line)) for line in lines[:FACE_LINES])


def cleaned(entry: ProgressEntry) -> ProgressEntry:
    """Return ``entry`` with its texts in canonical form, without control or bidi characters."""
    return replace(
        entry,
        narrative=clean_text(entry.narrative),
        difficulties=clean_text(entry.difficulties),
        proposals=clean_text(entry.proposals),
        result_number=clean_line(entry.result_number or "") or None,
        period=entry.period or None,
    )


def clean_text(text: str) -> str:
    """Return ``text`` with each line cleaned; indents stay, because Markdown reads them."""
    lines = text.replace("\t", "    ").splitlines()
    return "\n".join(
        " " * (len(line) - len(line.lstrip(" "))) + clean_line(line) for line in lines
    ).strip("\n ")


def entry_faults(entry: ProgressEntry, today: date) -> dict[str, str]:
    """Return the code of the fault of each field that can be judged without the task."""
    claims_done = entry.status is UpdateStatus.DONE
    shown = bool(entry.file_count or (entry.result_number and entry.result_date))
    checks = (
        ("percent", "not-a-percentage", not 0 <= entry.percent <= MAX_PERCENT),
        ("narrative", "required", not clean_text(entry.narrative)),
        ("narrative", "too-long", len(entry.narrative) > MAX_NARRATIVE_CHARACTERS),
        ("difficulties", "too-long", len(entry.difficulties) > MAX_REMARK_CHARACTERS),
        ("proposals", "too-long", len(entry.proposals) > MAX_REMARK_CHARACTERS),
        ("result_number", "too-long", len(entry.result_number or "") > MAX_NUMBER_CHARACTERS),
        ("result_number", "result-needed", claims_done and not shown),
        (
            "result_date",
            "in-the-future",
            entry.result_date is not None and entry.result_date > today,
        ),
        ("evidence", "too-many-files", entry.file_count > MAX_EVIDENCE_FILES),
        ("evidence", "empty-file", any(not file.content for file in entry.evidence)),
        ("evidence", "file-too-large", any(map(_too_large, entry.evidence))),
    )
    # A field shows one fault at a time: of two, the one that stands first above.
    return {name: code for name, code, wrong in reversed(checks) if wrong}


def faulty_files(entry: ProgressEntry) -> tuple[str, ...]:
    """Return the names of the files that are empty or too large."""
    return tuple(file.name for file in entry.evidence if not file.content or _too_large(file))


def _too_large(file: UploadedFile) -> bool:
    return len(file.content) > MAX_EVIDENCE_BYTES

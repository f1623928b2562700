"""What a reading noticed, in the reader's words: one notice for each kind, with its tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from directives import Directive, Finding, Severity, TaskDraft

NOTICES: Mapping[str, LazyString] = {
    "no-number": _("No document number was found. Fill it in if the document has one."),
    "no-date": _("No date of issue was found. Fill it in if the document has one."),
    "no-task": _("No task was found. Make tasks of words in the source, or put the draft away."),
    "no-lead": _("These tasks name nobody who would do them:"),
    "no-duty": _("These tasks name bodies but no duty of theirs:"),
    "due-untold": _("The words of these deadlines give no day; set one if there is one:"),
    "due-passed": _("These deadlines had passed when the document was issued:"),
    "numbering": _("Some numbers are missing or stand twice; see whether words were lost:"),
    "secret": _("The document carries a mark of secrecy."),
    "unexplained": _("Some text has no role."),
    "macros-left-out": _("The file carries macros; they were not read."),
    "silent-pages": _("Some pages are pictures without a text layer; their words are missing."),
    "recognised": _("The words were recognised from pictures. Compare them with the document."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of finding; ``tasks`` are those that it concerns."""

    words: str
    is_warning: bool
    tasks: tuple[TaskDraft, ...]


def notices(reading: Directive, findings: tuple[Finding, ...]) -> Iterator[Notice]:
    """Yield a notice for each kind of finding, in the order of the findings.

    Raises:
        KeyError: a code has no words.
    """
    for code in dict.fromkeys(finding.code for finding in findings):
        alike = [finding for finding in findings if finding.code == code]
        starts = {finding.start for finding in alike}
        yield Notice(
            words=str(NOTICES[code]),
            is_warning=any(finding.severity is Severity.WARNING for finding in alike),
            tasks=tuple(task for task in reading.walk() if task.start in starts),
        )

"""What a person should know of a reading: what is missing, what is secret, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from directives.appraisal import names_a_duty
from directives.model import Finding, Metadata, Severity, Span, SpanRole, TaskDraft
from directives.numbering import Slip


def find_findings(
    document: Metadata,
    plain: str,
    tasks: Iterable[TaskDraft],
    spans: Iterable[Span],
    slips: Iterable[Slip],
) -> Iterator[Finding]:
    """Yield the findings: of the document, of its tasks, of its text, each in document order.

    ``plain`` is the plain reading of the text.
    """
    yield from _of_document(document)
    walked = [task for outer in tasks for task in outer.walk()]
    if not walked:
        yield Finding("no-task", Severity.WARNING, "No task was found in the document.")
    for task in walked:
        yield from _of_task(task, plain, document.issued_on)
    yield from map(_of_slip, slips)
    for span in spans:
        if span.role is SpanRole.UNEXPLAINED:
            message = "This text has no role."
            yield Finding("unexplained", Severity.WARNING, message, span.start, span.end)


def _of_document(document: Metadata) -> Iterator[Finding]:
    if document.number is None:
        yield Finding("no-number", Severity.INFO, "No document number was found.")
    if document.issued_on is None:
        yield Finding("no-date", Severity.INFO, "No date of issue was found.")
    if document.secrecy is not None:
        yield Finding("secret", Severity.WARNING, f"The document is marked {document.secrecy}.")


def _of_task(task: TaskDraft, plain: str, issued_on: date | None) -> Iterator[Finding]:
    place = (task.start, task.end)
    if not task.lead:
        yield Finding("no-lead", Severity.INFO, "The task names no body.", *place)
    elif not task.children and not names_a_duty(plain[task.start : task.end]):
        message = "The task names bodies but no duty of theirs."
        yield Finding("no-duty", Severity.INFO, message, *place)
    if task.due is None:
        return
    if task.due.date is None:
        message = f'The deadline "{task.due.text}" gives no day.'
        yield Finding("due-untold", Severity.INFO, message, *place)
    elif issued_on is not None and task.due.date < issued_on:
        message = f'The deadline "{task.due.text}" had passed when the document was issued.'
        yield Finding("due-passed", Severity.WARNING, message, *place)


def _of_slip(slip: Slip) -> Finding:
    number, before = (point.label.text for point in (slip.point, slip.before) if point.label)
    told = "stands twice" if slip.is_repeated else f'does not follow on "{before}"'
    message = f'The number "{number}" {told}.'
    return Finding("numbering", Severity.WARNING, message, slip.point.start, slip.point.end)

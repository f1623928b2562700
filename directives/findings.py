"""What a person should know of a reading: what is missing, what is secret, what has no role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from directives.model import Finding, Metadata, Severity, Span, SpanRole, TaskDraft


def find_findings(
    document: Metadata, tasks: Iterable[TaskDraft], spans: Iterable[Span]
) -> Iterator[Finding]:
    """Yield the findings: of the document, of its tasks, of its text, each in document order."""
    yield from _of_document(document)
    walked = [task for outer in tasks for task in outer.walk()]
    if not walked:
        yield Finding("no-task", Severity.WARNING, "No task was found in the document.")
    for task in walked:
        if not task.lead:
            yield Finding("no-lead", Severity.INFO, "The task names no body.", task.start, task.end)
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

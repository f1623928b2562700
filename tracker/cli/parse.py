"""``tracker parse``: what a document gives, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from directives import (
    Body,
    BodyRole,
    Directive,
    DirectiveError,
    TaskDraft,
    explain,
    parse_directive,
)

UNREADABLE = 2
_ROLES = {
    BodyRole.LEAD: "lead",
    BodyRole.DIRECTED: "directs",
    BodyRole.COORDINATING: "with",
    BodyRole.REPORTS_TO: "reports to",
}
_LONGEST_EXCERPT = 100


class UnreadableFile(click.ClickException):
    """Ends the command with status 2 and its one line on standard error."""

    exit_code = UNREADABLE

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - as click calls it
        """Print the line alone, without a word before it."""
        click.echo(" ".join(self.message.split()), err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help='Print the published form, "directive/1".')
@click.option("--explain", "explained", is_flag=True, help="Say for each part which rule gave it.")
def parse(file: Path, *, as_json: bool, explained: bool) -> None:
    """Read the document FILE and print its tasks."""
    if as_json and explained:
        raise click.UsageError("choose --json or --explain; the published form gives no reasons")
    directive = _read(file)
    lines = _explanation(directive) if explained else _outline(directive)
    text = directive.to_json() if as_json else "\n".join(lines)
    # Bytes, since the published form is UTF-8 whatever the terminal speaks.
    click.echo(text.encode())


def _read(file: Path) -> Directive:
    try:
        return parse_directive(file.read_bytes(), name=file.name)
    except FileNotFoundError:
        raise UnreadableFile(f"{file}: there is no such file; check the path") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{file}: this is a folder; name a file in it") from None
    except OSError as fault:
        raise UnreadableFile(
            f"{file}: the file cannot be opened ({fault.strerror}); check its permissions"
        ) from fault
    except DirectiveError as fault:
        raise UnreadableFile(fault.message) from fault


def _outline(directive: Directive) -> Iterator[str]:
    document = directive.document
    known = (document.kind, document.number, document.issued_on, document.issuer)
    yield " · ".join(str(value) for value in known if value) or directive.source.name
    if document.title:
        yield document.title
    for task in directive.tasks:
        yield ""
        yield from _task_lines(task, "")
    yield ""
    yield from (f"{finding.severity}: {finding.message}" for finding in directive.findings)


def _task_lines(task: TaskDraft, indent: str) -> Iterator[str]:
    yield f"{indent}{task.id}  {_excerpt(task.text)}"
    for role, word in _ROLES.items():
        if bodies := task.bodies(role):
            yield f"{indent}    {word}: {'; '.join(_name(body) for body in bodies)}"
    if task.due:
        yield f"{indent}    due: {task.due.date or 'no day'} ({task.due.text})"
    if task.recurrence:
        yield f"{indent}    every {task.recurrence.every}: {task.recurrence.text}"
    for child in task.children:
        yield from _task_lines(child, f"{indent}    ")


def _explanation(directive: Directive) -> Iterator[str]:
    for task, reasons in explain(directive):
        yield f"{task.id}  {task.start}-{task.end}  {_excerpt(task.text)}"
        for reason in reasons:
            yield f"    {reason.part:<14}{_excerpt(reason.words):<44} {reason.rule}"
        yield ""


def _name(body: Body) -> str:
    return f"({body.text})" if body.inherited else body.text


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXCERPT else f"{line[: _LONGEST_EXCERPT - 1]}…"

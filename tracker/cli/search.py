"""``tracker search``: ask the index, rebuild it, compare it with the tables, switch engines."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from config import SettingError, read_config
from search_index import (
    ENGINES,
    IndexBusyError,
    IndexUnreachableError,
    SearchError,
    SearchQueryError,
    Snippet,
)
from tracker import search as searching
from tracker.app import create_services
from tracker.domain import Actor, Role, office_day
from tracker.errors import TrackerError
from tracker.search import DirectiveCard, FoundPage, Question, TaskCard
from tracker.services import Services

# Who can run commands on this machine can read the database as well.
OPERATOR = Actor(0, "operator", frozenset({Role.INSPECTOR}))
MAX_LISTED = 20
# A running worker brings every change in within a second.
SETTLE_SECONDS = 1.0


@click.group()
def search() -> None:
    """Ask the search index, and look after it."""


@search.command()
@click.argument("query")
@click.option("--page", default=1, show_default=True, help="Which page of the results.")
def find(query: str, page: int) -> None:
    """Print the tasks and documents that QUERY finds, with what matched."""
    with _opened() as services:
        found = searching.find(
            services.database,
            services.search,
            OPERATOR,
            Question(query, page=page),
            today=office_day(services.clock()),
            rules=services.rules,
        )
    if found.error is not None:
        raise click.ClickException(_explained(found.error))
    _print(found)


@search.command()
def rebuild() -> None:
    """Build the index anew from the tables; people can search meanwhile."""
    with _opened() as services:
        count = searching.rebuild(services.database, services.search)
    click.echo(f"The index holds {count} records.")


@search.command()
def check() -> None:
    """Compare the index with the tables; exit with 1 when they differ.

    Compared are the ids and revisions of all records, and of a sample whether each is found by
    what it holds.
    """
    with _opened() as services:
        settle = partial(time.sleep, SETTLE_SECONDS)
        differences = searching.check(services.database, services.search, settle)
    for name in ("missing", "surplus", "outdated", "unfindable"):
        keys = getattr(differences, name)
        if keys:
            more = f" and {len(keys) - MAX_LISTED} more" if len(keys) > MAX_LISTED else ""
            click.echo(f"{name}: {', '.join(keys[:MAX_LISTED])}{more}")
    if differences:
        raise click.exceptions.Exit(1)
    click.echo("The index agrees with the tables.")


@search.command()
def status() -> None:
    """Say which engine is in force, what its index holds and what waits to go into it."""
    with _opened() as services:
        found = searching.status(services.database, services.engines)
    click.echo(f"Engine in force: {found.engine}{'' if found.is_default else ', by a switch'}")
    click.echo(f"State of its index: {found.fault or 'in use'}")
    if found.stats is not None:
        click.echo(f"Records: {found.stats.records}, after {found.stats.last_seq} batches")
    click.echo(f"Changes waiting to go in: {found.waiting}")
    if found.fault:
        raise click.exceptions.Exit(1)


@search.command()
@click.argument("engine", type=click.Choice(ENGINES))
def switch(engine: str) -> None:
    """Build the index of ENGINE aside, compare it, and search in it from then on.

    People search meanwhile. Every process notices by itself, and keeps to ENGINE at its next
    start, whatever the setting TRACKER_SEARCH_ENGINE says.
    """
    with _opened() as services:
        today = office_day(services.clock())
        count = searching.switch(services.database, services.engines, engine, today=today)
    click.echo(f"{engine} is in force and holds {count} records.")


@contextmanager
def _opened() -> Iterator[Services]:
    try:
        services = create_services(read_config())
    except SettingError as error:
        raise click.ClickException(str(error)) from error
    try:
        yield services
    except TrackerError as error:
        raise click.ClickException(error.message) from error
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("The tables cannot be read. Run: tracker db upgrade") from error
    except (IndexBusyError, IndexUnreachableError) as error:
        raise click.ClickException(str(error)) from error
    except SearchError as error:
        raise click.ClickException(f"{error}. Run: tracker search rebuild") from error
    finally:
        services.database.close()


def _explained(error: SearchQueryError) -> str:
    pointed = f"{error.message}\n  {error.text}\n  {' ' * error.position}^"
    return f"{pointed}\nTry: {error.proposal}" if error.proposal else pointed


def _print(found: FoundPage) -> None:
    if found.fallback is not None:
        cause = "its server does not answer" if found.fallback.waits_for_server else "is missing"
        click.echo(f"The index {cause}; this comes straight from the tables.", err=True)
        if not found.fallback.can_answer:
            raise click.ClickException("The tables cannot be asked for all of this.")
    click.echo(f"{found.matches} matches in {found.total} tasks and documents")
    if found.with_all is not None:
        click.echo(f"{found.with_all} of them have all the words")
    for card in found.cards:
        click.echo(_heading(card))
        for match in card.matches:
            said = f" ({match.agency}, {match.on:%d/%m/%Y})" if match.agency else ""
            click.echo(f"    {match.kind}{said}: {_marked(match.snippet)}")


def _heading(card: TaskCard | DirectiveCard) -> str:
    if isinstance(card, DirectiveCard):
        return f"- {card.number or card.file_name} {card.title or ''}".rstrip()
    day = card.due.day if card.due else None
    due = f", due {day:%d/%m/%Y}" if day else ""
    return f"- task {card.task_id} of {card.directive.number or card.directive.file_name}{due}"


def _marked(snippet: Snippet) -> str:
    """Return a snippet on one line with its marks in brackets."""
    pieces, place = [], 0
    for start, end in snippet.marks:
        pieces += [snippet.text[place:start], "[", snippet.text[start:end], "]"]
        place = end
    text = " ".join("".join([*pieces, snippet.text[place:]]).split())
    return f"{'…' if snippet.cut_before else ''}{text}{'…' if snippet.cut_after else ''}"

"""``tracker figures``: the ledger of figures."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from config import read_config
from tracker import schema
from tracker.db import Database
from tracker.ledger import rebuild_ledger


@click.group()
def figures() -> None:
    """Look after the ledger of figures."""


@figures.command()
def rebuild() -> None:
    """Read all figures anew from documents and reports; people may go on working."""
    database = Database(read_config().database)
    schema.upgrade(database)
    directives, updates = rebuild_ledger(database, now=datetime.now(UTC))
    database.close()
    click.echo(f"Figures were read anew from {directives} documents and {updates} reports.")

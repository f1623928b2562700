"""``tracker db``: the database."""

from __future__ import annotations

import click

from config import read_config
from tracker import schema
from tracker.db import Database


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this version; doing it again is harmless."""
    config = read_config()
    config.folder.mkdir(parents=True, exist_ok=True)
    database = Database(config.database)
    schema.upgrade(database)
    database.close()
    click.echo("The database is up to date.")

"""``tracker sample``: the province to try the application with."""

from __future__ import annotations

import click

from config import read_config
from tracker import sample as province
from tracker import schema
from tracker.app import create_services
from tracker.cli.serve import tell_sample


@click.group()
def sample() -> None:
    """Look after the sample province."""


@sample.command()
def load() -> None:
    """Fill an empty database with the sample; one that has data is left as it is."""
    config = read_config()
    config.folder.mkdir(parents=True, exist_ok=True)
    services = create_services(config)
    schema.upgrade(services.database)
    tell_sample(province.load(services.database, services.files))
    services.database.close()

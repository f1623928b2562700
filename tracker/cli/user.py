"""``tracker user``: the first administrator, and forgotten passwords.

Who can run commands on this machine can read the database as well, so the operator acts with
an administrator's rights.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select

from config import read_config
from tracker import accounts, schema
from tracker.app import create_services
from tracker.domain import Actor, Role
from tracker.errors import TrackerError
from tracker.models import User
from tracker.services import Services

OPERATOR = Actor(0, "operator", frozenset({Role.ADMINISTRATOR}))


@click.group()
def user() -> None:
    """Look after accounts."""


@user.command()
@click.argument("username")
def password(username: str) -> None:
    """Give a person a one-time password; their sessions end at once."""
    with _opened() as services:
        issued = accounts.reset_password(
            services.database, OPERATOR, _id_of(services, username), now=services.clock()
        )
    click.echo(f"One-time password of {issued.username}: {issued.password}")


@user.command()
@click.argument("username")
@click.argument("name")
def administrator(username: str, name: str) -> None:
    """Add an administrator called NAME, who then adds everybody else."""
    form = accounts.NewUser(username=username, display_name=name, role=Role.ADMINISTRATOR.value)
    with _opened() as services:
        issued = accounts.add_user(services.database, OPERATOR, form, now=services.clock())
    click.echo(f"One-time password of {issued.username}: {issued.password}")


@contextmanager
def _opened() -> Iterator[Services]:
    config = read_config()
    config.folder.mkdir(parents=True, exist_ok=True)
    services = create_services(config)
    try:
        # An office may begin with its first administrator, before anything was served.
        schema.upgrade(services.database)
        yield services
    except TrackerError as error:
        raise click.ClickException(error.message) from error
    finally:
        services.database.close()


def _id_of(services: Services, username: str) -> int:
    with services.database.reading() as session:
        found = session.scalar(select(User.id).where(User.username == username))
    if found is None:
        raise click.ClickException(f"There is no account called {username}")
    return found

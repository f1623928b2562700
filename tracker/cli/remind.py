"""``tracker remind``: the day's reminders now, for offices that time them by cron."""

from __future__ import annotations

from datetime import datetime

import click

from config import Config, SettingError, read_config
from tracker import reminders
from tracker.app import create_services
from tracker.domain import office_day
from tracker.reminders import Reminded


@click.command()
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="A day before today, to tell what held then; today if not named.",
)
def remind(day: datetime | None) -> None:
    """Tell everybody what holds today and they have not been told; say how much it was."""
    services = create_services(_config())
    try:
        now = services.clock()
        wanted = day.date() if day else office_day(now)
        if wanted > office_day(now):
            raise click.BadParameter("this day has not come", param_hint="--day")
        reminded = reminders.remind(
            services.database, services.reminders, services.rules, now=now, day=wanted
        )
        if wanted == office_day(now):
            reminders.note_done(services.database, wanted)
    finally:
        services.database.close()
    _tell(reminded)


def _config() -> Config:
    try:
        return read_config()
    except SettingError as error:
        raise click.ClickException(str(error)) from error


def _tell(reminded: Reminded) -> None:
    click.echo(
        f"{reminded.day:%d/%m/%Y}: {reminded.notices} notices on {reminded.assignments} assignments"
    )
    for occasion, count in sorted(reminded.occasions.items()):
        click.echo(f"  {occasion.value:<16}{count:>8}")
    for role, count in sorted(reminded.escalations.items()):
        click.echo(f"  to {role.value:<13}{count:>8}")
    if reminded.without_people:
        click.echo(f"Assignments whose agency has no account: {reminded.without_people}")
    if reminded.left_out:
        click.echo(f"Too much for one person, left to the review: {reminded.left_out}")

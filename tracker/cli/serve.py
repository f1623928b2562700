"""``tracker serve``: the application on this machine, with its search worker."""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType

import click
import waitress

from config import Config, SettingError, read_config
from tracker import sample, schema
from tracker.app import create_app, create_notifier, create_services
from tracker.services import Services
from tracker.worker import start_worker

THREADS = 8


@click.command()
@click.option("--sample", "with_sample", is_flag=True, help="Load the sample province first.")
def serve(*, with_sample: bool) -> None:
    """Serve the application until it is stopped."""
    signal.signal(signal.SIGTERM, _stop)
    config = _config()
    _check_folder(config)
    _check_port(config)
    _prepare(config, with_sample=with_sample)
    app = create_app(config)
    services: Services = app.extensions["tracker"]
    worker = start_worker(services)
    notifier = create_notifier(app, config)
    notifier.start()
    click.echo(f"Serving on http://{config.host}:{config.port} (stop with Ctrl+C)")
    try:
        waitress.serve(app, host=config.host, port=config.port, threads=THREADS, _quiet=True)
    finally:
        notifier.stop()
        worker.stop()
        services.database.close()


def _config() -> Config:
    try:
        return read_config()
    except SettingError as error:
        raise click.ClickException(str(error)) from error


def _check_folder(config: Config) -> None:
    try:
        config.folder.mkdir(parents=True, exist_ok=True)
        probe = config.folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise click.ClickException(
            f"The folder {config.folder.absolute()} cannot be written to ({error.strerror}); "
            "name another one by TRACKER_FOLDER"
        ) from error


def _check_port(config: Config) -> None:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {config.port} on {config.host} is taken or not allowed; "
                "name another one by TRACKER_PORT"
            ) from error


def _prepare(config: Config, *, with_sample: bool) -> None:
    """Bring the tables up to date and fill an empty database with the sample."""
    services = create_services(config)
    try:
        schema.upgrade(services.database)
        if with_sample:
            tell_sample(sample.load(services.database, services.files))
    finally:
        services.database.close()


def tell_sample(accounts: tuple[sample.SampleAccount, ...]) -> None:
    """Print the accounts made just now, or that the data of an earlier start were kept."""
    if not accounts:
        click.echo(
            "The data of the last start were kept. Forgotten a password? tracker user password NAME"
        )
        return
    click.echo("The sample province is loaded. Its accounts, shown only this once:")
    for account in accounts:
        click.echo(f"  {account.username:<14} {account.password}   {account.description}")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End as asked: what has begun is closed on the way out, and that is no failure."""
    raise SystemExit(0)

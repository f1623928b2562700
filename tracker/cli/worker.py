"""``tracker worker``: index, alerts and mails kept in step, as a process of its own."""

from __future__ import annotations

import signal
import threading

import click

from config import read_config
from tracker.app import create_app, create_notifier
from tracker.services import Services
from tracker.worker import start_worker


@click.command()
def worker() -> None:
    """Follow the change feed until stopped; one such process is enough."""
    config = read_config()
    app = create_app(config)
    services: Services = app.extensions["tracker"]
    notifier = create_notifier(app, config)
    running = start_worker(services)
    notifier.start()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()
    notifier.stop()
    running.stop()
    services.database.close()

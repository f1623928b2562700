"""``tracker worker``: keeping the search index in step, as a process of its own."""

from __future__ import annotations

import signal
import threading

import click

from config import read_config
from tracker.app import create_services
from tracker.worker import start_worker


@click.command()
def worker() -> None:
    """Follow the change feed until stopped; one such process is enough."""
    services = create_services(read_config())
    running = start_worker(services)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()
    running.stop()
    services.database.close()

"""A real PostgreSQL for the tests, started in a folder of its own and gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tracker.models import Base

LONGEST_START_SECONDS = 60.0
# Nothing outlives the tests, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


@dataclass(slots=True)
class PostgresServer:
    """A running server, reached by a socket in ``folder``."""

    folder: Path
    made: int = 0

    @property
    def url(self) -> str:
        """The address of the database that is emptied for each test."""
        return self._url("postgres")

    def another(self) -> str:
        """Return the address of a new database without any tables."""
        self.made += 1
        name = f"another{self.made}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql:///{name}?host={self.folder}&user=tracker"

    def empty(self) -> None:
        """Take every row out of every table."""
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def is_postgres_here() -> bool:
    """Return whether a PostgreSQL can be started on this machine."""
    return _programs() is not None


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server, and stop it at the end."""
    programs = _programs()
    assert programs is not None, "no PostgreSQL on this machine"
    # A socket's path may have a hundred letters; the tests' own folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    owner = _owner(folder)
    data = folder / "data"
    settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    made = (programs / "initdb", "-D", data, "-U", "tracker", "-A", "trust", "-E", "UTF8")
    try:
        subprocess.run(  # noqa: S603 - programs of this machine, by their full path
            [*made, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, user=owner
        )
        server = subprocess.Popen(  # noqa: S603 - the same
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=owner,
        )
        try:
            running = PostgresServer(folder)
            _wait_for(running)
            yield running
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = shutil.which("postgres")
    folder = Path(found).resolve().parent if found else None
    return folder if folder and (folder / "initdb").exists() else None


def _owner(folder: Path) -> int | None:
    """Return as whom to run the server: it refuses to run as root."""
    if os.getuid() != 0:
        return None
    owner = pwd.getpwnam("nobody")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return owner.pw_uid


def _wait_for(server: PostgresServer) -> None:
    end = time.monotonic() + LONGEST_START_SECONDS
    while True:
        try:
            psycopg.connect(server.url).close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return

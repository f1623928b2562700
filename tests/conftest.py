"""What the tests stand on: a real application over a real database in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from tests.factories import NOW, PASSWORD, make_user
from tests.pages import Page, checked_page
from tests.postgres import PostgresServer, postgres_server
from tracker.app import create_app
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.models import Base
from tracker.search import rebuild as bring_up_to_date

SignIn = Callable[..., FlaskClient]
Visit = Callable[..., Page]
NewDatabase = Callable[[Path], Database]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[PostgresServer | None]:
    """A PostgreSQL with all tables, where the tests are to run on one."""
    if request.config.getoption("--on") == "sqlite":
        yield None
        return
    with postgres_server() as server:
        database = Database(server.url)
        Base.metadata.create_all(database.engine)
        database.close()
        yield server


@pytest.fixture(scope="session")
def new_database(server: PostgresServer | None) -> NewDatabase:
    """Open a database without any tables; SQLite keeps its own in the folder named."""

    def _new(folder: Path) -> Database:
        return Database(server.another() if server else f"sqlite:///{folder / 'tracker.db'}")

    return _new


@pytest.fixture
def database(tmp_path: Path, server: PostgresServer | None) -> Iterator[Database]:
    """An empty database with all tables."""
    if server is not None:
        server.empty()
    url = server.url if server else f"sqlite:///{tmp_path / 'tracker.db'}"
    database = Database(url)
    if server is None:
        Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def app(tmp_path: Path, database: Database) -> Iterator[Flask]:
    """The application over ``database``, at the moment ``NOW``."""
    app = create_app(Config(folder=tmp_path, database_url=database.url), clock=lambda: NOW)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["tracker"].database.close()


@pytest.fixture
def indexed(app: Flask) -> Callable[[], int]:
    """Bring the search index of ``app`` to what the tables hold now."""
    services = app.extensions["tracker"]
    return partial(bring_up_to_date, services.database, services.search)


@pytest.fixture
def sign_in(app: Flask, database: Database) -> SignIn:
    """Give a browser in which a new person of a role is signed in."""

    def _sign_in(role: Role, agency_id: int | None = None) -> FlaskClient:
        username = f"{role.value}-{agency_id}"
        make_user(database, role, username=username, agency_id=agency_id)
        client = app.test_client()
        client.set_cookie("locale", "en")
        answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return _sign_in


@pytest.fixture
def visit() -> Visit:
    """Fetch a page and check what every page must be (see ``tests.pages``)."""

    def _visit(client: FlaskClient, path: str, status: int = 200) -> Page:
        return checked_page(client.get(path, follow_redirects=True), status)

    return _visit


@pytest.fixture
def clerk(database: Database) -> Actor:
    """A clerk of the Committee's office."""
    user_id = make_user(database, Role.CLERK)
    return Actor(user_id, "Văn thư", frozenset({Role.CLERK}))


@pytest.fixture
def inspector(database: Database) -> Actor:
    """An inspector."""
    user_id = make_user(database, Role.INSPECTOR)
    return Actor(user_id, "Cán bộ kiểm tra", frozenset({Role.INSPECTOR}))

"""What the tests of searching stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from search_index import SearchEngine, open_engine
from tests.factories import make_directive, make_user
from tests.mailbox import Mailbox, free_port
from tests.search_index.conftest import opensearch_url
from tracker.db import Database
from tracker.domain import Role

__all__ = ["opensearch_url"]


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    return open_engine("tantivy", tmp_path / "index")


@pytest.fixture
def author(database: Database) -> int:
    return make_user(database, Role.CLERK)


@pytest.fixture
def directive(database: Database, author: int) -> int:
    return make_directive(database, author_id=author, number="23-CT/TU", text="Một. Hai. Ba.")


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def mailbox(mail_server: Mailbox) -> Mailbox:
    mail_server.answer = "250 OK"
    mail_server.mails.clear()
    return mail_server

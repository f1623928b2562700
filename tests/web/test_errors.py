"""Each fault has a page in the reader's words, with the next step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import walk_packages
from typing import NoReturn

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_babel import force_locale
from structlog.testing import capture_logs

import directives
import tracker
from directives.errors import DirectiveError, EncryptedFileError, LimitExceededError
from tests.pages import checked_page
from tracker.accounts import TooManyAttemptsError
from tracker.db import Database
from tracker.errors import Conflict, Invalid, NotAllowed, NotFound, TrackerError, Unavailable
from tracker.web import faults
from tracker.web.errors import ADVICE

FAULTS: dict[str, Exception] = {
    "error": TrackerError(),
    "not-found": NotFound(),
    "not-allowed": NotAllowed(),
    "conflict": Conflict(),
    "invalid": Invalid({"title": "required"}),
    "too-many": TooManyAttemptsError(minutes=3),
    "unavailable": Unavailable(),
    "encrypted": EncryptedFileError("a.docx is protected"),
    "unforeseen": ZeroDivisionError("secret words of ours"),
}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in English of an application whose pages fail as asked."""

    @app.get("/fail/<name>")
    def fail(name: str) -> NoReturn:
        raise FAULTS[name]

    @app.get("/abort/<int:status>")
    def stop(status: int) -> NoReturn:
        abort(status)

    client = app.test_client()
    client.set_cookie("locale", "en")
    return client


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("error", 400, "This cannot be done."),
        ("not-found", 404, "There is no such thing"),
        ("not-allowed", 403, "ask an administrator for the role"),
        ("conflict", 409, "load the page anew"),
        ("invalid", 422, "correct the form"),
        ("too-many", 429, "Wait 3 minutes"),
        ("unavailable", 503, "Nothing was changed."),
        ("encrypted", 422, "Remove the protection and try again."),
        ("unforeseen", 500, "This is a fault of the application"),
    ],
)
def test_a_fault_says_what_happened_and_what_to_do(
    client: FlaskClient, name: str, status: int, words: str
) -> None:
    assert words in checked_page(client.get(f"/fail/{name}"), status).words


@pytest.mark.parametrize("status", sorted(ADVICE))
def test_every_status_has_its_page(app: Flask, client: FlaskClient, status: int) -> None:
    page = checked_page(client.get(f"/abort/{status}"), status)
    with app.test_request_context(), force_locale("en"):
        assert page.texts("//h1") == [str(ADVICE[status].title)]
    assert "%(" not in page.words


def test_a_rare_status_borrows_the_words_of_its_kind(client: FlaskClient) -> None:
    page = checked_page(client.get("/abort/415"), 415)
    assert page.texts("//h1") == ["This cannot be understood"]


def test_a_fault_of_ours_is_found_in_the_log_by_its_reference(client: FlaskClient) -> None:
    with capture_logs() as logged:
        page = checked_page(client.get("/fail/unforeseen"), 500)
    assert [entry["reference"] for entry in logged] == page.texts("//code")
    assert "secret words" not in page.words


def test_the_log_holds_one_line_for_a_fault_and_no_password(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client.get("/fail/unforeseen", query_string={"password": "a\nsecret"})
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["/fail/unforeseen"]
    assert "a\\nsecret" not in lines[0]


def test_a_fault_of_the_database_still_has_a_page(app: Flask, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "x"
    services = app.extensions["tracker"]
    missing = Database("sqlite:////no/such/folder/tracker.db")
    app.extensions["tracker"] = replace(services, database=missing)
    client.delete_cookie("locale")
    assert checked_page(client.get("/account"), 500).tree.get("lang") == "vi"


def test_a_busy_service_says_when_to_come_back(client: FlaskClient) -> None:
    assert client.get("/fail/unavailable").headers["Retry-After"] == "30"


def test_a_form_that_is_too_large_names_the_limit(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"username": "x" * (51 * 1024 * 1024)})
    assert answer.status_code == 413


def test_a_wrong_method_says_which_is_right(client: FlaskClient) -> None:
    answer = client.get("/sign-out")
    assert "POST" in answer.headers["Allow"]
    assert "use the button" in checked_page(answer, 405).words


def test_a_form_out_of_date_says_how_to_go_on(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    page = checked_page(client.post("/sign-in", data={}), 400)
    assert page.texts("//h1") == ["The form is out of date"]
    assert "copy what was typed" in page.words


def _below(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for other in kind.__subclasses__():
        yield from _below(other)


@pytest.mark.parametrize("base", [TrackerError, DirectiveError])
def test_every_kind_of_fault_has_words_of_its_own(base: type[Exception]) -> None:
    for package in (tracker, directives):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(("tracker.cli", "tracker.migrations")):
                import_module(module.name)
    kinds = [kind for kind in _below(base) if kind.__module__.startswith(("tracker", "directives"))]
    assert not {vars(kind).get("code", "error") for kind in kinds} - set(faults.FAULTS)


def test_a_code_without_words_is_said_as_the_kind_above_it(app: Flask) -> None:
    class OddConflict(Conflict):
        """Something odd."""

        code = "odd"

    with app.test_request_context(), force_locale("en"):
        assert faults.fault_words(OddConflict()).startswith("Somebody else was first")


def test_a_fault_of_a_file_names_the_file_and_the_limit(app: Flask) -> None:
    fault = LimitExceededError("too long", name="chỉ thị.md", characters=20_000_000)
    with app.test_request_context(), force_locale("en"):
        assert faults.fault_words(fault) == (
            "chỉ thị.md: The file is larger or more deeply nested than can be read safely. "
            "The limit is 20.000.000 characters."
        )

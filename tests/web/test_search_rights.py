"""Nobody finds, counts or guesses what they may not know of, on any path of search.

Each record has a word of its own. What the policy hides from a person must answer, on every
path, letter for letter as a word that stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from search_index import Facet
from tests.conftest import NewDatabase
from tests.factories import NOW, PASSWORD
from tests.tracker.secrets_world import AGENCIES, LETTERS, World, in_any, odd_words
from tracker import accounts, alerts
from tracker.alerts import AlertForm, SearchForm
from tracker.app import create_app
from tracker.cli import main
from tracker.cli.search import OPERATOR
from tracker.domain import Role, TrackingRules, office_day
from tracker.models import Base, IndexChange, RecordKind, note_change
from tracker.search import Question, drain, find, rebuild

MOST_OF_A_QUERY = 60
ROLES = [role.value for role in Role if role is not Role.AGENCY]
PEOPLE = [*ROLES, *AGENCIES]
# Clerks, inspectors and the Committee find the same; those without any part are alike as well.
OF_EACH_SORT = ["inspector", "administrator", "beta", "old"]


@dataclass(frozen=True)
class Office:
    """The world with an application over it, a browser for each person, and its folder."""

    world: World
    app: Flask
    clients: dict[str, FlaskClient]
    folder: str

    @property
    def words_of_nobody(self) -> Iterator[str]:
        return odd_words(8)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    database = new_database(folder)
    Base.metadata.create_all(database.engine)
    world = World(database)
    app = create_app(Config(folder=folder, database_url=database.url), clock=lambda: NOW)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    clients = {who: signed_in(app, who) for who in world.users}
    services = app.extensions["tracker"]
    rebuild(services.database, services.search)
    watch(world, services.finder)
    world.add_records()
    index(world, services.search)
    alerts.look(database, services.finder, services.post, now=NOW)
    boss = world.actor("administrator")
    accounts.disable_user(database, boss, world.users["disabled"], now=NOW)
    yield Office(world, app, clients, str(folder))
    services.database.close()
    database.close()


def signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("locale", "en")
    client.post("/sign-in", data={"username": who, "password": PASSWORD})
    return client


def watch(world: World, finder: alerts.Finder) -> None:
    """Have everybody be told of all there will be."""
    for who in PEOPLE:
        actor = world.actor(who)
        form = SearchForm(
            "Mọi việc", urlencode({"q": "việc* OR đã* OR tệp* OR về*"}), is_shared=False
        )
        search = alerts.save_search(world.database, finder, actor, form, now=NOW)
        alerts.set_alert(world.database, finder, actor, search, AlertForm(), now=NOW)


def index(world: World, engine: object) -> None:
    with world.database.writing() as session:
        for secret in world.secrets:
            note_change(session, secret.kind, secret.record_id)
    while drain(world.database, engine):  # type: ignore[arg-type]  # the application's own
        pass


# -- what is found


@pytest.mark.parametrize("who", PEOPLE)
def test_a_person_finds_and_counts_just_what_the_policy_shows_them(
    office: Office, who: str
) -> None:
    world, actor = office.world, office.world.actor(who)
    visible = world.visible(actor)
    engine = office.app.extensions["tracker"].search
    known = {str(world.agencies[name]) for name in world.known_agencies(actor)}
    found: set[str] = set()
    for words, kind in product(chunks([s.word for s in world.secrets]), RecordKind):
        question = Question(in_any(words), kind=kind)
        page = find(
            world.database, engine, actor, question, today=office_day(NOW), rules=TrackingRules()
        )
        shown = [match for card in page.cards for match in card.matches]
        found |= {f"{match.kind}:{match.record_id}" for match in shown}
        mine = {s for s in world.secrets if s.word in words and s.key in visible}
        assert page.matches == len({s.key for s in mine if s.kind is kind})
        assert {choice.value for choice in page.choices[Facet.AGENCY]} <= known
        # The kinds are counted as if none had been chosen; an update and its file are one task's.
        assert (page.kinds[kind] > 0) == any(s.kind is kind for s in mine)
    assert found == visible


def chunks(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut words into queries that are short enough."""
    for first in range(0, len(words), MOST_OF_A_QUERY):
        yield words[first : first + MOST_OF_A_QUERY]


# -- what leaves no trace

Path = Callable[[FlaskClient, Sequence[str]], Iterator[str]]


def page_of(client: FlaskClient, path: str, **state: str) -> str:
    answer = client.get(f"{path}?{urlencode(state)}", follow_redirects=True)
    return f"{answer.status_code} {answer.text}"


def asked(query: Callable[[Sequence[str]], str], **state: str) -> Path:
    """Return the path of the search page for a query of words."""

    def path(client: FlaskClient, words: Sequence[str]) -> Iterator[str]:
        for some in chunks(words):
            yield page_of(client, "/search", q=query(some), **state)

    return path


def suggested(client: FlaskClient, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield page_of(client, "/search/suggest", q=word[:-2])
        yield page_of(client, "/search/suggest", q=f"vb:{word[:-2]}")


def saved(client: FlaskClient, words: Sequence[str]) -> Iterator[str]:
    sent = {"name": "Tìm", "address": urlencode({"q": words[0]}), "then": "alert"}
    number = client.post("/searches/new", data=sent).headers["Location"].split("/")[2]
    page = page_of(client, f"/searches/{number}").replace(f"/searches/{number}", "")
    client.post(f"/searches/{number}/delete", follow_redirects=True)
    yield page


def listed(client: FlaskClient, words: Sequence[str]) -> Iterator[str]:
    for word in words[:8]:
        yield page_of(client, "/directives", words=word)


PATHS: dict[str, Path] = {
    "search.search": asked(in_any),
    "newest first": asked(in_any, sort="newest"),
    **{f"only {kind}": asked(in_any, kind=kind.value) for kind in RecordKind},
    "narrowed": asked(in_any, f="status:open"),
    "refused": asked(in_any, x="status:open"),
    "left out": asked(lambda words: f"việc OR đã {' '.join(f'-{word}' for word in words)}"),
    "beginnings": asked(lambda words: in_any(f"{word[:5]}*" for word in words)),
    "fuzzy": asked(lambda words: in_any(f"{word[:-1]}z~" for word in words)),
    "phrases": asked(lambda words: in_any(f'"việc {word}"' for word in words)),
    "in documents": asked(lambda words: in_any(f"vb:{word}" for word in words[:40])),
    "in fields of work": asked(lambda words: in_any(f"linhvuc:{word}" for word in words[:40])),
    "as an agency": asked(lambda words: f"cq:{words[0]}"),
    "most of the words": asked(lambda words: " ".join(words[:6])),
    "mistyped": asked(lambda words: " ".join(f"{word[:-1]}q" for word in words[:8])),
    "one mistyped": asked(lambda words: f"{words[-1][:-1]}q"),
    "search.suggest": suggested,
    "searches.open_search": saved,
    "directives.directives": listed,
}
# Pages of one record: what may not be known is not there.
RECORD_PAGES: dict[str, tuple[RecordKind, str]] = {
    "tasks.task": (RecordKind.TASK, "/tasks/{}"),
    "more like a task": (RecordKind.TASK, "/search?like=task:{}"),
    "more like an update": (RecordKind.UPDATE, "/search?like=update:{}"),
    "more like a file": (RecordKind.EVIDENCE, "/search?like=evidence:{}"),
    "more like a document": (RecordKind.DIRECTIVE, "/search?like=directive:{}"),
    "tasks.evidence": (RecordKind.EVIDENCE, "/evidence/{}"),
    "search.evidence": (RecordKind.EVIDENCE, "/search/evidence/{}"),
    "directives.directive": (RecordKind.DIRECTIVE, "/directives/{}"),
    "directives.source": (RecordKind.DIRECTIVE, "/directives/{}/source"),
}
# The bytes of files are not kept here, and of a document seen in part the source is not shown.
ONLY_IF_HIDDEN = {"tasks.evidence", "directives.source", "directives.directive"}
MOST_ROWS = 4
# Every page of search and of lists, and why it needs no path of its own above.
OTHERWISE = {
    "searches.searches": "names and addresses of searches, as their owners wrote them",
    "searches.new_search": "a form with what the address says",
    "searches.edit_search": "a form with what the person wrote",
    "searches.delete_page": "asks whether to delete what the person wrote",
    "searches.alert": "a form; what an alert tells is looked at below",
    "searches.stop_page": "asks whether to stop an alert",
    "inbox.notices": "looked at below",
    "inbox.open_notice": "looked at below",
    "review.overview": "for those who see everything",
    "review.csv": "for those who see everything",
    "review.xlsx": "for those who see everything",
    "directives.upload": "a form",
}
OF_SEARCH = {"search", "searches", "inbox", "review", "directives", "tasks"}


def test_every_page_of_search_has_its_path(office: Office) -> None:
    pages = {
        rule.endpoint
        for rule in office.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] in OF_SEARCH
    }
    forms = {"tasks.report"}
    assert pages <= {*PATHS, *RECORD_PAGES, *OTHERWISE, *forms}


@pytest.mark.parametrize("path", PATHS)
def test_what_is_hidden_answers_as_what_is_not_there(office: Office, path: str) -> None:
    beneath = {s.word for s in office.world.secrets if s.kind is not RecordKind.DIRECTIVE}
    for who in OF_EACH_SORT:
        actor = office.world.actor(who)
        hidden = [secret.word for secret in office.world.hidden_from(actor)]
        hidden += [
            office.world.names[name]
            for name in sorted(set(AGENCIES) - office.world.known_agencies(actor))
        ]
        if path == "search.suggest":
            # Of records, suggestions know documents only.
            hidden = [word for word in hidden if word not in beneath]
        nobody = list(islice(office.words_of_nobody, len(hidden)))
        assert all(len(word) == LETTERS for word in (*hidden, *nobody))
        client = office.clients[who]
        if hidden:
            answers = zip(PATHS[path](client, hidden), PATHS[path](client, nobody), strict=True)
            for answer, empty in answers:
                assert blank(answer, hidden) == blank(empty, nobody), (who, path)


def blank(text: str, words: Sequence[str]) -> str:
    """Return a page without the words that were asked for, whole or as far as they were typed."""
    text = re.sub(r'name="csrf_token" value="[^"]*"|</?mark>', "", text)
    for word in words:
        for part in (word, word[:-1], word[:-2], word[:5]):
            text = text.replace(part, "…")
    return text


@pytest.mark.parametrize("page", RECORD_PAGES)
def test_the_page_of_a_record_is_there_for_whom_it_may_be_there(office: Office, page: str) -> None:
    kind, address = RECORD_PAGES[page]
    rows = {secret.record_id: secret for secret in office.world.secrets if secret.kind is kind}
    to_be_found = page.startswith("more like")
    for who in OF_EACH_SORT:
        visible = office.world.visible(office.world.actor(who), to_be_found=to_be_found)
        for row_id in list(rows)[:: max(1, len(rows) // MOST_ROWS)]:
            answer = office.clients[who].get(address.format(row_id))
            if rows[row_id].key in visible:
                assert answer.status_code == 200 or page in ONLY_IF_HIDDEN, (who, row_id)
            else:
                assert answer.status_code in {403, 404}, (who, row_id)
                assert rows[row_id].word not in answer.text, (who, row_id)


@pytest.mark.parametrize("who", PEOPLE)
def test_an_alert_tells_just_what_the_policy_shows(office: Office, who: str) -> None:
    world, actor = office.world, office.world.actor(who)
    rows: list[alerts.NoticeRow] = []
    for page in range(1, 20):
        rows += alerts.list_notices(world.database, actor, page=page, now=NOW).rows
    told = {f"{row.source.kind}:{row.source.record_id}" for row in rows if row.source is not None}
    assert told == world.visible(actor)
    text = office.clients[who].get("/notices").text
    assert not any(secret.word in text for secret in world.hidden_from(actor))


@pytest.mark.parametrize("who", ["disabled", "nobody"])
def test_without_an_account_there_is_nothing(office: Office, who: str) -> None:
    client = office.clients.get(who) or office.app.test_client()
    for path, answers in PATHS.items():
        if path != "searches.open_search":
            for answer in answers(client, [secret.word for secret in office.world.secrets[:9]]):
                assert "Sign in" in answer or "Đăng nhập" in answer, path


def test_the_command_line_finds_what_is_issued(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_FOLDER", office.folder)
    monkeypatch.setenv("TRACKER_DATABASE_URL", office.world.database.url)
    for secret in office.world.secrets[::5]:
        output = CliRunner().invoke(main, ["search", "find", secret.word]).output
        assert (secret.key in office.world.visible(OPERATOR)) == (secret.word in output), output


def test_nothing_of_this_is_left_to_be_indexed(office: Office) -> None:
    with office.world.database.reading() as session:
        assert session.query(IndexChange).count() == 0

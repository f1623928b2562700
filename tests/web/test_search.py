"""The search page: what it shows, how it narrows, and how it explains a query it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from search_index import FIELDS, STATUSES, SearchQueryError, parse_query
from search_index.fields import SYNTAX
from tests.conftest import SignIn, Visit
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
)
from tests.tracker.searching import keep_evidence
from tracker.db import Database
from tracker.domain import AssignmentRole, Role
from tracker.web.search import FIELD_WORDS, QUERY_FAULTS, STATUS_WORDS, SYNTAX_WORDS

TASK = "Hai là, Huyện ủy Giồng Riềng xây dựng nông thôn mới kiểu mẫu trước ngày 30/5/2024."
UPDATE = "Đã huy động **nguồn vốn** cho nông thôn mới & <script>alert(1)</script>"


@pytest.fixture
def inspector(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.INSPECTOR)


@pytest.fixture
def province(database: Database, indexed: Callable[[], int]) -> dict[str, int]:
    """Two districts with the same overdue task, an update by one, an agency that supports."""
    author = make_user(database, Role.CLERK)
    ids = {
        "rieng": make_agency(database, "Huyện ủy Giồng Riềng"),
        "bien": make_agency(database, "Huyện ủy An Biên"),
        "btg": make_agency(database, "Ban Tuyên giáo Tỉnh ủy", code="BTGTU"),
        "directive": make_directive(database, author_id=author, number="23-CT/TU"),
    }
    ids["task"] = make_task(
        database, ids["directive"], text=TASK, original_due=date(2024, 5, 30), label="Hai là"
    )
    own = make_assignment(database, ids["task"], ids["rieng"])
    make_assignment(database, ids["task"], ids["bien"])
    make_assignment(database, ids["task"], ids["btg"], AssignmentRole.SUPPORTING)
    ids["update"] = make_update(database, own, author_id=author, narrative=UPDATE)
    indexed()
    return ids


def test_an_empty_box_says_what_can_be_searched(inspector: FlaskClient, visit: Visit) -> None:
    page = visit(inspector, "/search")
    assert "Tone marks may be left out" in page.words
    assert page.texts("//main//ul/li/a")[0] == "nong thon moi"


@pytest.mark.usefixtures("province")
class TestResults:
    def test_a_task_stands_with_its_matching_update(
        self, inspector: FlaskClient, visit: Visit, province: dict[str, int]
    ) -> None:
        page = visit(inspector, "/search?q=%22nguon+von%22+%22nong+thon+moi%22")
        assert "1 task or document, 1 place" in page.words
        [card] = page.texts("//article")
        assert card.startswith("Hai là – Directive 23-CT/TU")
        assert "Progress update · Huyện ủy Giồng Riềng · 15/06/2024" in card
        link = page.tree.xpath("//article//li//a/@href")[0]
        place = f"/tasks/{province['task']}#update-{province['update']}"
        words = "nguồn vốn cho-,nông thôn mới,-& <script>alert(1)</script>"
        assert unquote(link) == f"{place}:~:text={words}"

    def test_where_few_have_all_words_those_with_most_follow_with_a_notice(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=nguồn+vốn+nông+thôn+mới+xa")
        assert "No result has all the words" in page.words
        assert page.texts("//article")
        page = visit(inspector, "/search?q=nguồn+vốn+nông+thôn+mới+xa&sort=newest")
        assert "has all the words" not in page.words

    def test_what_matched_is_marked(self, inspector: FlaskClient, visit: Visit) -> None:
        page = visit(inspector, "/search?q=nguon+von")
        assert page.texts("//main//mark") == ["nguồn vốn"]

    def test_words_of_an_update_are_never_markup(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=alert")
        assert "<script>alert" in page.words
        assert not page.tree.xpath("//main//script")

    def test_a_document_is_found_by_its_number_however_written(
        self, inspector: FlaskClient, visit: Visit, province: dict[str, int]
    ) -> None:
        for written in ("23-CT/TU", "23ct/tu", "23 CT TU", "chi thi so 23"):
            page = visit(inspector, f"/search?q={written}&kind=directive")
            assert page.tree.xpath("//article//h2/a/@href") == [
                f"/directives/{province['directive']}"
            ], written

    def test_an_account_of_an_agency_finds_nothing_of_a_neighbour(
        self, sign_in: SignIn, visit: Visit, province: dict[str, int]
    ) -> None:
        neighbour = sign_in(Role.AGENCY, province["bien"])
        assert "Nothing was found" in visit(neighbour, "/search?q=nguon+von").words
        page = visit(neighbour, "/search?q=nong+thon+moi")
        assert "Giồng Riềng" not in " ".join(page.texts("//aside"))

    def test_a_plain_word_of_a_state_is_offered_as_a_filter(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=qua+han+BTGTU")
        assert page.tree.xpath("//a[text()='tt:quahan cq:BTGTU']")
        assert "(Ban Tuyên giáo Tỉnh ủy)" in page.words
        assert "Hai là" in visit(inspector, "/search?q=tt:quahan+BTGTU").words

    def test_what_was_probably_meant_is_shown_and_said(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=nong+thonn+moi")
        assert "Nothing was found for “nong thonn moi”" in page.words
        assert page.texts("//article")
        assert page.tree.xpath("//main//input[@name='q']/@value") == ["nong thon moi"]

    def test_each_card_leads_to_more_like_it(
        self, inspector: FlaskClient, visit: Visit, province: dict[str, int]
    ) -> None:
        page = visit(inspector, "/search?q=nong+thon+moi&kind=task")
        [link] = page.tree.xpath("//article//a[text()='More like this']/@href")
        assert link == f"/search?like=task:{province['task']}"
        alike = visit(inspector, link)
        assert "More like this: Task “Hai là" in " ".join(alike.texts("//main//ul/li"))

    def test_the_like_of_what_is_not_open_to_an_account_is_not_found(
        self, sign_in: SignIn, visit: Visit, province: dict[str, int]
    ) -> None:
        neighbour = sign_in(Role.AGENCY, province["bien"])
        visit(neighbour, f"/search?like=update:{province['update']}", status=404)

    def test_nothing_found_says_what_to_do(self, inspector: FlaskClient, visit: Visit) -> None:
        page = visit(inspector, "/search?q=xyzzy&f=year:2024")
        assert "Search again without filters" in page.words


def test_a_page_asks_the_tables_as_often_whatever_it_shows(
    app: Flask,
    database: Database,
    indexed: Callable[[], int],
    inspector: FlaskClient,
    province: dict[str, int],
) -> None:
    told: list[str] = []
    engine = app.extensions["tracker"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *call: told.append(call[2]))

    def statements(address: str) -> int:
        told.clear()
        assert inspector.get(address).status_code == 200
        return len(told)

    author = make_user(database, Role.CLERK, username="x")

    def add(number: int) -> None:
        task = make_task(database, province["directive"], text=TASK)
        part = make_assignment(database, task, make_agency(database, f"Sở số {number}"))
        make_update(database, part, author_id=author, narrative=UPDATE)

    # More results than may come from a mistyped query, which is looked into.
    for number in range(11):
        add(number)
    indexed()
    few = statements("/search?q=nong+thon+moi")
    for number in range(11, 22):
        add(number)
    indexed()
    many = statements("/search?q=nong+thon+moi")
    # A document among the results costs one statement, however many there are.
    assert many <= few <= 34, told


@pytest.mark.usefixtures("province")
class TestNarrowing:
    def test_a_choice_narrows_and_its_chip_takes_it_back(
        self, inspector: FlaskClient, visit: Visit, province: dict[str, int]
    ) -> None:
        everything = visit(inspector, "/search?q=nong+thon+moi")
        [link] = everything.tree.xpath("//aside//a[text()='Huyện ủy Giồng Riềng']/@href")
        narrowed = visit(inspector, link)
        assert narrowed.texts("//ul[@aria-label='Active filters']/li") == [
            "Remove the filter Agency: Huyện ủy Giồng Riềng ×"
        ]
        assert f"f=agency:{province['rieng']}" in link.replace("%3A", ":")
        [back] = narrowed.tree.xpath("//ul[@aria-label='Active filters']//a/@href")
        assert back == "/search?q=nong+thon+moi"

    def test_states_are_counted_in_words(self, inspector: FlaskClient, visit: Visit) -> None:
        page = visit(inspector, "/search?q=nong+thon+moi")
        assert "Overdue (2) −Leave these out: Overdue" in page.texts("//aside//li")

    def test_a_choice_can_be_refused_and_its_chip_takes_that_back(
        self, inspector: FlaskClient, visit: Visit, province: dict[str, int]
    ) -> None:
        everything = visit(inspector, "/search?q=nong+thon+moi")
        [link] = everything.tree.xpath(
            "//aside//li[contains(., 'Giồng Riềng')]//a[@class='facet-not']/@href"
        )
        assert f"x=agency:{province['rieng']}" in link.replace("%3A", ":")
        rest = visit(inspector, link)
        assert "1 task or document" in rest.words
        chip = "//ul[@aria-label='Active filters']//a"
        assert rest.texts(chip) == ["Remove the filter Not: Agency: Huyện ủy Giồng Riềng ×"]
        assert rest.tree.xpath(f"{chip}/@href") == ["/search?q=nong+thon+moi"]

    def test_what_is_missing_is_counted_by_itself(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=nong+thon+moi")
        section = "//section[@aria-labelledby='facet-absent']"
        assert page.texts(f"{section}//span[@class='facet-words']") == ["Without any update (1)"]

    def test_every_state_survives_in_what_the_form_sends(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        address = "f=year:2024&f=status:open&x=kind:luat&kind=task&sort=due"
        page = visit(inspector, f"/search?q=nong&{address}")
        sent = [
            f"{field.get('name')}={field.get('value')}"
            for field in page.tree.xpath("//main//form[@role='search']/input[@type='hidden']")
        ]
        assert "&".join(sent) == address

    def test_a_kind_is_chosen_beside_the_counts(self, inspector: FlaskClient, visit: Visit) -> None:
        page = visit(inspector, "/search?q=nong+thon+moi&kind=update")
        [active] = page.texts("//nav[@aria-label='Kind of result']//a[@aria-current]")
        assert active.startswith("Progress update (")
        assert page.texts("//article//mark") == ["nông thôn mới"]

    def test_the_order_is_kept_in_the_address_and_the_form(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=nong&sort=newest&f=year:2024")
        assert page.texts("//nav[@aria-label='Order']//strong") == ["Newest first"]
        hidden = page.tree.xpath("//form[@role='search']/input[@type='hidden']/@value")
        assert hidden == ["year:2024", "newest"]

    def test_what_no_link_of_ours_has_is_left_out(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=nong&sort=odd&kind=odd&f=odd:1&f=agency:&page=-3")
        assert page.texts("//article")

    def test_a_page_beyond_the_last_leads_back(self, inspector: FlaskClient, visit: Visit) -> None:
        page = visit(inspector, "/search?q=nong&page=7")
        assert "To the first page" in page.words


@pytest.mark.usefixtures("province")
class TestPlaces:
    """Links of results open the source at the place."""

    def test_a_tasks_link_opens_the_document_with_its_words_marked(
        self, inspector: FlaskClient, visit: Visit, database: Database, indexed: Callable[[], int]
    ) -> None:
        text = f"Chỉ thị\n{TASK}\nNơi nhận"
        directive = make_directive(
            database, author_id=make_user(database, Role.CLERK, username="x"), text=text
        )
        make_task(database, directive, text=TASK, start=8, end=8 + len(TASK))
        indexed()
        found = visit(inspector, "/search?q=kieu+mau&kind=task")
        links = found.tree.xpath("//article//a[text()='Show it in the document']/@href")
        opened = visit(inspector, next(link for link in links if f"/{directive}?" in link))
        assert opened.texts("//*[contains(@class, 'source-found')]") == ["kiểu mẫu"]
        [first] = opened.tree.xpath("//*[@id='found']/following-sibling::*[1]")
        assert first.text == "kiểu mẫu"

    def test_who_may_not_read_a_document_is_led_to_the_card_of_the_task(
        self, sign_in: SignIn, visit: Visit, province: dict[str, int]
    ) -> None:
        page = visit(sign_in(Role.AGENCY, province["bien"]), "/search?q=nong+thon+moi&kind=task")
        [link] = page.tree.xpath("//article//a[text()='Show it in the document']/@href")
        assert link == f"/directives/{province['directive']}#task-{province['task']}"

    @pytest.mark.usefixtures("minutes")
    def test_the_words_of_evidence_open_marked_for_those_who_may_read_them(
        self, sign_in: SignIn, inspector: FlaskClient, visit: Visit, province: dict[str, int]
    ) -> None:
        found = visit(inspector, "/search?q=nghiem+thu")
        [link] = found.tree.xpath("//article//a[contains(@href, '/search/evidence/')]/@href")
        page = visit(inspector, link)
        assert page.texts("//*[contains(@class, 'source-found')]") == ["nghiệm thu"]
        neighbour = sign_in(Role.AGENCY, province["bien"])
        visit(neighbour, link, status=404)

    @pytest.fixture
    def minutes(
        self, database: Database, indexed: Callable[[], int], province: dict[str, int]
    ) -> None:
        """A file under the update that is indexed with its words."""
        keep_evidence(database, province["update"], "Biên bản nghiệm thu tuyến đường liên ấp")
        indexed()


@pytest.mark.usefixtures("province")
class TestSuggestions:
    def test_the_box_is_answered_in_the_readers_words(self, inspector: FlaskClient) -> None:
        answer = inspector.get("/search/suggest?q=qua+h")
        [overdue] = [each for each in answer.json or () if each["query"] == "tt:quahan"]
        assert overdue == {
            "query": "tt:quahan", "label": "Overdue", "note": "State of the work", "address": "",
        }  # fmt: skip
        assert answer.headers["Cache-Control"] == "no-store"

    def test_nothing_of_others_is_suggested(
        self, sign_in: SignIn, inspector: FlaskClient, province: dict[str, int]
    ) -> None:
        neighbour = sign_in(Role.AGENCY, province["bien"])
        assert inspector.get("/search/suggest?q=giong+rieng").json
        assert neighbour.get("/search/suggest?q=giong+rieng").json == []

    def test_it_is_for_people_who_are_signed_in(self, app: Flask) -> None:
        assert app.test_client().get("/search/suggest?q=a").status_code == 302


@pytest.mark.usefixtures("province")
class TestLeftOut:
    def test_an_agency_is_told_the_same_whether_something_was_left_out_or_not(
        self, sign_in: SignIn, visit: Visit, province: dict[str, int]
    ) -> None:
        told = "Only what is open to this account is searched"
        for name in ("bien", "rieng"):
            page = visit(sign_in(Role.AGENCY, province[name]), "/search?q=nguon+von")
            assert told in page.words

    def test_a_clerk_is_led_to_drafts_that_were_put_away(
        self, sign_in: SignIn, inspector: FlaskClient, visit: Visit
    ) -> None:
        link = "//a[@href='/directives?state=withdrawn&words=nong']"
        assert visit(sign_in(Role.CLERK), "/search?q=nong").tree.xpath(link)
        assert not visit(inspector, "/search?q=nong").tree.xpath(link)


class TestFaults:
    def test_a_query_that_cannot_be_read_is_explained_where_it_stops(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, '/search?q=von+"nông+thôn', status=422)
        assert "A quotation mark is not closed." in page.words
        assert page.texts("//div[@id='search-fault']//mark") == ['"']
        assert page.texts("//div[@id='search-fault']//a") == ['von "nông thôn"']
        assert page.tree.xpath("//input[@id='search-q']/@value") == ['von "nông thôn']

    def test_an_unknown_filter_names_the_known_ones(
        self, inspector: FlaskClient, visit: Visit
    ) -> None:
        page = visit(inspector, "/search?q=chutry:x", status=422)
        assert "There is no filter called “chutry”" in page.words

    @pytest.mark.usefixtures("province")
    def test_without_an_index_the_tables_answer_and_it_is_said(
        self, app: Flask, inspector: FlaskClient, visit: Visit
    ) -> None:
        app.extensions["tracker"].search.condemn()
        page = visit(inspector, "/search?q=nong")
        [notice] = page.texts("//div[@role='alert']/p[1]")
        assert "being built anew" in notice
        assert page.texts("//article//mark")
        refused = visit(inspector, "/search?q=nong+-moi")
        assert "nothing was looked for" in refused.words
        assert not refused.texts("//article")

    @pytest.mark.parametrize(
        "typed",
        ["a" * 1001, "(" * 21 + "a" + ")" * 21, '"a', "(a", "a)", "()", '""', "AND", "cq:tt:x",
         "!!", "q*y", "q*", "q~", "bứt~9", "a ~", "odd:1", "han:31/2/2024", "cq:nobody", "tt:odd",
         "vb:!", "a OR"],
    )  # fmt: skip
    def test_every_fault_has_words(self, typed: str) -> None:
        with pytest.raises(SearchQueryError) as caught:
            parse_query(typed)
        assert QUERY_FAULTS[caught.value.code] % caught.value.details


def test_the_help_explains_every_filter(inspector: FlaskClient, visit: Visit) -> None:
    page = visit(inspector, "/search")
    names = page.texts("//details//tbody//th")
    assert names == [f"{field.vietnamese}: {field.name}:" for field in FIELDS]
    assert set(FIELD_WORDS) == {field.name for field in FIELDS}


def test_the_help_explains_the_whole_syntax() -> None:
    assert set(SYNTAX_WORDS) == {sign.name for sign in SYNTAX}


def test_every_state_has_words() -> None:
    assert {choice.value for choice in STATUSES} <= set(STATUS_WORDS)


def test_every_page_leads_to_search(inspector: FlaskClient, visit: Visit) -> None:
    page = visit(inspector, "/agencies")
    assert page.tree.xpath("//form[@role='search' and @action='/search']//input[@name='q']")


def test_search_is_for_people_who_are_signed_in(app: Flask) -> None:
    assert app.test_client().get("/search?q=a").status_code == 302

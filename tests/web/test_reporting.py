"""What is new in an update, corrections, entries for an agency, shared files, several at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Visit
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import AssignmentRole, Role, VerdictKind
from tracker.models import Evidence, ProgressUpdate

LAST = "Ngày 15/3/2024 đã ban hành Kế hoạch số 12-KH/BTGTU; 98/116 xã đạt chuẩn."


@dataclass(frozen=True)
class Duties:
    """Two tasks that one agency leads, the first reported on."""

    agency_id: int
    author_id: int
    tasks: tuple[int, int]
    parts: tuple[int, int]
    last: int

    @property
    def page(self) -> str:
        return f"/tasks/{self.tasks[0]}"

    @property
    def form(self) -> str:
        return f"/assignments/{self.parts[0]}/report"

    @property
    def bulk(self) -> str:
        return f"/agencies/{self.agency_id}/updates"

    def rows(self, *parts: int, **typed: str) -> dict[str, object]:
        """Return a form with a row for each part, all with the same words."""
        form: dict[str, object] = {"assignment": [str(part) for part in parts]}
        for part in parts:
            seen = str(self.last) if part == self.parts[0] else ""
            row = {"status": "in-progress", "percent": "60", "narrative": "Đã làm.", "seen": seen}
            form |= {f"{name}-{part}": value for name, value in {**row, **typed}.items()}
        return form


@pytest.fixture
def duties(database: Database) -> Duties:
    author = make_user(database, Role.CLERK)
    agency = make_agency(database)
    directive = make_directive(database, author_id=author, number="23-CT/TU")
    tasks = (make_task(database, directive), make_task(database, directive, label="Hai là"))
    parts = (
        make_assignment(database, tasks[0], agency),
        make_assignment(database, tasks[1], agency),
    )
    last = make_update(database, parts[0], author_id=author, narrative=LAST, percent=40)
    return Duties(agency, author, tasks, parts, last)


@pytest.fixture
def agency(sign_in: SignIn, duties: Duties) -> FlaskClient:
    return sign_in(Role.AGENCY, duties.agency_id)


def logged(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(ProgressUpdate.id))) or 0


def send(client: FlaskClient, duties: Duties, path: str = "", **form: object) -> TestResponse:
    typed = {"status": "in-progress", "percent": "50", "narrative": LAST, **form}
    return client.post(duties.form + path, data=typed, follow_redirects=True)


class TestWhatIsNew:
    def test_the_preview_says_what_is_new_and_that_the_rest_is_copied(
        self, agency: FlaskClient, duties: Duties
    ) -> None:
        draft = LAST.replace("98/116", "111/116")
        words = checked_page(send(agency, duties, "/preview", narrative=draft)).words
        assert "Numbers: 111/116 xã" in words
        assert "Little was written anew." in words

    def test_a_draft_with_a_fault_says_it_too(self, agency: FlaskClient, duties: Duties) -> None:
        page = checked_page(send(agency, duties, percent="x", narrative="Ngày 20/6/2024"), 422)
        assert "Dates and periods: 20/6/2024" in page.words

    def test_a_copy_is_warned_of_and_never_refused(
        self, agency: FlaskClient, duties: Duties
    ) -> None:
        words = checked_page(send(agency, duties)).words
        assert "100 % of its words are taken over from there. Little was written anew." in words

    def test_inspectors_see_it_under_each_update_that_has_one_before(
        self, database: Database, sign_in: SignIn, visit: Visit, duties: Duties
    ) -> None:
        second = LAST.replace("98/116", "111/116")
        make_update(database, duties.parts[0], author_id=duties.author_id, narrative=second)
        newest, first = visit(sign_in(Role.INSPECTOR), duties.page).texts("//article//ol/li[@id]")
        assert "New against the update before" in newest
        assert "New against" not in first


class TestWhatWasNotSeen:
    def test_a_form_sent_twice_is_logged_once(
        self, database: Database, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        (seen,) = visit(agency, duties.form).tree.xpath("//input[@name='seen']/@value")
        checked_page(send(agency, duties, seen=seen))
        page = checked_page(send(agency, duties, seen=seen), 422)
        assert page.tree.xpath("//*[@id='error-summary']//a/@href") == ["#beside"]
        assert "Somebody has reported on this task since" in page.words
        assert logged(database) == 2
        (newer,) = page.tree.xpath("//input[@name='seen']/@value")
        checked_page(send(agency, duties, seen=newer))
        assert logged(database) == 3

    def test_the_first_word_on_a_task_is_so_too(
        self, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        form = f"/assignments/{duties.parts[1]}/report"
        assert visit(agency, form).tree.xpath("//input[@name='seen']/@value") == ["0"]
        typed = {"status": "in-progress", "percent": "5", "narrative": "Bắt đầu.", "seen": "0"}
        assert agency.post(form, data=typed).status_code == 302
        checked_page(agency.post(form, data=typed), 422)


class TestCorrecting:
    def test_the_old_words_are_struck_and_lead_to_the_new(
        self, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        form = visit(agency, f"{duties.form}?corrects={duties.last}")
        assert form.texts("//textarea[@name='narrative']") == [LAST]
        page = checked_page(send(agency, duties, corrects=str(duties.last), narrative="Đúng ra."))
        assert "The correction is logged" in page.words
        (struck,) = page.tree.xpath("//div[@class='corrected']")
        assert LAST[:30] in "".join(struck.itertext())
        assert "Correction of the update of" in page.words

    def test_a_second_correction_of_one_update_is_a_conflict(
        self, agency: FlaskClient, duties: Duties
    ) -> None:
        send(agency, duties, corrects=str(duties.last))
        page = checked_page(send(agency, duties, corrects=str(duties.last)), 409)
        assert "Only the last update can be corrected" in page.words

    def test_a_judged_update_offers_no_correction(
        self, database: Database, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        link = f"//a[contains(@href, 'corrects={duties.last}')]"
        assert visit(agency, duties.page).tree.xpath(link)
        make_verdict(database, duties.last, VerdictKind.DISPUTED, author_id=duties.author_id)
        assert not visit(agency, duties.page).tree.xpath(link)
        visit(agency, f"{duties.form}?corrects={duties.last}", 409)

    @pytest.mark.parametrize("number", ["999999", "9" * 30, "-1", "x"])
    def test_made_up_numbers_correct_nothing(
        self, agency: FlaskClient, database: Database, duties: Duties, number: str
    ) -> None:
        assert agency.get(f"{duties.form}?corrects={number}").status_code in {200, 404}
        answer = send(agency, duties, corrects=number)
        with database.reading() as session:
            corrected = session.scalars(select(ProgressUpdate.corrects_id)).all()
        assert answer.status_code in {200, 404}
        assert not any(corrected)


class TestForAnAgency:
    def test_a_clerk_enters_an_update_and_both_names_stand_there(
        self, sign_in: SignIn, visit: Visit, duties: Duties
    ) -> None:
        clerk = sign_in(Role.CLERK)
        assert "Entered for Ban Tuyên giáo Tỉnh ủy" in visit(clerk, duties.form).words
        words = checked_page(send(clerk, duties, narrative="Theo công văn giấy.")).words
        assert "Đồng chí clerk, entered for Ban Tuyên giáo Tỉnh ủy" in words

    def test_the_agencys_own_account_is_told(
        self, sign_in: SignIn, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        send(sign_in(Role.CLERK), duties, narrative="Theo công văn giấy.")
        words = visit(agency, "/notices").words
        assert "Progress entered for the agency" in words
        assert "Theo công văn giấy." in words

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE])
    def test_nobody_else_may(self, sign_in: SignIn, duties: Duties, role: Role) -> None:
        checked_page(send(sign_in(role), duties), 403)


class TestSharing:
    def test_a_file_is_shared_for_each_field_and_changed_later(
        self, database: Database, agency: FlaskClient, sign_in: SignIn, duties: Duties
    ) -> None:
        beside = make_agency(database, "Sở Nội vụ")
        make_assignment(database, duties.tasks[0], beside, AssignmentRole.SUPPORTING)
        reader = sign_in(Role.AGENCY, beside)
        send(
            agency,
            duties,
            evidence=(BytesIO(b"a"), "rieng.txt"),
            shared_evidence=(BytesIO(b"b"), "chung.txt"),
        )
        page = checked_page(reader.get(duties.page)).words
        assert "chung.txt" in page
        assert "rieng.txt" not in page
        with database.reading() as session:
            private = session.scalars(select(Evidence.id).where(~Evidence.is_shared)).one()
        assert reader.get(f"/evidence/{private}").status_code == 404
        assert reader.get(f"/evidence/{private}/words").status_code == 404
        assert reader.post(f"/evidence/{private}/sharing", data={"shared": "1"}).status_code == 404
        agency.post(f"/evidence/{private}/sharing", data={"shared": "1"})
        assert reader.get(f"/evidence/{private}").status_code == 200


class TestSeveralAtOnce:
    def test_the_agencys_page_offers_it_to_those_who_report(
        self, agency: FlaskClient, sign_in: SignIn, visit: Visit, duties: Duties
    ) -> None:
        path = f"/agencies/{duties.agency_id}"
        boxes = "//input[@name='assignment']/@value"
        assert set(visit(agency, path).tree.xpath(boxes)) == {str(part) for part in duties.parts}
        assert visit(sign_in(Role.CLERK), path).tree.xpath(boxes)
        assert not visit(sign_in(Role.COMMITTEE), path).tree.xpath(boxes)

    def test_the_rows_that_something_is_written_in_are_logged(
        self, database: Database, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        one, other = duties.parts
        page = visit(agency, f"{duties.bulk}?assignment={one}&assignment={other}")
        assert len(page.tree.xpath("//textarea")) == 2
        form = {**duties.rows(one), **duties.rows(other, percent="0", narrative="")}
        form["assignment"] = [str(one), str(other)]
        answer = agency.post(duties.bulk, data=form, follow_redirects=True)
        assert "1 update is logged." in checked_page(answer).words
        assert logged(database) == 2

    def test_faults_stand_beside_their_rows_and_nothing_is_logged(
        self, database: Database, agency: FlaskClient, duties: Duties
    ) -> None:
        one, other = duties.parts
        form = {**duties.rows(one), **duties.rows(other, percent="x", narrative="x" * 20_001)}
        form["assignment"] = [str(one), str(other)]
        page = checked_page(agency.post(duties.bulk, data=form), 422)
        linked = page.tree.xpath("//*[@id='error-summary']//a/@href")
        assert set(linked) == {"#rows", f"#narrative-{other}", f"#percent-{other}"}
        assert page.texts(f"//textarea[@name='narrative-{one}']") == ["Đã làm."]
        assert logged(database) == 1

    def test_a_page_that_is_out_of_date_shows_the_new_word_and_can_be_sent_again(
        self, database: Database, agency: FlaskClient, duties: Duties
    ) -> None:
        one = duties.parts[0]
        newer = make_update(database, one, author_id=duties.author_id, narrative="Vừa ghi.")
        page = checked_page(agency.post(duties.bulk, data=duties.rows(one)), 422)
        assert "Somebody has reported on this task since the page was opened" in page.words
        assert page.tree.xpath(f"//input[@name='seen-{one}']/@value") == [str(newer)]
        again = {**duties.rows(one), f"seen-{one}": str(newer)}
        assert agency.post(duties.bulk, data=again).status_code == 302

    def test_a_task_handed_over_a_second_ago_is_told_beside_its_row(
        self, database: Database, agency: FlaskClient, duties: Duties
    ) -> None:
        heir = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(database, duties.agency_id, heir, on=date(2024, 6, 15))
        page = checked_page(agency.post(duties.bulk, data=duties.rows(duties.parts[0])), 422)
        assert "has passed to another" in page.words

    def test_a_row_of_another_agency_is_not_found(
        self, database: Database, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        foreign = make_assignment(database, duties.tasks[0], make_agency(database, "Sở Y tế"))
        visit(agency, f"{duties.bulk}?assignment={foreign}", 404)
        form = {**duties.rows(duties.parts[0], foreign)}
        checked_page(agency.post(duties.bulk, data=form), 404)
        assert logged(database) == 1

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("", "Choose at least one task"),
            ("assignment=x&assignment=" + "9" * 30, "Choose at least one task"),
            ("&".join(f"assignment={n}" for n in range(51)), "at most 50 tasks"),
        ],
    )
    def test_too_few_or_too_many_lead_back_with_the_reason(
        self, agency: FlaskClient, visit: Visit, duties: Duties, query: str, said: str
    ) -> None:
        page = visit(agency, f"{duties.bulk}?{query}")
        assert said in page.words
        assert page.texts("//h1") == ["Ban Tuyên giáo Tỉnh ủy"]

    def test_control_characters_are_not_kept(
        self, agency: FlaskClient, visit: Visit, duties: Duties
    ) -> None:
        hostile = "Đã\x00 \N{RIGHT-TO-LEFT OVERRIDE}làm <script>alert(1)</script>"
        agency.post(duties.bulk, data=duties.rows(duties.parts[0], narrative=hostile))
        page = visit(agency, duties.page)
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page.words
        assert "alert(1)" not in page.texts("//script")

"""What is indexed, who finds it, and how the index follows the tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from search_index import (
    Facet,
    SearchEngine,
    Sort,
)
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_verdict,
)
from tests.tracker.searching import TODAY, keep_evidence, of_agency, records
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentRole,
    DirectiveState,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
)
from tracker.errors import NotFound
from tracker.models import (
    AgencyAlias,
    Assignment,
    Directive,
    RecordKind,
)
from tracker.search import (
    AgencyChoice,
    DirectiveCard,
    FoundPage,
    Question,
    TaskCard,
    find,
    found_in,
    rebuild,
)
from tracker.search.agency_labels import AgencyLabels
from tracker.search.proposals import Proposal, agency_words, propose_filters

OFFICE = Actor(0, "Cán bộ kiểm tra", frozenset({Role.INSPECTOR}))


Ask = Callable[..., FoundPage]


@pytest.fixture
def ask(database: Database, engine: SearchEngine) -> Ask:
    """Ask over an index that holds what the tables hold now."""

    def _ask(text: str = "", actor: Actor = OFFICE, **question: object) -> FoundPage:
        rebuild(database, engine)
        asked = Question(text, **question)  # type: ignore[arg-type]  # named as the fields are
        return find(database, engine, actor, asked, today=TODAY, rules=TrackingRules())

    return _ask


def tasks_of(page: FoundPage) -> list[int]:
    assert page.error is None, page.error
    return [card.task_id for card in page.cards if isinstance(card, TaskCard)]


class TestWhatIsIndexed:
    def test_a_draft_and_a_withdrawn_document_give_no_record(
        self, database: Database, author: int
    ) -> None:
        for state in (DirectiveState.DRAFT, DirectiveState.WITHDRAWN):
            number = make_directive(database, author_id=author, state=state)
            part = make_assignment(database, make_task(database, number), make_agency(database))
            make_update(database, part, author_id=author)
        assert records(database) == {}

    def test_a_directive_is_indexed_without_the_words_of_its_tasks(
        self, database: Database, directive: int
    ) -> None:
        make_task(database, directive, text="Hai.", start=5, end=9)
        text = records(database)[f"directive:{directive}"].text
        assert text.splitlines()[-2:] == ["Một.", "Ba."]
        assert "Hai" not in text

    def test_an_update_is_indexed_without_signs_of_markdown_and_with_its_verdict(
        self, database: Database, directive: int, author: int
    ) -> None:
        part = make_assignment(database, make_task(database, directive), make_agency(database))
        update = make_update(
            database,
            part,
            author_id=author,
            narrative="# Kết quả\n\n- **Đã** [họp](http://x.vn)\n- đã báo cáo",
            difficulties="thiếu vốn",
            result_number="12-BC/HU",
        )
        make_verdict(database, update, VerdictKind.SENT_BACK, author_id=author)
        text = records(database)[f"update:{update}"].text
        assert text.splitlines() == [
            "Kết quả", "Đã họp", "đã báo cáo", "thiếu vốn", "12-BC/HU"
        ]  # fmt: skip

    def test_an_update_carries_what_its_task_is_asked_for_by(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        task = make_task(database, directive, original_due=date(2024, 5, 30))
        part = make_assignment(database, task, make_agency(database))
        make_update(database, part, author_id=author, narrative="chờ bố trí vốn")
        assert tasks_of(ask("tt:quahan vốn han:<1/6/2024 vb:23-CT/TU")) == [task]

    def test_the_words_of_an_evidence_file_are_found_under_its_task(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        task = make_task(database, directive)
        part = make_assignment(database, task, make_agency(database))
        update = make_update(database, part, author_id=author)
        keep_evidence(database, update, "Biên bản nghiệm thu tuyến đường liên ấp")
        [card] = ask("nghiem thu").cards
        [match] = card.matches
        assert (match.kind, match.file_name, match.update_id) == (
            RecordKind.EVIDENCE, "bien-ban.docx", update
        )  # fmt: skip

    def test_a_task_is_found_by_what_its_document_is_about(
        self, database: Database, author: int, ask: Ask
    ) -> None:
        number = make_directive(
            database, author_id=author, title="Về chuyển đổi số", field_of_work="Bưu chính"
        )
        task = make_task(database, number, text="Mở lớp tập huấn cho cấp xã.")
        assert tasks_of(ask("chuyển đổi số cấp xã")) == [task]
        assert tasks_of(ask("buu chinh tap huan")) == [task]


class TestStates:
    def test_a_state_in_plain_words_finds_what_stands_so(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        late = make_task(database, directive, original_due=date(2024, 5, 30))
        make_task(database, directive, original_due=date(2024, 7, 30))
        for task in (late, late + 1):
            make_assignment(database, task, make_agency(database, f"Sở {task}"))
        assert tasks_of(ask("qua han")) == [late]
        assert tasks_of(ask(f"quá hạn Sở {late + 1}")) == []

    def test_a_neighbours_state_does_not_show_through_the_filter_of_states(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        mine, neighbour = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        task = make_task(database, directive, original_due=date(2024, 6, 1))
        done = make_assignment(database, task, mine)
        make_assignment(database, task, neighbour)
        update = make_update(database, done, author_id=author, status=UpdateStatus.DONE)
        make_verdict(database, update, VerdictKind.CONFIRMED, author_id=author)
        assert tasks_of(ask("tt:quahan", of_agency(mine))) == []
        assert tasks_of(ask("tt:quahan", of_agency(neighbour))) == [task]
        assert tasks_of(ask("tt:quahan")) == [task]

    def test_work_that_nobody_has_said_a_word_about_is_known_as_such(
        self, database: Database, directive: int, author: int
    ) -> None:
        silent, told = make_task(database, directive), make_task(database, directive)
        for task in (silent, told):
            part = make_assignment(database, task, make_agency(database))
        make_update(database, part, author_id=author)
        assert "no-update" in statuses_of(database, silent)
        assert "no-update" not in statuses_of(database, told)


def statuses_of(database: Database, task: int) -> set[str]:
    return {status.value for status in records(database)[f"task:{task}"].statuses}


class TestNames:
    @pytest.fixture
    def heir(self, database: Database) -> tuple[int, int, int]:
        """Two boards of which one heir was made, each with a task of its own name only."""
        old = make_agency(database, "Ban Tuyên giáo Tỉnh ủy", code="BTGTU")
        other = make_agency(database, "Ban Dân vận Tỉnh ủy", code="BDVTU")
        new = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy", code="BTGDVTU")
        for before in (old, other):
            make_succession(database, before, new, on=date(2025, 2, 20))
        return old, other, new

    def test_old_and_new_names_find_each_other_but_not_a_sibling(
        self, database: Database, directive: int, heir: tuple[int, int, int], ask: Ask
    ) -> None:
        old, other, new = (
            make_task(database, directive, text=f"Nhiệm vụ {letter}") for letter in "abc"
        )
        for task, agency in zip((old, other, new), heir, strict=True):
            make_assignment(database, task, agency)
        assert set(tasks_of(ask("cq:BTGTU"))) == {old, new}
        assert set(tasks_of(ask("cq:BTGDVTU"))) == {old, other, new}
        assert set(tasks_of(ask("BDVTU"))) == {other, new}

    def test_work_handed_over_is_found_under_both_names(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        given, holding = make_agency(database, "Sở Du lịch"), make_agency(database, "Sở Y tế")
        task = make_task(database, directive, text="Việc chung.")
        part = make_assignment(database, task, given)
        with database.writing() as session:
            session.get_one(Assignment, part).holder_id = holding
        assert tasks_of(ask('chutri:"sở du lịch"')) == tasks_of(ask('chutri:"sở y tế"')) == [task]

    def test_an_alias_is_a_name(self, database: Database, directive: int, ask: Ask) -> None:
        agency = make_agency(database, "Tỉnh đoàn Kiên Giang")
        with database.writing() as session:
            session.add(AgencyAlias(agency_id=agency, alias="Đoàn Thanh niên tỉnh"))
        task = make_task(database, directive)
        make_assignment(database, task, agency)
        assert tasks_of(ask('chutri:"doan thanh nien"')) == [task]

    def test_who_leads_is_found_before_who_coordinates(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        agency, other = make_agency(database, "Sở Du lịch"), make_agency(database, "Sở Y tế")
        helped, led = (make_task(database, directive, text="Việc chung.") for _ in range(2))
        make_assignment(database, helped, agency, AssignmentRole.SUPPORTING)
        make_assignment(database, helped, other)
        make_assignment(database, led, agency)
        make_assignment(database, led, other, AssignmentRole.SUPPORTING)
        assert tasks_of(ask("sở du lịch")) == [led, helped]

    def test_a_circle_of_successions_ends(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        one, two = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        for pair in ((one, two), (two, one)):
            make_succession(database, pair[0], pair[1], on=date(2025, 1, 1))
        make_assignment(database, make_task(database, directive), one)
        assert len(tasks_of(ask('cq:"sở hai"'))) == 1

    def test_the_name_of_an_agency_that_is_not_to_be_known_is_unknown(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mine, hidden = make_agency(database, "Sở Một"), make_agency(database, "Sở Bí Ẩn")
        make_assignment(database, make_task(database, directive), mine)
        error = ask('cq:"sở bí ẩn"', of_agency(mine)).error
        assert error is not None
        assert error.code == "unknown-name"
        assert ask(f'cq:"sở bí ẩn" {hidden}').error is None


class TestFind:
    def test_one_card_holds_a_task_and_all_that_matched_under_it(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        agency = make_agency(database, "Huyện ủy Giồng Riềng")
        task = make_task(database, directive, text="xây dựng nông thôn mới")
        part = make_assignment(database, task, agency)
        update = make_update(database, part, author_id=author, narrative="nông thôn mới đạt")
        page = ask("nong thon moi", kind=None)
        [card] = [card for card in page.cards if isinstance(card, TaskCard)]
        assert {(match.kind, match.record_id) for match in card.matches} == {
            (RecordKind.TASK, task), (RecordKind.UPDATE, update)
        }  # fmt: skip
        assert [line.agency for line in card.parts] == ["Huyện ủy Giồng Riềng"]
        assert page.kinds[RecordKind.UPDATE] == 1

    def test_a_document_has_a_card_of_its_own(self, directive: int, ask: Ask) -> None:
        [card] = ask("23ct/tu").cards
        assert isinstance(card, DirectiveCard)
        assert card.directive_id == directive

    def test_a_task_is_open_while_its_lead_owes_it_not_its_supporters(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        task = make_task(database, directive, text="họp dân", original_due=date(2024, 6, 1))
        lead = make_assignment(database, task, make_agency(database, "Sở Một"))
        make_assignment(database, task, make_agency(database, "Sở Hai"), AssignmentRole.SUPPORTING)
        [before] = ask("họp dân").cards
        update = make_update(database, lead, author_id=author, status=UpdateStatus.DONE)
        make_verdict(database, update, VerdictKind.CONFIRMED, author_id=author)
        [after] = ask("họp dân").cards
        assert isinstance(before, TaskCard)
        assert isinstance(after, TaskCard)
        assert (before.is_open, after.is_open) == (True, False)

    def test_a_part_of_a_task_says_of_which(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        whole = make_task(database, directive, label="Bốn là")
        make_task(database, directive, text="họp dân", label=None, parent_id=whole)
        [card] = ask("họp dân", kind=RecordKind.TASK).cards
        assert isinstance(card, TaskCard)
        assert (card.label, card.parent_label) == (None, "Bốn là")

    def test_filters_are_kept_all_together(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mine, other = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        task = make_task(database, directive, original_due=date(2024, 6, 1))
        make_assignment(database, task, mine)
        make_assignment(database, make_task(database, directive), other)
        chosen = ((Facet.AGENCY, str(mine)), (Facet.STATUS, "overdue"))
        page = ask("", filters=chosen)
        assert tasks_of(page) == [task]
        assert [choice.value for choice in page.active] == [str(mine), "overdue"]

    def test_what_is_refused_is_left_out_together_with_what_it_hangs_on(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mine, other = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        make_assignment(database, make_task(database, directive, text="họp dân"), mine)
        kept = make_task(database, directive, text="họp dân")
        make_assignment(database, kept, other)
        page = ask("họp dân", excluded=((Facet.AGENCY, str(mine)),))
        assert tasks_of(page) == [kept]
        assert [(choice.value, choice.is_excluded) for choice in page.active] == [
            (str(mine), True)
        ]  # fmt: skip
        assert str(mine) not in {choice.value for choice in page.choices[Facet.AGENCY]}

    def test_work_of_an_agency_that_is_gone_counts_and_is_chosen_under_its_heir(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        old, heir = make_agency(database, "Sở Cũ"), make_agency(database, "Sở Mới")
        make_succession(database, old, heir, on=date(2024, 3, 1))
        tasks = [make_task(database, directive, text="họp dân") for _ in range(3)]
        for task, agency in ((0, old), (1, heir), (2, old), (2, heir)):
            make_assignment(database, tasks[task], agency)
        [choice] = ask("họp dân").choices[Facet.AGENCY]
        assert isinstance(choice, AgencyChoice)
        assert (choice.name, choice.count, choice.before) == ("Sở Mới", 3, ("Sở Cũ",))
        assert set(tasks_of(ask("họp dân", filters=(choice.filter,)))) == set(tasks)
        assert set(tasks_of(ask("họp dân", filters=((Facet.AGENCY, str(old)),)))) == {
            tasks[0], tasks[2]
        }  # fmt: skip

    def test_words_of_an_inspector_are_told_from_those_of_the_agency(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        part = make_assignment(database, make_task(database, directive), make_agency(database))
        update = make_update(database, part, author_id=author, narrative="đã họp dân")
        make_verdict(
            database, update, VerdictKind.SENT_BACK, author_id=author, reason="thiếu biên bản"
        )
        [said], [judged] = (ask(words).cards[0].matches for words in ("họp dân", "biên bản"))
        assert (said.is_verdict, judged.is_verdict) == (False, True)

    def test_a_documents_match_tells_its_place_in_the_text(
        self, database: Database, author: int, ask: Ask
    ) -> None:
        number = make_directive(
            database, author_id=author, text="Một.\nHai là họp dân.\nBa: nông thôn mới."
        )
        make_task(database, number, text="Hai là họp dân.", start=5, end=20)
        [card] = ask("nông thôn mới", kind=RecordKind.DIRECTIVE).cards
        [match] = card.matches
        assert match.place == len("Một.\nHai là họp dân.\nBa: ")

    def test_the_earliest_deadline_comes_first_and_none_last(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        without = make_task(database, directive, text="họp dân")
        late = make_task(database, directive, text="họp dân", original_due=date(2024, 9, 1))
        soon = make_task(database, directive, text="họp dân", original_due=date(2024, 7, 1))
        assert tasks_of(ask("họp dân", sort=Sort.DUE)) == [soon, late, without]

    def test_pages_do_not_overlap_and_leave_nothing_out(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        made = {make_task(database, directive, text="họp dân") for _ in range(45)}
        pages = [ask("họp dân", page=number) for number in (1, 2, 3)]
        assert [len(page.cards) for page in pages] == [20, 20, 5]
        assert {task for page in pages for task in tasks_of(page)} == made
        assert (pages[0].total, pages[0].last) == (45, 3)

    def test_an_empty_question_asks_nothing(self, ask: Ask) -> None:
        assert ask("  ").cards == ()

    def test_a_query_that_cannot_be_read_gives_its_error(self, ask: Ask) -> None:
        error = ask('"dở dang').error
        assert error is not None
        assert (error.code, error.position) == ("open-quote", 0)

    def test_what_the_tables_no_longer_have_is_left_out(
        self, database: Database, engine: SearchEngine, directive: int
    ) -> None:
        rebuild(database, engine)
        with database.writing() as session:
            session.get_one(Directive, directive).state = DirectiveState.WITHDRAWN
        page = find(
            database, engine, OFFICE, Question("23-CT/TU"), today=TODAY, rules=TrackingRules()
        )
        assert page.cards == ()


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("qua han BTGTU", "tt:quahan cq:BTGTU"),
        ("nhiệm vụ quá hạn", "tt:quahan nhiệm vụ"),
        ("chưa hoàn thành nông thôn mới", "tt:danglam nông thôn mới"),
        ("cho xac nhan", "tt:choxacnhan"),
        ("báo cáo của Ban tuyên giáo tỉnh ủy", 'cq:"Ban tuyên giáo tỉnh ủy" báo cáo của'),
        ("tt:quahan btgtu vốn", "cq:btgtu tt:quahan vốn"),
        ("quá hạn cq:BTGTU", "tt:quahan cq:BTGTU"),
        ("tt:quahan quá hạn", None),
        ('"quá hạn"', None),
        ("quá hạn OR BTGTU", None),
        ('quá hạn "lý do" -quy hoạch', 'tt:quahan "lý do" -"quy hoạch"'),
        ("các huyện ủy chưa báo cáo", 'tt:chuabaocao cq:"huyện ủy"'),
        ("nông thôn mới", None),
        ("từ btg", None),
    ],
)
def test_plain_words_of_a_state_or_an_agency_become_a_proposed_filter(
    database: Database, typed: str, proposed: str | None
) -> None:
    make_agency(database, "Ban Tuyên giáo Tỉnh ủy", code="BTGTU")
    make_agency(database, "Tỉnh ủy", code="TU")
    make_agency(database, "Huyện ủy Giồng Riềng")
    make_agency(database, "Huyện ủy An Biên")
    made = proposals_for(database, typed)
    assert [proposal.query for proposal in made] == ([proposed] if proposed else [])


class TestProposedAgencies:
    def test_a_proposal_says_who_answers_today(self, database: Database) -> None:
        old, heir = make_agency(database, "Sở Cũ", code="SCU"), make_agency(database, "Sở Mới")
        make_succession(database, old, heir, on=date(2024, 3, 1))
        [proposal] = proposals_for(database, "SCU")
        assert (proposal.agency, proposal.heir) == ("Sở Cũ", "Sở Mới")

    def test_a_name_of_two_agencies_names_neither(self, database: Database) -> None:
        for name in ("Sở Một", "Sở Hai"):
            make_agency(database, name, code="SXYZ")
        [proposal] = proposals_for(database, "SXYZ")
        assert (proposal.query, proposal.agency) == ("cq:SXYZ", None)

    def test_an_agency_that_is_not_to_be_known_is_not_proposed(self, database: Database) -> None:
        mine = make_agency(database, "Sở Một")
        make_agency(database, "Sở Bí Ẩn")
        assert proposals_for(database, "sở bí ẩn")
        assert proposals_for(database, "sở bí ẩn", of_agency(mine)) == ()


def proposals_for(database: Database, typed: str, actor: Actor = OFFICE) -> tuple[Proposal, ...]:
    with database.reading() as session:
        labels = AgencyLabels(session, TODAY, actor)
        return propose_filters(typed, agency_words(session, actor), labels)


class TestMistypedWords:
    def test_what_was_meant_is_shown_where_nothing_was_found(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        task = make_task(database, directive, text="nâng cao chất lượng giám sát")
        page = ask("giám sátt")
        assert tasks_of(page) == [task]
        assert page.instead_of == "giám sátt"

    def test_what_was_meant_is_offered_beside_few_results(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mistyped = make_task(database, directive, text="nghiệm thuu công trình")
        for _ in range(3):
            make_task(database, directive, text="nghiệm thu công trình")
        page = ask("nghiệm thuu", kind=RecordKind.TASK)
        assert tasks_of(page) == [mistyped]
        assert page.better is None, "a word that is there is not mistyped"

    def test_a_single_word_that_is_found_is_not_beset_with_words_like_it(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        make_task(database, directive, text="Sửa chữa đường liên xã.")
        make_task(database, directive, text="Phát huy nguồn hướng dẫn.")
        page = ask("đường")
        assert len(page.cards) == 1
        assert page.with_all is None

    def test_a_word_that_only_others_may_read_is_never_suggested(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mine, other = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        make_assignment(database, make_task(database, directive, text="họp dân"), mine)
        make_assignment(database, make_task(database, directive, text="mật danh kikalo"), other)
        assert ask("kikala").instead_of == "kikala"
        for asked in ("kikala", "họp OR kikala", "họp -kikala"):
            page = ask(asked, of_agency(mine))
            assert (page.better, page.instead_of) == (None, None), asked


class TestAlike:
    TEXT = "tuyên truyền vận động nhân dân diệt lăng quăng phòng chống sốt xuất huyết"

    def test_what_is_like_a_task_is_found_and_the_task_itself_is_not(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        one, two = (make_task(database, directive, text=self.TEXT) for _ in range(2))
        make_task(database, directive, text="sửa chữa đường giao thông nông thôn")
        page = ask("", like=f"task:{one}")
        assert tasks_of(page) == [two]
        assert page.alike is not None
        assert page.alike.words == self.TEXT

    def test_it_can_be_narrowed_like_any_search(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        one, two = (make_task(database, directive, text=self.TEXT) for _ in range(2))
        make_task(database, directive, text=f"{self.TEXT} quý ba")
        assert two not in tasks_of(ask("quý ba", like=f"task:{one}"))

    @pytest.mark.parametrize("key", ["task:999", "task:x", "odd:1", "task:", f"task:{'9' * 99}"])
    def test_what_is_not_there_has_no_like(self, ask: Ask, key: str) -> None:
        with pytest.raises(NotFound):
            ask("", like=key)

    def test_a_record_of_others_is_not_there(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        mine, other = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        task = make_task(database, directive, text=self.TEXT)
        make_assignment(database, task, mine)
        neighbours = make_assignment(database, task, other)
        update = make_update(database, neighbours, author_id=author, narrative=self.TEXT)
        evidence = keep_evidence(database, update, self.TEXT)
        for key in (f"update:{update}", f"evidence:{evidence}"):
            assert ask("", like=key).alike is not None
            with pytest.raises(NotFound):
                ask("", of_agency(mine), like=key)


def test_moments_are_indexed_by_the_day_of_the_office(
    database: Database, directive: int, author: int
) -> None:
    part = make_assignment(database, make_task(database, directive), make_agency(database))
    late_evening_utc = datetime(2024, 6, 14, 18, 0, tzinfo=UTC)
    update = make_update(database, part, author_id=author, at=late_evening_utc)
    assert records(database)[f"update:{update}"].date == date(2024, 6, 15)


def test_places_are_told_in_the_text_as_it_is_kept(database: Database) -> None:
    text = "Xây\N{ZERO WIDTH SPACE} dựng nông thôn mới, nâng cao"
    decomposed = unicodedata.normalize("NFD", text)
    for kept in (text, decomposed):
        [(start, end)] = found_in(database, OFFICE, "nong thon moi", kept)
        assert unicodedata.normalize("NFC", kept[start:end]) == "nông thôn mới"
    assert found_in(database, OFFICE, '"nông', text) == ()
    assert found_in(database, OFFICE, "", text) == ()

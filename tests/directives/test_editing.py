"""Corrections of a reading, one by one, and any sequence of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives import BodyRole, Directive, Due, Every, Metadata, Nature, Precision, SpanRole
from directives.editing import (
    EditError,
    TaskFields,
    add_task,
    change_task,
    find_task,
    merge_with_next,
    remove_task,
    set_document,
    set_span_role,
    split_places,
    split_task,
)
from tests.directives.readings import TEXT, assert_promises_kept, place_of, reading


def fields_of(task_id: str, **changed: Any) -> TaskFields:
    """What the form of a task says before a person changes it."""
    task = find_task(reading(), task_id)
    as_read = TaskFields(
        label=task.label,
        start=task.start,
        end=task.end,
        nature=task.nature,
        bodies={role: tuple(body.text for body in task.bodies(role)) for role in BodyRole},
        due=task.due.date if task.due else None,
        every=task.recurrence.every if task.recurrence else None,
        due_day=None,
    )
    return replace(as_read, **changed)


def changed_task(task_id: str, **changed: Any) -> Directive:
    edited = change_task(reading(), task_id, fields_of(task_id, **changed))
    assert_promises_kept(edited)
    return edited


def ids(directive: Directive) -> list[str]:
    return [task.id for task in directive.walk()]


def role_of(directive: Directive, words: str) -> SpanRole:
    start, _ = place_of(words)
    return next(s.role for s in directive.spans if s.start <= start < s.end)


def test_saving_a_form_unchanged_changes_nothing() -> None:
    assert changed_task("t1") == reading()


def test_words_that_leave_a_task_stand_out_until_they_get_a_role() -> None:
    _, end = place_of("Sở A xây dựng kế hoạch")
    edited = changed_task("t1", end=end)
    assert role_of(edited, "hoàn thành") is SpanRole.UNEXPLAINED
    start, end = place_of("; hoàn thành trước ngày 30/6/2024.")
    assert role_of(set_span_role(edited, start, end, SpanRole.CONTEXT), "hoàn") is SpanRole.CONTEXT


def test_a_body_is_found_in_the_words_or_stands_nowhere() -> None:
    edited = changed_task("t1", bodies={BodyRole.LEAD: ("Sở A", "Sở C")})
    known, typed = find_task(edited, "t1").lead
    assert edited.text[known.start : known.end] == "Sở A"
    assert typed.start == typed.end


def test_a_body_that_changes_its_role_keeps_its_place() -> None:
    edited = changed_task("t2", bodies={BodyRole.DIRECTED: ("Sở B",)})
    task = find_task(edited, "t2")
    assert task.lead == ()
    assert task.directed == find_task(reading(), "t2").lead


def test_a_body_given_twice_stands_once() -> None:
    edited = changed_task("t1", bodies={BodyRole.LEAD: ("Sở A", "Sở A")})
    assert len(find_task(edited, "t1").lead) == 1


def test_another_day_keeps_the_words_of_the_deadline() -> None:
    due = find_task(changed_task("t1", due=date(2024, 7, 1)), "t1").due
    assert due is not None
    assert (due.text, due.date) == ("trước ngày 30/6/2024", date(2024, 7, 1))


def test_taking_the_day_away_leaves_the_words() -> None:
    due = find_task(changed_task("t1", due=None), "t1").due
    assert due is not None
    assert (due.text, due.date) == ("trước ngày 30/6/2024", None)


def test_a_day_of_the_office_has_no_words_and_can_be_taken_away() -> None:
    edited = changed_task("t2", due=date(2024, 9, 1))
    due = find_task(edited, "t2").due
    assert due is not None
    assert (due.text, due.precision) == ("", Precision.DAY)
    assert find_task(change_task(edited, "t2", fields_of("t2")), "t2").due is None


def test_a_duty_can_be_made_to_come_back_and_to_stop() -> None:
    edited = changed_task("t2", every=Every.QUARTER, due_day=20, nature=Nature.PERIODIC)
    recurrence = find_task(edited, "t2").recurrence
    assert recurrence is not None
    assert (recurrence.every, recurrence.due_day) == (Every.QUARTER, 20)
    assert find_task(change_task(edited, "t2", fields_of("t2")), "t2").recurrence is None


@pytest.mark.parametrize(
    ("task_id", "changed", "code"),
    [
        ("t1", {"end": len(TEXT) + 1}, "outside"),
        ("t1", {"end": place_of("Hai là")[1]}, "overlap"),
        ("t1", {"start": place_of("\nMột là")[0], "end": place_of("\nMột là")[0] + 1}, "no-words"),
        ("t2", {"end": place_of("b) Báo")[1]}, "inside-child"),
        ("t2.1", {"start": place_of("Hai là")[0] - 5}, "outside-parent"),
    ],
)
def test_bounds_that_would_break_the_reading_are_refused(
    task_id: str, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(EditError) as refused:
        change_task(reading(), task_id, fields_of(task_id, **changed))
    assert refused.value.code == code


def test_splitting_gives_each_part_the_bodies_and_the_deadline_to_the_part_that_says_it() -> None:
    edited = split_task(reading(), "t1", place_of("hoàn thành")[0])
    assert_promises_kept(edited)
    first, second = edited.tasks[:2]
    assert (first.label, second.label) == ("Một là", None)
    assert first.lead == second.lead
    assert first.due is None
    assert second.due == find_task(reading(), "t1").due


def test_a_deadline_that_a_person_set_stays_with_the_first_part() -> None:
    edited = split_task(changed_task("t2", due=date(2024, 9, 1)), "t2", place_of("a) Lập")[0])
    assert [task.due is not None for task in edited.tasks[1:3]] == [True, False]
    assert [len(task.children) for task in edited.tasks[1:3]] == [0, 2]


def test_likely_places_to_split_are_the_clauses_and_lines_outside_sub_tasks() -> None:
    places = [TEXT[at : at + 5] for at in split_places(find_task(reading(), "t1"))]
    assert places == ["hoàn "]
    places = [TEXT[at : at + 2] for at in split_places(find_task(reading(), "t2"))]
    assert places == ["a)", "b)"]


@pytest.mark.parametrize(
    ("at", "code"),
    [(0, "outside"), (place_of("đoàn kiểm tra")[0], "inside-child")],
)
def test_a_task_is_not_split_outside_itself_or_inside_a_sub_task(at: int, code: str) -> None:
    with pytest.raises(EditError) as refused:
        split_task(reading(), "t2", at)
    assert refused.value.code == code


def test_splitting_and_merging_again_gives_the_task_back() -> None:
    halves = split_task(reading(), "t1", place_of("hoàn thành")[0])
    assert merge_with_next(halves, "t1") == reading()


def test_merging_takes_all_bodies_and_sub_tasks_and_the_stricter_deadline() -> None:
    later = changed_task("t2", due=date(2024, 3, 1))
    merged = merge_with_next(later, "t1")
    assert_promises_kept(merged)
    (task,) = merged.tasks
    assert [body.text for body in task.lead] == ["Sở A", "Sở B"]
    assert task.due is not None
    assert task.due.date == date(2024, 3, 1)
    assert ids(merged) == ["t1", "t2.1", "t2.2"]


def test_a_deadline_without_a_day_gives_way_to_one_with_a_day() -> None:
    vague = replace(
        find_task(reading(), "t1"), due=Due("sớm", 0, 3, date=None, precision=Precision.TERM)
    )
    later = changed_task("t2", due=date(2024, 3, 1))
    merged = merge_with_next(replace(later, tasks=(vague, *later.tasks[1:])), "t1")
    assert merged.tasks[0].due == later.tasks[1].due


def test_the_last_task_of_a_level_has_nothing_to_merge_with() -> None:
    with pytest.raises(EditError, match="no task follows"):
        merge_with_next(reading(), "t2.2")


def test_words_outside_every_task_can_be_made_one() -> None:
    edited = add_task(reading(), *place_of("\nNơi nhận: Sở A."))
    assert_promises_kept(edited)
    assert edited.tasks[-1].text == "Nơi nhận: Sở A."


def test_words_inside_a_task_become_its_sub_task() -> None:
    edited = add_task(reading(), *place_of("hoàn thành trước ngày 30/6/2024."))
    assert_promises_kept(edited)
    assert ids(edited) == ["t1", "tn1", "t2", "t2.1", "t2.2"]


def test_words_of_two_tasks_cannot_be_made_one() -> None:
    with pytest.raises(EditError, match="already belong"):
        add_task(reading(), place_of("30/6/2024")[0], place_of("Hai là")[1])


def test_removing_a_task_gives_its_words_a_role_and_moves_its_sub_tasks_up() -> None:
    edited = remove_task(reading(), "t2")
    assert_promises_kept(edited)
    assert [task.id for task in edited.tasks] == ["t1", "t2.1", "t2.2"]
    assert role_of(edited, "Hai là") is SpanRole.CONTEXT


def test_words_of_a_removed_task_can_be_left_to_look_at_again() -> None:
    edited = remove_task(reading(), "t1", SpanRole.UNEXPLAINED)
    assert role_of(edited, "Một là") is SpanRole.UNEXPLAINED


def test_words_of_a_removed_sub_task_stay_in_the_task_above() -> None:
    edited = remove_task(reading(), "t2.1")
    assert_promises_kept(edited)
    assert role_of(edited, "a) Lập") is SpanRole.TASK
    assert edited.spans == reading().spans


def test_only_a_task_makes_words_a_tasks() -> None:
    with pytest.raises(EditError, match="only a task"):
        remove_task(reading(), "t1", SpanRole.TASK)
    with pytest.raises(EditError, match="only a task"):
        set_span_role(reading(), *place_of("Nơi nhận"), SpanRole.TASK)


def test_a_role_is_not_given_to_words_of_a_task() -> None:
    with pytest.raises(EditError, match="already belong"):
        set_span_role(reading(), *place_of("xây dựng"), SpanRole.CONTEXT)


def test_what_the_document_says_of_itself_can_be_corrected() -> None:
    document = Metadata(number="12-CT/TU", issued_on=date(2024, 3, 5))
    assert set_document(reading(), document).document == document


def test_an_unknown_task_is_named() -> None:
    with pytest.raises(EditError, match="t9"):
        find_task(reading(), "t9")


_place = st.integers(-1, len(TEXT) + 1)
_task_ids = st.sampled_from(["t1", "t2", "t2.1", "t2.2", "tn1", "tn2", "t1n1", "t2n1"])
_roles = st.sampled_from(SpanRole)
_fields = st.builds(
    TaskFields,
    label=st.none() | st.just("Ba là"),
    start=_place,
    end=_place,
    nature=st.sampled_from(Nature),
    bodies=st.dictionaries(
        st.sampled_from(BodyRole), st.lists(st.sampled_from(["Sở A", "Sở B", "Sở C"])).map(tuple)
    ),
    due=st.none() | st.dates(),
    every=st.none() | st.sampled_from(Every),
    due_day=st.none() | st.integers(1, 31),
)
_acts = st.one_of(
    st.tuples(st.just(change_task), _task_ids, _fields),
    st.tuples(st.just(split_task), _task_ids, _place),
    st.tuples(st.just(merge_with_next), _task_ids),
    st.tuples(st.just(add_task), _place, _place),
    st.tuples(st.just(remove_task), _task_ids, _roles),
    st.tuples(st.just(set_span_role), _place, _place, _roles),
)


@given(st.lists(_acts, max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_is_done_in_whatever_order_the_promises_are_kept(
    acts: list[tuple[Any, ...]],
) -> None:
    directive = reading()
    for act, *arguments in acts:
        with suppress(EditError):
            directive = act(directive, *arguments)
        assert_promises_kept(directive)

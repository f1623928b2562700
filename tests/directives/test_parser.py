"""Promises that every reading keeps, whatever is read."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives import Directive, Due, Figure, ReadingSettings, Recurrence, parse_directive
from directives.loading import directive_from_dict
from tests.directives.parsed import HEAD, named, parsed
from tests.directives.readings import assert_promises_kept

_VALIDATOR = jsonschema.Draft202012Validator(
    json.loads(files("directives").joinpath("schema.json").read_text("utf-8"))
)
_LABELS = (
    "",
    "Một là, ",
    "Hai là, ",
    "Thứ nhất, ",
    "I. ",
    "II. ",
    "A. ",
    "1. ",
    "2. ",
    "3. ",
    "1.1. ",
    "2.1. ",
    "1.2.1. ",
    "1) ",
    "(1) ",
    "(i) ",
    "a) ",
    "b) ",
    "đ) ",
    "- ",
    "+ ",
    "• ",
    "Điều 1. ",
    "Điều 2. ",
    "Chương I ",
    "Phần thứ hai ",
    "Trước hết, ",
    "V/",
)
_BODIES = (
    "",
    "Sở Y tế ",
    "Giao Sở Xây dựng ",
    "Các sở, ban, ngành ",
    "Ủy ban nhân dân tỉnh chỉ đạo Công an tỉnh ",
    "Yêu cầu ủy ban nhân dân các xã, phường ",
    "Ban Thường vụ Tỉnh ủy ",
)
_DUTIES = (
    "lập kế hoạch",
    "chủ trì, phối hợp với Sở Tài chính rà soát 20 hộ",
    "báo cáo Ủy ban nhân dân tỉnh",
    "VỀ NHIỆM VỤ",
    "Về kinh tế",
    "Kết quả đạt được",
    "yêu cầu các sở thực hiện các việc sau",
)
_TIMES = (
    "",
    " trước ngày 30/6/2025",
    " hằng quý",
    " trong 6 tháng đầu năm",
    " trước ngày 25/12 hàng năm",
    " (111/116 xã)",
)
_ENDS = (".", ":", ";", "", "…")
_WHOLE = (
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "CHỈ THỊ",
    "Kính gửi:",
    "PHỤ LỤC",
    "Căn cứ Luật Đất đai;",
    "Số: 15/CT-UBND",
    "Lâm Thao, ngày 25 tháng 11 năm 2025",
    "| STT | Nhiệm vụ | Chủ trì | Thời hạn |",
    "|---|---|---|---|",
    "| 1 | Lập kế hoạch | Sở Y tế | Quý II/2025 |",
    "# TỔ CHỨC THỰC HIỆN",
    "**Về y tế**",
    "",
)
_lines = st.sampled_from(_WHOLE) | st.tuples(
    *map(st.sampled_from, (_LABELS, _BODIES, _DUTIES, _TIMES, _ENDS))
).map("".join)
_documents = st.lists(_lines, min_size=1, max_size=14).map("\n\n".join)


def read(text: str) -> Directive:
    return parse_directive(f"Mở đầu.\n\n{text}".encode(), name="thu.md")


def assert_words_are_the_text_s(reading: Directive) -> None:
    parts: list[Due | Recurrence | Figure] = []
    for task in reading.walk():
        parts += [part for part in (task.due, task.recurrence, *task.figures) if part]
        bodies = (*task.lead, *task.directed, *task.coordinating, *task.reports_to)
        assert all(reading.text[body.start : body.end] == body.text != "" for body in bodies)
    assert all(reading.text[part.start : part.end] == part.text for part in parts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents)
def test_whatever_is_mixed_a_reading_keeps_all_its_promises(text: str) -> None:
    reading = read(text)
    assert_promises_kept(reading)
    assert_words_are_the_text_s(reading)
    _VALIDATOR.validate(reading.to_dict())
    assert directive_from_dict(reading.to_dict()) == reading
    assert read(text).to_json() == reading.to_json()


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=300))
def test_no_text_is_refused_and_none_of_it_is_lost(text: str) -> None:
    reading = parsed(f"Mở đầu {text}")
    assert_promises_kept(reading)


def test_the_published_form_keeps_the_order_of_the_contract() -> None:
    plain = parsed(f"{HEAD}1. Sở Y tế kiểm tra.\n\n2. Sở Y tế báo cáo.\n").to_dict()
    assert list(plain) == ["schema", "source", "text", "document", "tasks", "spans", "findings"]
    assert list(plain["tasks"][0]) == [
        "id",
        "label",
        "start",
        "end",
        "text",
        "nature",
        "lead",
        "directed",
        "coordinating",
        "reports_to",
        "due",
        "recurrence",
        "figures",
        "confidence",
        "children",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Trời đẹp.", "no-task"),
        ("CHỈ THỊ\n\n1. Rà soát quy hoạch.\n\n2. Kiểm tra đất đai.\n", "no-lead"),
        ("Trời đẹp.", "no-number"),
        ("Trời đẹp.", "no-date"),
    ],
)
def test_what_is_missing_is_found(text: str, code: str) -> None:
    findings = {finding.code: finding for finding in parsed(text).findings}
    assert code in findings


def test_the_registry_of_an_office_is_read_beside_the_built_in_names() -> None:
    text = "CHỈ THỊ\n\n1. Vườn Xanh kiểm tra vườn.\n\n2. Vườn Xanh báo cáo kết quả.\n"
    known = ReadingSettings(known_bodies=("Vườn Xanh",))
    assert [named(task) for task in parsed(text, known).tasks] == [["Vườn Xanh"]] * 2
    assert [named(task) for task in parsed(text).tasks] == [[], []]

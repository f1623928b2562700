"""Each part of a reading is traced to the line of the table that gave it."""

from __future__ import annotations

import re
from importlib.resources import files

from directives import Reason, explain
from tests.directives.parsed import HEAD, LEAD_IN, parsed

TEXT = f"""{HEAD}{LEAD_IN}Một là, Sở Xây dựng chủ trì, phối hợp với Sở Tư pháp rà soát hồ sơ, \
báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2025.

Hai là, tiếp tục tuyên truyền pháp luật về đất đai.
"""


def reasons(number: int) -> dict[str, Reason]:
    found = list(explain(parsed(TEXT)))[number][1]
    return {reason.part: reason for reason in reversed(found)}


def line_of(reason: Reason) -> str:
    """Return the line that a reason names."""
    place = re.search(r"(\w+\.toml):(\d+)", reason.rule)
    assert place is not None, reason.rule
    lines = files("directives").joinpath("tables", place[1]).read_text("utf-8").splitlines()
    return lines[int(place[2]) - 1]


def test_a_label_is_traced_to_its_number_word() -> None:
    assert line_of(reasons(0)["label"]) == '"một" = 1'


def test_a_body_is_traced_to_the_words_that_gave_its_role() -> None:
    first = reasons(0)
    assert "chủ trì" in line_of(first["lead"])
    assert "phối hợp" in line_of(first["coordinating"])
    assert "báo cáo" in line_of(first["reports_to"])


def test_a_deadline_is_traced_to_the_words_that_bind_it() -> None:
    assert '"trước"' in line_of(reasons(0)["due"])
    assert reasons(0)["nature"].rule == "a deadline"


def test_an_inherited_body_says_so_and_a_standing_duty_names_its_verb() -> None:
    second = reasons(1)
    assert second["lead"].rule == "inherited from the words above"
    assert '"tiếp tục"' in line_of(second["nature"])


def test_the_reasons_are_no_part_of_the_published_form() -> None:
    assert '"rule"' not in parsed(TEXT).to_json()

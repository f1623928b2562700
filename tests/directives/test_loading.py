"""The published form of a reading comes back as the reading it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

from directives import Directive, parse_directive
from directives.loading import directive_from_dict
from tests.directives.readings import any_reading, reading


@given(any_reading)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_reading_comes_back_from_its_published_form(directive: Directive) -> None:
    assert directive_from_dict(json.loads(directive.to_json())) == directive


def test_a_reading_of_a_real_document_comes_back() -> None:
    text = (
        "Số 45-CT/TU\n\nMột là, Sở A xây dựng kế hoạch trước ngày 30/6/2024.\n\nHai là, tuần tra."
    )
    read = parse_directive(text.encode(), name="chi-thi.md")
    assert directive_from_dict(read.to_dict()) == read


@pytest.mark.parametrize(
    ("place", "value"),
    [("schema", "directive/9"), ("tasks", [{"id": "t1"}]), ("spans", [{"role": "song"}])],
)
def test_another_form_is_refused(place: str, value: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        directive_from_dict({**reading().to_dict(), place: value})

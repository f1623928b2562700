"""Every value that a page can show has words in both languages."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from importlib import import_module
from importlib.resources import files
from pkgutil import walk_packages

import pytest
from flask import Flask
from flask_babel import force_locale

import tracker
from tracker.domain import DirectiveState, Workflow
from tracker.web.labels import DOCUMENT_KINDS, LABELS, label

# What queries and files are made of inside, which no page is handed.
INSIDE = frozenset(
    {
        "search_index.fields",
        "search_index.query",
        "tracker.exchange.columns",
        "tracker.grids.model",
    }
)


def _enums() -> list[type[StrEnum]]:
    """Return every enum that a use case or a rule can hand to a page."""
    names = [
        module.name
        for module in walk_packages(tracker.__path__, "tracker.")
        if not module.name.startswith(("tracker.cli", "tracker.migrations"))
    ]
    found = {
        kind
        for module in map(import_module, ["directives.model", *names])
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
        if kind.__module__ not in INSIDE
    }
    return sorted(found, key=lambda kind: kind.__qualname__)


@pytest.mark.parametrize("kind", _enums(), ids=lambda kind: kind.__name__)
def test_every_value_has_words_of_its_own(app: Flask, kind: type[StrEnum]) -> None:
    with app.test_request_context(), force_locale("en"):
        words = [label(value) for value in kind]
    assert len(set(words)) == len(words)
    assert not set(words) & {value.value for value in kind}


def test_equal_values_of_different_enums_keep_their_own_words(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert label(Workflow.ISSUED) == "Assigned, nothing reported"
        assert label(DirectiveState.ISSUED) == "Issued"


def test_a_document_kind_is_named(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert label("chi-thi") == "Directive"
        assert len({str(words) for words in DOCUMENT_KINDS.values()}) == len(DOCUMENT_KINDS)


def test_every_kind_that_a_reading_can_find_is_named() -> None:
    kinds = files("directives").joinpath("tables", "kinds.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(kinds)["names"]) <= set(DOCUMENT_KINDS)


def test_a_value_without_words_is_an_error_and_not_shown_raw(app: Flask) -> None:
    class Stranger(StrEnum):
        ODD = "odd"

    with app.test_request_context(), pytest.raises(KeyError):
        label(Stranger.ODD)


def test_no_label_is_of_a_value_that_is_gone() -> None:
    for kind, words in LABELS.items():
        assert set(words) == set(kind)

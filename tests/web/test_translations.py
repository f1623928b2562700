"""Every string of the interface is in Vietnamese, with the same placeholders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "tracker" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%%|%")


@cache
def _vietnamese() -> Catalog:
    with CATALOG.open("rb") as file:
        return read_po(file, locale="vi")


@cache
def _strings() -> frozenset[str | tuple[str, ...]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = [
        (mapping["pattern"], mapping["method"]) for mapping in settings["tool"]["babel"]["mappings"]
    ]
    found = extract_from_dir(ROOT, method_map=mappings, keywords=KEYWORDS, directory_filter=_ours)
    return frozenset(text for _file, _line, text, _comments, _context in found)


def _ours(folder: str) -> bool:
    return Path(folder).name not in {".venv", "var", "tests", ".git"}


def _translated() -> Iterator[Message]:
    return (message for message in _vietnamese() if message.id)


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_strings_are_found_in_code_and_in_templates() -> None:
    assert {"Directive tracker", "Lead agency", ("%(num)s person", "%(num)s people")} <= _strings()


def test_every_string_is_translated() -> None:
    missing = [
        text
        for text in _strings()
        if (message := _vietnamese().get(text)) is None
        or message.fuzzy
        or not "".join(_forms(message.string)).strip()
    ]
    assert not missing, f"{len(missing)} strings without Vietnamese, such as {missing[:5]}"


def test_a_translation_keeps_every_placeholder() -> None:
    changed = [
        message.id
        for message in _translated()
        for form in _forms(message.string)
        if form and _placeholders(form) != _placeholders(_forms(message.id)[-1])
    ]
    assert not changed


def test_no_translation_is_left_of_a_string_that_is_gone() -> None:
    gone = [message.id for message in _translated() if message.id not in _strings()]
    assert not gone


def test_the_catalog_says_its_number_of_forms() -> None:
    assert _vietnamese().num_plurals == 1


@pytest.mark.parametrize("polite", ["bạn ", "Bạn ", "vui lòng", "Vui lòng"])
def test_the_reader_is_not_addressed_as_a_friend(polite: str) -> None:
    assert not [m.id for m in _translated() for form in _forms(m.string) if polite in form]

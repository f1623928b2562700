"""The documents keep up with the code: what can be set, asked or made is written down."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import chain
from pathlib import Path

import click
import pytest

from config import Config, read_config
from tracker.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = (ROOT / "README.md", ROOT / "README.vi.md", *sorted((ROOT / "docs").rglob("*.md")))


def _commands(group: click.Group, path: str = "tracker") -> list[str]:
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    nested = (
        _commands(command, f"{path} {name}")
        if isinstance(command, click.Group)
        else [f"{path} {name}"]
        for name, command in found.items()
    )
    return list(chain.from_iterable(nested))


@pytest.mark.parametrize("command", _commands(main))
def test_each_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`{command}[ `]", README)


def test_the_readme_gives_each_setting_with_its_default() -> None:
    told = dict(re.findall(r"\| `(TRACKER_\w+)` \| (?:`(.*?)`)? ?\|", README))
    assert read_config({name: value for name, value in told.items() if value}) == Config()
    assert set(told) == {f"TRACKER_{field.name.upper()}" for field in fields(Config)}


def test_each_target_of_make_is_in_the_readme_and_in_no_other_words() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    assert set(re.findall(r"\| `make (\w+)` \|", README)) == targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_map_names_only_what_exists_and_every_package() -> None:
    section = README.split("## Map of the code")[1].split("## ")[0]
    places = {place.rstrip("/") for place in re.findall(r"`([\w/]+/)`", section)}
    assert [place for place in places if not (ROOT / place).is_dir()] == []
    packages = {place.parent.name for place in (ROOT / "tracker").glob("*/__init__.py")}
    assert {f"tracker/{name}" for name in packages} <= places


@pytest.mark.parametrize(
    "decision", sorted((ROOT / "docs/adr").glob("*.md")), ids=lambda path: path.stem
)
def test_a_decision_says_its_reason_and_its_price(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert all(f"**{part}" in text for part in ("Status", "Context", "Decision", "Consequences"))


def test_the_glossary_names_only_what_the_code_has() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    code = "\n".join(
        path.read_text("utf-8")
        for package in ("tracker", "directives", "search_index")
        for path in (ROOT / package).rglob("*.py")
    )
    words = set(re.findall(r"`(?:[\w.]+\.)?(\w+)`", glossary))
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", code)] == []

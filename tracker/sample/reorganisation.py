"""The reorganisation of 2025 as an example: acts to record, from ``reorganisation.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from typing import Any

from tracker.agencies import ActForm, ActRow, heirs_of, rows_of
from tracker.domain import ActKind
from tracker.sample.registry import district_names

REORGANISATION = tomllib.loads(
    files("tracker.sample").joinpath("reorganisation.toml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class ExampleAct:
    """An act with what is not certain of it: nothing where ``is_sure``."""

    form: ActForm
    is_sure: bool
    note: str


def further_bodies() -> tuple[str, ...]:
    """Return the bodies of the other province that the last act names."""
    return tuple(plain["name"] for plain in REORGANISATION["body"])


def example_acts() -> Iterator[ExampleAct]:
    """Give the acts in the order in which they can be recorded."""
    for plain in REORGANISATION["act"]:
        form = ActForm(
            kind=ActKind(plain["kind"]),
            rows=_rows(plain),
            effective_on=plain["on"],
            legal_basis=plain["basis"],
            remarks=plain.get("note", ""),
        )
        yield ExampleAct(form, plain["sure"], plain.get("note", ""))


def _rows(plain: dict[str, Any]) -> tuple[ActRow, ...]:
    if "rows" in plain:
        return rows_of(plain["rows"])
    bodies = district_names() if plain["bodies"] == "districts" else plain["bodies"]
    heirs = heirs_of("\n".join(plain.get("heirs", ())))
    return tuple(ActRow(body, heir) for body, heir in product(bodies, heirs or (None,)))

"""What the tables beside this module say: short forms, synonyms, kinds of documents, symbols."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: the value on records, its symbols in numbers, its names."""

    value: str
    symbols: tuple[str, ...]
    names: tuple[str, ...]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("search_index") / "tables" / name).read_text(encoding="utf-8"))


def _plain(symbols: Iterable[str]) -> frozenset[str]:
    return frozenset(symbol.lower().replace("đ", "d") for symbol in symbols)


_DOCUMENTS = _table("documents.toml")
DOCUMENT_KINDS = tuple(
    DocumentKind(kind["value"], tuple(kind["symbols"]), tuple(kind["names"]))
    for kind in _DOCUMENTS["kind"]
)
KIND_SYMBOLS = _plain(symbol for kind in DOCUMENT_KINDS for symbol in kind.symbols)
ISSUER_SYMBOLS = _plain(_DOCUMENTS["issuers"]["symbols"])
_ABBREVIATIONS = _table("abbreviations.toml")
SHORT_FORMS: dict[str, list[str]] = _ABBREVIATIONS["short"]
SYNONYMS: list[list[str]] = [group["words"] for group in _ABBREVIATIONS["same"]]

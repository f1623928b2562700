"""What reading a file gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from directives.blocks import Block
from directives.model import Finding, Severity


class Found(NamedTuple):
    """What a reader begins with: ``blocks`` are read while they are asked for."""

    media_type: str
    blocks: Iterable[Block]
    findings: tuple[Finding, ...] = ()


class Content(NamedTuple):
    """The blocks of a file, and what a person should know of how they were read."""

    media_type: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


def macros_left_out() -> Finding:
    """Return what is said of a document that carries programs."""
    return Finding("macros-left-out", Severity.INFO, "The file carries macros; they were not read.")


def silent_pages(count: int) -> Finding:
    """Return what is said of pages that are pictures."""
    message = f"{count} pages are pictures without a text layer; their words are missing."
    return Finding("silent-pages", Severity.WARNING, message)


def recognised() -> Finding:
    """Return what is said of words that a program read from pictures."""
    message = "The words were recognised from pictures; compare them with the document."
    return Finding("recognised", Severity.WARNING, message)

"""Reading a document: bytes to blocks, blocks to an outline, the outline to tasks.

The parser never refuses readable text: what it cannot place is left unexplained in the ledger,
and what a person should know of is a finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directives.blocks import Block, canonical_text
from directives.bodies import gazetteer
from directives.findings import find_findings
from directives.ledger import cover
from directives.metadata import read_header, with_ending
from directives.model import Directive, Source, Span
from directives.moments import Calendar, only_year
from directives.numbering import slips
from directives.passages import passages_of
from directives.readers import read_blocks
from directives.roles import RoleReader
from directives.structure import outline
from directives.tables_of_tasks import TableReader
from directives.tasks import TaskReader, in_order
from directives.wording import plain_reading
from directives.zones import zone_roles


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """What an office may set for reading.

    ``known_bodies`` and ``known_groups`` are the names of its registry, found beside the
    built-in ones; ``before_is_inclusive`` makes "trước ngày D" fall due on D itself.
    """

    known_bodies: tuple[str, ...] = ()
    known_groups: tuple[str, ...] = ()
    before_is_inclusive: bool = True


def parse_directive(
    data: bytes, *, name: str, settings: ReadingSettings = ReadingSettings()
) -> Directive:
    """Return the reading of a document; equal bytes and settings give an equal reading.

    Raises:
        DirectiveError: the file cannot be read; its message says what to do.
    """
    content = read_blocks(data, name)
    source = Source(name, content.media_type, hashlib.sha256(data).hexdigest())
    reading = read_directive(content.blocks, source, settings)
    return replace(reading, findings=(*content.findings, *reading.findings))


def read_directive(
    blocks: Sequence[Block], source: Source, settings: ReadingSettings = ReadingSettings()
) -> Directive:
    """Return the reading of the blocks of a document."""
    text = canonical_text(blocks)
    plain = plain_reading(text)
    passages = passages_of(blocks, plain)
    header = read_header(text, passages)
    zones = zone_roles(passages, header.places)
    document = with_ending(header.metadata, text, plain, passages, zones)
    roles = RoleReader(plain, gazetteer(settings.known_bodies, settings.known_groups))
    year = None if document.issued_on else only_year(plain)
    frame = Calendar(document.issued_on, settings.before_is_inclusive, year)
    found = outline(passages, zones, roles)
    tables = TableReader(text, roles, frame)
    tabled = tables.read(p for place, p in enumerate(passages) if place not in found.roles)
    reader = TaskReader(text, plain, roles, frame)
    tasks = in_order((*reader.read(found.roots), *tabled))
    rest = (
        Span(passage.start, passage.end, found.roles[place])
        for place, passage in enumerate(passages)
        if place in found.roles
    )
    spans = cover(text, (*reader.spans, *tables.spans, *rest))
    findings = find_findings(document, plain, tasks, spans, slips(found.roots, passages))
    return Directive(source, text, document, tasks, spans, tuple(findings))

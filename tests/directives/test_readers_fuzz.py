"""Whatever is handed in: blocks or one of our faults, and behind a fault no mistake of ours.

Every exception becomes one of ours at one place, which would hide our own mistakes as damaged
files; so a fault's cause must have been raised by a library, not by a line of this one.
"""

from __future__ import annotations

from functools import cache
from types import TracebackType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import directives
from directives.errors import DamagedFileError, DirectiveError
from directives.readers import read_blocks
from tests.directives.hostile_files import MAKERS, name_of
from tests.directives.pdf_files import Sheet
from tests.directives.word_files import (
    cell,
    level,
    listed,
    numbering,
    paragraph,
    row,
    run,
    table,
    word_parts,
    zipped,
)

OURS = str(directives.__path__[0])
EXPECTED = (DirectiveError, UnicodeError)
fuzzing = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
changes = st.lists(
    st.tuples(st.integers(0, 10**6), st.one_of(st.integers(0, 255), st.binary(max_size=6))),
    min_size=1,
    max_size=8,
)
Changes = list[tuple[int, int | bytes]]


def read_or_refused(data: bytes, name: str) -> None:
    """Read a file; assert that a fault is one of ours and was not caused by us."""
    try:
        content = read_blocks(data, name)
    except DirectiveError as fault:
        _assert_caused_elsewhere(fault)
        return
    assert all(block.text for block in content.blocks)


def _assert_caused_elsewhere(fault: DirectiveError) -> None:
    cause = fault.__cause__
    if isinstance(fault, DamagedFileError) and cause is not None:
        place = _innermost(cause.__traceback__)
        if place.startswith(OURS) and not isinstance(cause, EXPECTED):
            raise AssertionError(f"a mistake of ours at {place}") from cause


def _innermost(trace: TracebackType | None) -> str:
    place = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def changed(data: bytes, what: Changes) -> bytes:
    """Return ``data`` with some bytes changed, put in or cut off."""
    for place, value in what:
        at = place % (len(data) + 1)
        if isinstance(value, bytes):
            data = data[:at] + value + data[at + len(value) // 2 :]
        else:
            data = data[:at] + bytes([value]) + data[at + 1 :]
    return data


@cache
def parts() -> dict[str, bytes]:
    """Return the parts of a Word file that has something of everything."""
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = (
        paragraph(run("Giao ") + f"<w:ins>{run('Sở Nội vụ')}</w:ins>" + mark)
        + listed("rà soát")
        + table(row(cell("gộp", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "1"))
        + paragraph(
            run("nh©n", '<w:rFonts w:ascii=".VnTime"/>') + '<w:r><w:sym w:char="1EE7"/></w:r>'
        )
    )
    made = word_parts(
        body,
        styles='<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>',
        numbering=numbering(level(0, "decimal", "%1.")),
        footnotes=f'<w:footnote w:id="1">{paragraph("chú")}</w:footnote>',
    )
    return {name: each.encode() if isinstance(each, str) else each for name, each in made.items()}


@given(st.sampled_from(sorted(parts())), changes)
@fuzzing
def test_a_word_file_with_a_changed_part(name: str, what: Changes) -> None:
    read_or_refused(zipped({**parts(), name: changed(parts()[name], what)}), "a.docx")


@given(st.sampled_from(sorted(parts())), st.sampled_from(sorted(parts())))
@fuzzing
def test_a_word_file_with_parts_in_the_wrong_place(one: str, other: str) -> None:
    read_or_refused(zipped({**parts(), one: parts()[other]}), "a.docx")
    read_or_refused(zipped({name: each for name, each in parts().items() if name != one}), "a.docx")


ATTRIBUTES = ["val", "id", "ilvl", "numId", "char", "fldCharType", "abstractNumId", "styleId"]
VALUES = ["", "-1", "99999999999", "x", "0", "\u0663", "1.5", "FFFFFFFF", "%1%9", "true"]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", ATTRIBUTES)
@pytest.mark.parametrize("name", sorted(parts()))
def test_a_word_file_with_nonsense_in_its_attributes(name: str, key: str, value: str) -> None:
    pieces = parts()[name].decode().split(f'w:{key}="')
    rest = (piece.partition('"')[2] for piece in pieces[1:])
    xml = "".join([pieces[0], *(f'w:{key}="{value}"{piece}' for piece in rest)])
    read_or_refused(zipped({**parts(), name: xml}), "a.docx")


@given(changes)
@fuzzing
def test_a_word_file_with_changed_bytes(what: Changes) -> None:
    read_or_refused(changed(zipped(dict(parts())), what), "a.docx")


@cache
def printed() -> bytes:
    """Return a PDF whose streams are not packed, so that changes reach what they say."""
    sheet = Sheet()
    sheet.canvas.setPageCompression(0)
    sheet.paragraph("1. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành rà soát. " * 5)
    sheet.table([("TT", "Việc"), ("1", "Rà soát")], (85.0, 150.0, 400.0))
    return sheet.done()


@given(changes)
@fuzzing
def test_a_pdf_with_changed_bytes(what: Changes) -> None:
    read_or_refused(changed(printed(), what), "a.pdf")


@given(st.integers(0, 100_000))
@fuzzing
def test_a_pdf_cut_short(length: int) -> None:
    read_or_refused(printed()[: length % len(printed())], "a.pdf")


PAGE = (
    "<!DOCTYPE html><html><head><meta charset=utf-8></head><body><ol start=3><li>Một</ol>"
    "<table><tr><th>TT<td>Việc</table><p style='font-weight:bold'>Giao&nbsp;Sở&#7911;</p>"
    "<font face='.VnTime'>nh©n</font><pre>a\nb</pre></body></html>"
).encode()
MARKS = (
    "# Kế hoạch\n\n1. **Giao** [Sở](x)\n   - a\n\n| a | b |\n|---|---|\n| `c` | > |\n\n> x\n"
).encode()


@given(st.sampled_from([PAGE, MARKS]), st.sampled_from(["a.html", "a.md", "a.txt"]), changes)
@fuzzing
def test_pages_and_markdown_with_changed_bytes(text: bytes, name: str, what: Changes) -> None:
    read_or_refused(changed(text, what), name)


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.md", "a.html", "a.pdf", ""]))
@fuzzing
def test_any_bytes(data: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe", b"<html>"):
        read_or_refused(head + data, name)


@given(st.sampled_from(sorted(MAKERS)), changes)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_files_with_changed_bytes(maker: str, what: Changes) -> None:
    small = MAKERS[maker]()[:20_000]
    read_or_refused(changed(small, what), name_of(MAKERS[maker]))


def test_the_word_file_that_is_changed_here_is_read_whole() -> None:
    data = zipped(dict(parts()))
    text = [block.text for block in read_blocks(data, "a.docx").blocks]
    assert text == ["Giao Sở Nội vụ", "1. rà soát", "gộp", "1", "nhânủ", "chú"]

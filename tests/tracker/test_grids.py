"""Hostile and odd files: each is read within limits, refused in a sentence, or told about."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
import xlsxwriter

from directives.errors import (
    DamagedFileError,
    DirectiveError,
    EncryptedFileError,
    LimitExceededError,
    UnsupportedFormatError,
)
from tracker import parsing
from tracker.grids import Cell, CellKind, Grid, grid_from_dict, read_grid
from tracker.grids.excel import MAX_COLUMNS, MAX_ROWS

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


@pytest.fixture
def workbook() -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Một")
        page.write_string(0, 0, "chữ")
        page.write_number(1, 1, 40)
    return stream.getvalue()


@pytest.fixture
def document() -> bytes:
    stream = BytesIO()
    written = docx.Document()
    written.add_table(1, 2).rows[0].cells[0].text = "ô"
    written.save(stream)
    return stream.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """Return a package after a change to each of its parts, with parts added."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in added.items():
            new.writestr(name, part)
    return stream.getvalue()


def same(_name: str, part: bytes) -> bytes:
    return part


def in_part(name: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda each, part: part.replace(old, new, 1) if each == name else part


def test_a_grid_travels_from_the_child_process_as_it_is(workbook: bytes, document: bytes) -> None:
    for content in (workbook, document):
        there = parsing.grid_in_child(content, "a")
        assert there == read_grid(content, "a") == grid_from_dict(there.to_dict())
    assert there.tables[0].rows[0].cells == {0: Cell(CellKind.TEXT, "ô")}


@pytest.mark.parametrize("name", ["xl/media/a.bin", "word/media/a.bin"])
def test_a_bomb_is_refused_before_it_is_unpacked(workbook: bytes, name: str) -> None:
    bomb = repacked(workbook, same, **{name: b"\0" * (60 * 2**20)})
    assert len(bomb) < 200_000
    with pytest.raises(LimitExceededError):
        read_grid(bomb, "a.xlsx")


def test_a_bomb_inside_a_sheet_ends_the_child_and_not_the_server(workbook: bytes) -> None:
    row = b"<row>" + b'<c t="inlineStr"><is><t>a</t></is></c>' * 1000 + b"</row>"
    rows = b"<sheetData>" + row * 1200
    bomb = repacked(workbook, in_part(SHEET, b"<sheetData>", rows))
    limits = parsing.ChildLimits(processor_seconds=3, wall_seconds=8.0, program_seconds=0.0)
    with pytest.raises(LimitExceededError):
        parsing.grid_in_child(bomb, "a.xlsx", limits)


@pytest.mark.parametrize("said", [b"A1:XFD1048576", b"A1:A1", b"ZZZ9:A0", b""])
def test_what_a_workbook_says_of_its_size_does_not_count(workbook: bytes, said: bytes) -> None:
    change = in_part(SHEET, b'<dimension ref="A1:B2"/>', b'<dimension ref="' + said + b'"/>')
    try:
        grid = read_grid(repacked(workbook, change), "a.xlsx")
    except DamagedFileError:
        assert said == b"ZZZ9:A0"
        return
    assert [row.at for row in grid.tables[0].rows] == [1, 2]


def test_a_cell_far_below_is_told_and_not_read(workbook: bytes) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    near = f'<row r="{MAX_ROWS + 1}"><c r="A{MAX_ROWS + 1}"><v>1</v></c></row></sheetData>'
    for rows, notes in ((far, ()), (near.encode(), ("too-many-rows",))):
        content = repacked(workbook, in_part(SHEET, b"</sheetData>", rows))
        grid = read_grid(content, "a.xlsx")
        assert len(grid.tables[0].rows) == 2
        assert grid.notes == notes, f"beyond column {MAX_COLUMNS} nothing is looked at"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "docProps/core.xml"])
def test_a_document_type_is_refused(workbook: bytes, part: str) -> None:
    content = repacked(workbook, lambda name, old: DOCTYPE + old if name == part else old)
    with pytest.raises(DamagedFileError):
        read_grid(content, "a.xlsx")


def test_formulas_errors_and_dates_keep_their_kind() -> None:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_formula(0, 0, "=WEBSERVICE(A2)", None, "kết quả")
        page.write_boolean(0, 1, True)  # noqa: FBT003 - the library asks for it so
        page.write_number(0, 2, 0.07, book.add_format({"num_format": "0.0%"}))
        page.write_number(0, 3, 45473, book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_number(0, 4, 1e300, book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_string(0, 5, "_x000B_ và\nhai")
    cells = read_grid(stream.getvalue(), "a.xlsx").tables[0].rows[0].cells
    assert [cells[place].kind.value for place in range(6)] == [
        "formula", "other", "percent", "day", "error", "text"
    ]  # fmt: skip
    assert cells[0].text == "=WEBSERVICE(A2)"
    assert (cells[2].text, cells[3].text) == ("7", "2024-06-30")


def test_links_macros_and_hidden_sheets_are_told() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Ẩn")["A1"] = "bí mật"
    book.worksheets[1].sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    added = {"xl/externalLinks/externalLink1.xml": b"<a/>", "xl/vbaProject.bin": b"x"}
    grid = read_grid(repacked(stream.getvalue(), same, **added), "a.xlsm")
    assert grid.notes == ("external-links", "hidden-sheet", "macros")
    assert not grid.tables[1].rows


def test_a_protected_file_a_zip_and_another_office_file_are_refused(workbook: bytes) -> None:
    flagged = bytearray(workbook)
    for found in re.finditer(b"PK\x01\x02", workbook):
        flagged[found.start() + 8] |= 1
    odd: list[tuple[bytes, type[DirectiveError]]] = [
        (bytes(flagged), EncryptedFileError),
        (repacked(b"PK\x05\x06" + b"\0" * 18, same, a=b"b"), UnsupportedFormatError),
        (OLE, UnsupportedFormatError),
        (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError),
        (workbook[:200], DamagedFileError),
    ]
    for content, fault in odd:
        with pytest.raises(fault):
            read_grid(content, "a")


def test_tracked_changes_lines_and_nested_tables_of_word_are_read(document: bytes) -> None:
    def change(name: str, part: bytes) -> bytes:
        old = "<w:t>ô</w:t>".encode()
        new = (
            "<w:t>một</w:t><w:br/><w:t>hai</w:t></w:r>"
            "<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t> ba</w:t></w:r></w:ins><w:r>"
        )
        return part.replace(old, new.encode()) if name == "word/document.xml" else part

    grid: Grid = read_grid(repacked(document, change), "a.docx")
    assert grid.tables[0].rows[0].cells[0].text == "một\nhai ba"

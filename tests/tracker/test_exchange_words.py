"""Whatever is written into a sheet comes back the same, in either program, in whatever order."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.text import clean_line
from tests.tracker.sheets import FILLED, PLACES
from tracker.domain import AssignmentRole
from tracker.exchange import Sheet, SheetRow, as_word, as_workbook
from tracker.exchange.codes import ALPHABET, new_token, read_code, row_code, tokens_in
from tracker.exchange.columns import Column
from tracker.exchange.excel import HEADING_ROW
from tracker.exchange.reading import KnownSheet, ReadSheet, read_sheet, tokens_of
from tracker.exchange.typed import read_day
from tracker.exchange.writable import writable
from tracker.grids import read_grid

TOKEN = "7F3K-Q9QZ-2X4M"  # noqa: S105 - of no sheet
NUMBER = 37
MAX_CELL_CHARACTERS = 32_767
TEXT_COLUMNS = (Column.NARRATIVE, Column.DIFFICULTIES, Column.PROPOSALS)
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

hostile = st.one_of(
    # openpyxl, which stands for Excel here, does not write "_x000B_" as Excel does.
    st.text(max_size=60).filter(lambda text: "x0" not in text),
    st.sampled_from(
        [
            "=1+1",
            "@SUM(A1)",
            "+84",
            "-",
            "\t=cmd|' /C calc'!A0",
            "a\x0bb\x00c",
            "\ud800",
            "\ufffe",
            "]]></w:t>",
            "&amp;<b>",
            "một\r\nhai\n\n ba ",
            "e\u0309 \u202eđảo\u2069 \u200b",
            "5/6",
            "https://x.vn",
            "{=1}",
            "'=1",
            "#REF!",
            "x" * 40_000,
        ]
    ),
)
filling = st.dictionaries(st.sampled_from(TEXT_COLUMNS), hostile, min_size=1)


def make_sheet(words: Sequence[str]) -> Sheet:
    rows = tuple(
        SheetRow(
            code=row_code(NUMBER, place, TOKEN),
            directive="Chỉ thị số 99-CT/TU",
            task=clean_line(text),
            role=AssignmentRole.LEAD,
            due=date(2024, 6, 30),
            last=text,
        )
        for place, text in enumerate(words, start=1)
    )
    return Sheet(TOKEN, "Sở =A1", date(2024, 6, 15), rows, 0)


def known(sheet: Sheet) -> KnownSheet:
    words = {place: writable(row.task) for place, row in enumerate(sheet.rows, start=1)}
    return KnownSheet(NUMBER, TOKEN, words)


def canonical(text: str) -> str:
    lines = (clean_line(line) for line in writable(text).splitlines())
    return "\n\n".join(line for line in lines if line)


def through_word(content: bytes, filled: dict[int, Any], order: Sequence[int]) -> bytes:
    """Fill rows as a person does in Word, a line a paragraph, and bring them into an order."""
    document = docx.Document(BytesIO(content))
    table = document.tables[0]
    for place, said in filled.items():
        cells = table.rows[place].cells
        for column, text in said.items():
            first, *rest = writable(text).splitlines() or [""]
            cells[PLACES[column]].text = first
            for line in rest:
                cells[PLACES[column]].add_paragraph(line)
    rows = table._tbl.xpath("./w:tr")
    for place in order:
        table._tbl.append(rows[place])
    return saved(document)


def through_excel(content: bytes, filled: dict[int, Any], order: Sequence[int]) -> bytes:
    """Fill rows as values of cells, and bring them into an order."""
    book = openpyxl.load_workbook(BytesIO(content))
    page = book.worksheets[0]
    first, width = HEADING_ROW + 2, len(Column)
    rows = [[page.cell(first + n, c + 1).value for c in range(width)] for n in range(len(order))]
    for place, said in filled.items():
        for column, text in said.items():
            rows[place - 1][PLACES[column]] = writable(text)[:MAX_CELL_CHARACTERS]
    for at, place in enumerate(order):
        for column, value in enumerate(rows[place - 1]):
            cell = page.cell(first + at, column + 1)
            cell.value = value
            if isinstance(value, str):
                # What a person types into a cell of words is a word.
                cell.data_type = "s"
    return saved(book)


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def back(content: bytes, sheet: Sheet) -> ReadSheet:
    grid = read_grid(content, "phieu")
    assert tokens_of(grid) == (TOKEN,)
    return read_sheet(grid, known(sheet))


def said_by(read: ReadSheet) -> dict[int | None, dict[str, str]]:
    return {row.place: row.typed.to_dict() for row in read.rows}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    words=st.lists(hostile, min_size=1, max_size=4),
    filled=st.dictionaries(st.integers(1, 4), filling, max_size=4),
    order=st.permutations([1, 2, 3, 4]),
)
def test_whatever_is_filled_in_comes_back_the_same_whatever_the_order(
    words: list[str], filled: dict[int, Any], order: list[int]
) -> None:
    sheet = make_sheet([word for word in words if "\ud800" not in word] or ["một"])
    count = len(sheet.rows)
    filled = {place: said for place, said in filled.items() if place <= count}
    order = [place for place in order if place <= count]
    for write, through in ((as_word, through_word), (as_workbook, through_excel)):
        read = back(through(write(sheet), filled, order), sheet)
        limit = None if write is as_word else MAX_CELL_CHARACTERS
        wanted = {
            place: {c.value: text for c, raw in said.items() if (text := canonical(raw[:limit]))}
            for place, said in filled.items()
        }
        assert said_by(read) == {place: said for place, said in wanted.items() if said}
        assert not read.missing
        assert not any(row.findings for row in read.rows)


@given(
    sheet=st.integers(1, 10**6),
    place=st.integers(1, 1000),
    at=st.integers(0, 30),
    letter=st.sampled_from("0123456789" + ALPHABET),
)
def test_one_wrong_sign_never_gives_a_code_of_the_sheet(
    sheet: int, place: int, at: int, letter: str
) -> None:
    code = row_code(sheet, place, TOKEN)
    found = read_code(f" {code.lower().replace('-', '–')} ")
    assert found is not None
    assert (found.sheet, found.place) == (sheet, place)
    assert found.belongs_to(TOKEN)
    at = 3 + at % (len(code) - 3)
    wrong = code[:at] + letter + code[at + 1 :]
    other = read_code(wrong)
    assert wrong == code or other is None or not other.belongs_to(TOKEN)


@given(sheet=st.integers(1, 10**6), place=st.integers(1, 1000), at=st.integers(0, 30))
def test_two_swapped_signs_never_give_a_code_of_the_sheet(sheet: int, place: int, at: int) -> None:
    code = row_code(sheet, place, TOKEN)
    at = 3 + at % (len(code) - 4)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    other = read_code(swapped)
    assert swapped == code or other is None or not other.belongs_to(TOKEN)


def test_tokens_are_found_in_words_and_nowhere_else() -> None:
    token = new_token()
    assert tokens_in([f"Mã phiếu: {token.lower()} – trang 1", "x"]) == (token,)
    odd = [token, f"Mã phiếu: A{token}", f"Mã phiếu: {token}-2345", "Tài khoản 2345-2346-2347"]
    assert tokens_in(odd) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/6/2024", date(2024, 6, 5)),
        (" 5.6.2024 ", date(2024, 6, 5)),
        ("2024-06-05", date(2024, 6, 5)),
        ("05/6/\n2024", date(2024, 6, 5)),
        ("6/30/2024", None),
        ("30/6/24", None),
        ("45473", None),
        ("30 tháng 6", None),
        ("31/02/2024", None),
        ("٣٠/٦/٢٠٢٤", None),
    ],
)
def test_days_are_read_in_one_order_only(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(("ending", "write"), [("docx", as_word), ("xlsx", as_workbook)])
def test_a_sheet_outlives_libreoffice(tmp_path: Path, ending: str, write: Any) -> None:
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine (install it to run this)")
    sheet = make_sheet(["Một là, lập kế hoạch.", "Hai là, rà soát."])
    filled: dict[int, Any] = {2: FILLED}
    through = through_word if ending == "docx" else through_excel
    place = tmp_path / f"phieu.{ending}"
    place.write_bytes(through(write(sheet), filled, [2, 1]))
    out = tmp_path / "saved"
    subprocess.run(  # noqa: S603 - the program of this machine
        [SOFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", ending, "--outdir", str(out), str(place)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = back((out / place.name).read_bytes(), sheet)
    assert said_by(read) == {2: {column.value: words for column, words in FILLED.items()}}
    assert not read.missing
    assert not read.rows[0].findings


def test_a_sheet_for_many_tasks_is_written_and_read_in_seconds() -> None:
    sheet = make_sheet([f"Nhiệm vụ {n}: rà soát, lập danh mục." for n in range(1000)])
    for write in (as_word, as_workbook):
        assert back(write(sheet), sheet).empty == 1000
    assert len(replace(sheet, rows=sheet.rows[:1]).rows) == 1

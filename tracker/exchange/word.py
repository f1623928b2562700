"""A sheet as a Word file: a landscape page, a heading row on every page, rows that stay whole."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tracker.exchange.codes import TOKEN_LABEL
from tracker.exchange.columns import FILLED, GUIDE, LAYOUT, ROLE_WORDS, TITLE, Column
from tracker.exchange.sheets import Sheet, SheetRow
from tracker.exchange.writable import writable
from tracker.grids.package import MARK

FONT = "Times New Roman"
_CELL_HALF_POINTS = 18
_FILL = "FFF8E1"
_HEADING = "E8EEF4"
_TWIPS_PER_MM = 1440 / 25.4
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name={name}>'
    "<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
)


def as_word(sheet: Sheet) -> bytes:
    """Return the sheet as a Word file."""
    document = docx.Document()
    _lay_out(document)
    _write_top(document, sheet)
    _write_table(document, sheet.rows)
    _write_foot(document, sheet.token)
    _mark(document, sheet.token)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _lay_out(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    for script in ("w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(script), FONT)


def _write_top(document: Document, sheet: Sheet) -> None:
    _write(document, TITLE, bold=True, centred=True)
    _write(document, f"{sheet.agency} – số liệu đến ngày {sheet.day:%d/%m/%Y}", centred=True)
    _write(document, f"{TOKEN_LABEL}: {sheet.token}", centred=True)
    _write(document, GUIDE, points=10)
    if sheet.left_out:
        _write(document, f"Còn {sheet.left_out} nhiệm vụ không đưa được vào phiếu này.", points=10)


def _write(
    document: Document, words: str, *, bold: bool = False, centred: bool = False, points: int = 12
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(writable(words))
    run.bold, run.font.size = bold, Pt(points)


def _write_table(document: Document, rows: Iterable[SheetRow]) -> None:
    """Write the table as XML: python-docx looks through all cells again for each."""
    headings = {column: layout.heading for column, layout in LAYOUT.items()}
    grid = "".join(f'<w:gridCol w:w="{_twips(column)}"/>' for column in Column)
    body = "".join(_row(_values(place, row)) for place, row in enumerate(rows, start=1))
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(headings, is_heading=True)}{body}</w:tbl>"
    )
    # A document ends with the properties of its section, and a table with a paragraph.
    document.add_paragraph()._p.addprevious(table)  # noqa: SLF001 - the library has no other way


def _values(place: int, row: SheetRow) -> dict[Column, str]:
    return {
        Column.PLACE: str(place),
        Column.CODE: row.code,
        Column.DIRECTIVE: row.directive,
        Column.TASK: row.task,
        Column.ROLE: ROLE_WORDS[row.role],
        Column.DUE: f"{row.due:%d/%m/%Y}" if row.due else "Không thời hạn",
        Column.LAST: row.last or "Chưa có báo cáo",
    }


def _row(values: dict[Column, str], *, is_heading: bool = False) -> str:
    repeated = "<w:tblHeader/>" if is_heading else ""
    cells = "".join(
        _cell(column, values.get(column, ""), is_heading=is_heading) for column in Column
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(column: Column, words: str, *, is_heading: bool) -> str:
    colour = _HEADING if is_heading else _FILL if column in FILLED else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""
    bold = "<w:b/>" if is_heading else ""
    size = f'<w:sz w:val="{_CELL_HALF_POINTS}"/>'
    text = escape(writable(words))
    run = f'<w:r><w:rPr>{bold}{size}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(column)}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="0"/><w:rPr>{bold}{size}</w:rPr></w:pPr>'
        f"{run if words else ''}</w:p></w:tc>"
    )


def _twips(column: Column) -> int:
    return round(LAYOUT[column].width * _TWIPS_PER_MM)


def _write_foot(document: Document, token: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.style.font.size = Pt(10)
    paragraph.add_run(f"{TOKEN_LABEL}: {token} – trang ")
    _page_number(paragraph)


def _page_number(paragraph: Any) -> None:
    mark = '<w:fldChar w:fldCharType="{}"/>'.format
    for inner in (mark("begin"), "<w:instrText>PAGE</w:instrText>", mark("end")):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))  # noqa: SLF001 - as above


def _mark(document: Document, token: str) -> None:
    """Write the token into a property of the file, which python-docx does not know of."""
    xml = _CUSTOM.format(name=quoteattr(MARK), value=escape(token))
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)

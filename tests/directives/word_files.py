"""Small Word files written by hand, so that a test shows the very XML it is about."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from directives.blocks import Block
from directives.readers import read_blocks

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    f'xmlns:w="{WORD}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}


def relations(*targets: tuple[str, str]) -> str:
    """Return a relationships part that names (kind, target) pairs."""
    entries = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'


def document(body: str) -> str:
    """Return a main part round ``body``."""
    return f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"


def word_parts(body: str, **parts: str) -> dict[str, str | bytes]:
    """Return the parts of a file; ``parts`` are the insides of styles, numbering, footnotes."""
    names = [(kind, f"{kind}.xml") for kind in parts]
    inside = {
        f"word/{kind}.xml": f"<w:{_ROOTS[kind]} {_SPACES}>{xml}</w:{_ROOTS[kind]}>"
        for kind, xml in parts.items()
    }
    return {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(*names),
        "word/document.xml": document(body),
        **inside,
    }


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip file of ``parts``."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def stored(name: str, content: str) -> bytes:
    """Return a zip file whose only part is not packed."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def word_file(body: str, **parts: str) -> bytes:
    """Return a Word file; see :func:`word_parts`."""
    return zipped(word_parts(body, **parts))


def read(body: str, **parts: str) -> tuple[Block, ...]:
    """Return the blocks of a Word file."""
    return read_blocks(word_file(body, **parts), "chi-thi.docx")[1]


def texts(body: str, **parts: str) -> list[str]:
    """Return the lines of a Word file."""
    return [block.text for block in read(body, **parts)]


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph; plain words become one run."""
    inside = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def listed(text: str, list_id: int = 1, depth: int = 0) -> str:
    """Return a paragraph with an automatic number."""
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, number)


def level(depth: int, numerals: str, frame: str, more: str = "") -> str:
    """Return a level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{numerals}"/>{more}'
        f'<w:lvlText w:val="{frame}"/></w:lvl>'
    )


def numbering(*levels: str, extra: str = "") -> str:
    """Return the inside of a numbering part with one abstract list and list 1 on it."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}'
    )


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row; plain words become a cell of one paragraph."""
    inside = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    """Return a cell."""
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

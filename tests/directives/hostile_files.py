"""Files made to fill memory or time, to reach outside, or to lie about themselves.

Each maker is named for what its file does; :data:`MAKERS` has all of them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.directives.word_files import (
    cell,
    document,
    paragraph,
    relations,
    row,
    run,
    table,
    word_file,
    word_parts,
    zipped,
)

MEGABYTE = 2**20
_ENDINGS = {"word": "docx", "markdown": "md", "html": "html", "text": "txt", "pdf": "pdf"}
MAKERS: dict[str, Callable[[], bytes]] = {}


def _made(maker: Callable[[], bytes]) -> Callable[[], bytes]:
    MAKERS[maker.__name__] = maker
    return maker


def name_of(maker: Callable[[], bytes]) -> str:
    """Return a name for a maker's file, with the ending of its format."""
    kind = maker.__name__.partition("_")[0]
    return f"x.{_ENDINGS[kind]}"


def _zeros(megabytes: int) -> bytes:
    """Return a zlib stream of so many megabytes of spaces, without packing them all."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (megabytes - 1) + packer.flush()


def _swollen(name: str, megabytes: int) -> bytes:
    """Return a Word file with a part that unpacks to so much, and says so."""
    target = BytesIO()
    packed = _zeros(megabytes)[2:-4]
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for each, content in word_parts(paragraph("a")).items():
            if each != name:
                archive.writestr(each, content)
        archive.writestr(name, b"")
        entry = archive.infolist()[-1]
        entry.file_size, entry.compress_size = megabytes * MEGABYTE, len(packed)
        body, archive.start_dir = target.getvalue()[: archive.start_dir], 0
        end = len(body) - 2
        target.seek(end)
        target.write(packed)
        archive.start_dir = target.tell()
    return target.getvalue()


@_made
def word_part_of_a_gigabyte() -> bytes:
    return _swollen("word/document.xml", 1024)


@_made
def word_picture_of_a_gigabyte() -> bytes:
    return _swollen("word/media/image1.png", 1024)


@_made
def word_text_of_a_hundred_megabytes() -> bytes:
    return word_file(paragraph("a" * (100 * MEGABYTE)))


@_made
def word_paragraph_of_twenty_long_runs() -> bytes:
    return word_file(f"<w:p>{run('a' * (5 * MEGABYTE)) * 20}</w:p>")


@_made
def word_paragraph_just_below_a_part() -> bytes:
    return word_file(f"<w:p>{run('a ' * (1_200_000)) * 20}</w:p>")


@_made
def word_of_two_hundred_thousand_entries() -> bytes:
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *(0,) * 16)
    return b"PK\x03\x04" + entry * 200_000


@_made
def word_cell_over_a_hundred_million_columns() -> bytes:
    return word_file(table(row(cell("a", '<w:gridSpan w:val="100000000"/>'), "b")))


@_made
def word_of_three_thousand_merged_rows() -> bytes:
    rows = row(cell("a", '<w:vMerge w:val="restart"/>'), "1")
    return word_file(table(rows + row(cell("<w:p/>", "<w:vMerge/>"), "1") * 3000))


@_made
def word_of_a_million_empty_paragraphs() -> bytes:
    return word_file("<w:p/>" * 1_000_000)


@_made
def word_of_three_million_tags() -> bytes:
    return word_file("<w:x/>" * 3_100_000)


@_made
def word_nested_a_hundred_thousand_deep() -> bytes:
    return word_file("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)


def _with_doctype(inside: str, use: str) -> bytes:
    parts = word_parts(paragraph(run(use)))
    main = f"<!DOCTYPE x [{inside}]>" + str(parts["word/document.xml"])
    return zipped({**parts, "word/document.xml": main})


_LAUGHS = "<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {this} '{f'&{before};' * 10}'>"
    for before, this in zip("abcdefghi", "bcdefghij", strict=True)
)


@_made
def word_of_a_billion_laughs() -> bytes:
    return _with_doctype(_LAUGHS, "&j;")


@_made
def word_of_a_billion_laughs_in_an_attribute() -> bytes:
    parts = word_parts('<w:p w:rsidR="&j;"/>')
    main = f"<!DOCTYPE x [{_LAUGHS}]>" + str(parts["word/document.xml"])
    return zipped({**parts, "word/document.xml": main})


@_made
def word_that_blows_up_by_the_square() -> bytes:
    return _with_doctype(f"<!ENTITY a '{'x' * 100_000}'>", "&a;" * 100_000)


@_made
def word_that_asks_for_a_file() -> bytes:
    return _with_doctype('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;")


@_made
def word_that_asks_the_network() -> bytes:
    return _with_doctype('<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;', "a")


@_made
def word_that_includes_a_file() -> bytes:
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    )
    return word_file(paragraph(run("a") + include))


@_made
def word_whose_relations_lead_outside() -> bytes:
    parts = word_parts(paragraph("a"))
    led = relations(("styles", "../../etc/passwd"), ("numbering", "file:///etc/passwd"))
    return zipped({**parts, "word/_rels/document.xml.rels": led})


@_made
def word_whose_relations_lead_in_a_circle() -> bytes:
    parts = word_parts(paragraph("a"))
    led = relations(("styles", "document.xml"), ("header", "document.xml"))
    return zipped({**parts, "word/_rels/document.xml.rels": led})


@_made
def word_in_bytes_that_are_no_text() -> bytes:
    parts = word_parts(paragraph("a"))
    return zipped({**parts, "word/document.xml": document("").encode() + b"\xff\xfe\x00"})


@_made
def word_in_utf_7() -> bytes:
    head = '<?xml version="1.0" encoding="UTF-7"?>'
    return zipped({**word_parts(""), "word/document.xml": head + document(paragraph("a"))})


@_made
def markdown_of_brackets() -> bytes:
    return ("chữ\n\n" + "[" * 8_000).encode()


@_made
def markdown_of_pictures() -> bytes:
    return ("chữ\n\n" + "![a](" * 8_000).encode()


@_made
def markdown_of_open_tags() -> bytes:
    return ("chữ\n\n" + "<a " * 8_000).encode()


@_made
def markdown_of_nested_lists() -> bytes:
    return "".join("  " * place + "- a\n" for place in range(400)).encode()


@_made
def html_of_nested_elements() -> bytes:
    return b"<html><body><p>a</p>" + b"<div>" * 200_000 + b"x"


@_made
def html_of_very_many_elements() -> bytes:
    return b"<html><body>" + b"<p>a</p>" * 150_000


@_made
def html_of_nested_tables() -> bytes:
    return b"<html><body>" + b"<table><tr><td>a" * 20_000


@_made
def text_of_combining_marks() -> bytes:
    return ("a" + "\u0300" * 300_000).encode()


@_made
def text_of_spaces() -> bytes:
    return (" " * 300_000 + "Giao" + " " * 300_000 + "a").encode()


@_made
def text_of_many_short_lines() -> bytes:
    return b"a\n" * 199_000


def _pdf(*objects: bytes | tuple[bytes, bytes]) -> bytes:
    """Return a PDF of numbered objects; a pair is a dictionary and its stream."""
    body = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        entries, stream = each if isinstance(each, tuple) else (b"", b"")
        held = b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(stream), stream)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, held if isinstance(each, tuple) else each)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + table + trailer % (len(objects) + 1, len(body))


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>/XObject<</X0 6 0 R>>>>>>"
)
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _page_that_draws(filters: bytes, stream: bytes, *more: bytes | tuple[bytes, bytes]) -> bytes:
    return _pdf(_CATALOG, _PAGES, _PAGE, (filters, stream), _FONT, *more)


_DEFLATED = b"/Filter/FlateDecode"


@_made
def pdf_stream_of_a_gigabyte() -> bytes:
    return _page_that_draws(_DEFLATED, _zeros(1024))


@_made
def pdf_stream_of_a_gigabyte_packed_twice() -> bytes:
    return _page_that_draws(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(_zeros(1024)))


@_made
def pdf_of_five_million_texts() -> bytes:
    return _page_that_draws(_DEFLATED, zlib.compress(b"BT/F 9 Tf " + b"(a)Tj " * 5_000_000 + b"ET"))


@_made
def pdf_of_a_million_texts() -> bytes:
    return _page_that_draws(_DEFLATED, zlib.compress(b"BT/F 9 Tf " + b"(a)Tj " * 1_000_000 + b"ET"))


@_made
def pdf_of_forms_that_draw_forms() -> bytes:
    def form(number: int) -> tuple[bytes, bytes]:
        inner = b"/Resources<</XObject<</X%d %d 0 R>>>>" % (number + 1, number + 7)
        return b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + inner, b"/X%d Do " % (number + 1) * 10

    last = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"BT/F 9 Tf(a)Tj ET"
    return _page_that_draws(b"", b"/X0 Do " * 10, *map(form, range(10)), last)


@_made
def pdf_of_a_form_that_draws_itself() -> bytes:
    itself = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 6 0 R>>>>"
    return _page_that_draws(b"", b"/X0 Do BT/F 9 Tf(a)Tj ET", (itself, b"/X0 Do " * 100))


@_made
def pdf_whose_pages_hold_themselves() -> bytes:
    return _pdf(
        _CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3>>", _PAGE, (b"", b""), _FONT
    )


@_made
def pdf_that_counts_two_billion_pages() -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"
    return _pdf(_CATALOG, pages, _PAGE, (b"", b"BT/F 9 Tf(a)Tj ET"), _FONT)


@_made
def pdf_of_two_hundred_thousand_pages() -> bytes:
    kids = b"<</Type/Pages/Kids[" + b"3 0 R " * 200_000 + b"]/Count 200000>>"
    return _pdf(_CATALOG, kids, _PAGE, (b"", b"BT/F 9 Tf(a)Tj ET"), _FONT)


@_made
def pdf_without_an_end() -> bytes:
    return _page_that_draws(b"", b"BT/F 9 Tf(a)Tj ET")[:300]


@_made
def pdf_of_nested_arrays() -> bytes:
    return _pdf(_CATALOG, _PAGES, b"<</Type/Page/X " + b"[" * 100_000 + b">>")


@_made
def pdf_with_a_font_of_a_gigabyte() -> bytes:
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</FontFile2 6 0 R>>>>"
    draw = b"", b"BT/F 9 Tf(a)Tj ET"
    return _pdf(_CATALOG, _PAGES, _PAGE, draw, font, (_DEFLATED, _zeros(1024)))


@_made
def pdf_of_forms_that_hide_their_names() -> bytes:
    data = MAKERS["pdf_of_forms_that_draw_forms"]()
    return data.replace(b"/X0 Do", b"/X#30%\nDo")


@_made
def pdf_of_forms_that_only_pdfium_can_read() -> bytes:
    data = MAKERS["pdf_of_forms_that_draw_forms"]()
    return data.replace(b"9 9]/Resources<</XObject<</X4", b"9 9\x9e/Resources<</XObject<</X4")


@_made
def pdf_of_an_object_stream_of_a_gigabyte() -> bytes:
    packed = _zeros(1024)
    held = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    return _pdf(_CATALOG, _PAGES, b"null", (held, packed)).replace(b"null", b"7 0 R", 1)

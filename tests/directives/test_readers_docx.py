"""What a reader of a Word document sees is what comes out, once and in order."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from directives.blocks import BlockKind, Cell
from directives.readers import read_blocks
from tests.directives.word_files import (
    STRICT_WORD,
    WORD,
    cell,
    document,
    paragraph,
    read,
    relations,
    row,
    run,
    table,
    texts,
    word_file,
    word_parts,
    zipped,
)

BOLD = "<w:b/>"


def test_paragraphs_come_in_order_without_the_empty_ones() -> None:
    assert texts(paragraph("Một là,") + "<w:p/>" + paragraph("Hai là,")) == ["Một là,", "Hai là,"]


def test_the_media_type_is_that_of_word() -> None:
    media_type, *_ = read_blocks(word_file(paragraph("a")), "a.bin")
    assert media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("Số:") + "<w:r><w:tab/></w:r>" + run("23-CT/TU"), "Số: 23-CT/TU"),
        (run("một") + "<w:r><w:br/></w:r>" + run("hai"), "một hai"),
        (run("kinh tế") + "<w:r><w:noBreakHyphen/></w:r>" + run("xã hội"), "kinh tế-xã hội"),
        (run("nông") + "<w:r><w:softHyphen/></w:r>" + run("thôn"), "nôngthôn"),
        (
            run("báo") + '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>' + run("cáo"),
            "báocáo",
        ),
        (f'<w:hyperlink w:anchor="x">{run("xem")}</w:hyperlink>', "xem"),
        (f'<w:smartTag w:element="place">{run("Rạch Giá")}</w:smartTag>', "Rạch Giá"),
        (run("kinh tế\u00a0-\u00a0xã\u00adhội"), "kinh tế - xãhội"),
        (f"<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>{run(' là')}", "x=1 là"),
    ],
)
def test_small_marks_inside_a_paragraph(content: str, text: str) -> None:
    assert texts(paragraph(content)) == [text]


def test_tracked_insertions_are_kept_and_deletions_dropped() -> None:
    inserted = f"<w:ins>{run('trước ngày 30/6')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>trước ngày 30/5</w:delText></w:r></w:del>"
    assert texts(paragraph(run("Hoàn thành ") + deleted + inserted)) == [
        "Hoàn thành trước ngày 30/6"
    ]


def test_moved_words_stand_where_they_went() -> None:
    gone = f"<w:moveFrom>{run('Sở Tài chính')}</w:moveFrom>"
    come = f"<w:moveTo>{run('Sở Tài chính')}</w:moveTo>"
    assert texts(paragraph(run("a ") + gone) + paragraph(run("b ") + come)) == [
        "a",
        "b Sở Tài chính",
    ]


def test_a_paragraph_whose_mark_was_deleted_runs_into_the_next() -> None:
    first = paragraph("Giao Sở ", "<w:rPr><w:del/></w:rPr>")
    assert texts(first + paragraph("Nội vụ") + paragraph("ba")) == ["Giao Sở Nội vụ", "ba"]


def test_a_last_paragraph_whose_mark_was_deleted_is_not_lost() -> None:
    assert texts(paragraph("cuối", "<w:rPr><w:del/></w:rPr>")) == ["cuối"]


def test_a_deleted_table_row_is_dropped() -> None:
    rows = row("còn"), row("bỏ", properties="<w:del/>"), row("lại")
    assert texts(table(*rows)) == ["còn", "lại"]


def test_words_in_content_controls_are_kept_at_every_level() -> None:
    inline = paragraph(f"<w:sdt><w:sdtContent>{run('trong dòng')}</w:sdtContent></w:sdt>")
    block = f"<w:sdt><w:sdtContent>{paragraph('cả đoạn')}</w:sdtContent></w:sdt>"
    assert texts(inline + block) == ["trong dòng", "cả đoạn"]


def test_the_prompt_of_an_unfilled_content_control_is_no_word_of_the_document() -> None:
    properties = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    inline = f"<w:sdt>{properties}<w:sdtContent>{run('Bấm để nhập')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt>{properties}<w:sdtContent>{paragraph('Bấm')}</w:sdtContent></w:sdt>"
    assert texts(paragraph(run("Số: ") + inline) + block) == ["Số:"]


def field(instruction: str, result: str) -> str:
    """Return a field as Word writes it."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark.format("begin") + inside + mark.format("separate") + result + mark.format("end")


def test_a_field_shows_its_result_only() -> None:
    assert texts(paragraph(run("trang ") + field("PAGE", run("3")))) == ["trang 3"]


def test_a_field_inside_the_instruction_of_another_is_not_seen() -> None:
    inner = field("MERGEFIELD x", run("ẩn"))
    outer = field("IF", "@").replace("</w:instrText></w:r>", f"</w:instrText></w:r>{inner}", 1)
    assert texts(paragraph(outer.replace("@", run("hiện")))) == ["hiện"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(paragraph(begin + run("còn")) + paragraph("nguyên")) == ["còn", "nguyên"]


def test_hidden_text_is_dropped() -> None:
    hidden = run("ẩn", "<w:vanish/>")
    shown = run("hiện", '<w:vanish w:val="0"/>')
    assert texts(paragraph(hidden + shown)) == ["hiện"]


def test_text_hidden_by_a_character_style_is_dropped() -> None:
    style = '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = run("ẩn", '<w:rStyle w:val="An"/>')
    assert texts(paragraph(hidden + run("hiện")), styles=style) == ["hiện"]


def text_box(words: str) -> str:
    """Return a text box in both of the forms that Word writes, one for each generation."""
    inside = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    new = f"<w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"
    old = f"<w:pict><v:textbox>{inside}</v:textbox></w:pict>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    body = paragraph(run("trước ") + text_box("HỎA TỐC") + run("sau")) + paragraph("kế")
    assert texts(body) == ["trước sau", "HỎA TỐC", "kế"]


def test_a_text_box_in_a_paragraph_without_words_is_read() -> None:
    assert texts(paragraph(text_box("MẬT"))) == ["MẬT"]


def test_an_alternative_without_a_newer_form_is_read() -> None:
    only = f"<mc:AlternateContent><mc:Fallback>{run('cũ')}</mc:Fallback></mc:AlternateContent>"
    assert texts(paragraph(only)) == ["cũ"]


def test_tables_are_read_row_by_row_with_places() -> None:
    blocks = read(table(row("TT", "Nhiệm vụ", properties="<w:tblHeader/>"), row("1", "Báo cáo")))
    assert [(block.text, block.cell) for block in blocks] == [
        ("TT", Cell(0, 0, 0, is_header=True)),
        ("Nhiệm vụ", Cell(0, 0, 1, is_header=True)),
        ("1", Cell(0, 1, 0)),
        ("Báo cáo", Cell(0, 1, 1)),
    ]
    assert {block.kind for block in blocks} == {BlockKind.CELL}


def test_a_cell_of_two_paragraphs_gives_two_blocks_of_one_place() -> None:
    blocks = read(table(row(cell(paragraph("một") + paragraph("hai")))))
    assert [(block.text, block.cell) for block in blocks] == [
        ("một", Cell(0, 0, 0)),
        ("hai", Cell(0, 0, 0)),
    ]


def test_a_wide_cell_moves_the_columns_after_it() -> None:
    blocks = read(table(row(cell("rộng", '<w:gridSpan w:val="3"/>'), "sau")))
    assert blocks[1].cell == Cell(0, 0, 3)


def test_a_table_in_a_table_counts_by_itself() -> None:
    inner = table(row("trong"))
    blocks = read(table(row(cell(paragraph("ngoài") + inner + paragraph("lại ngoài")))))
    assert [block.cell and block.cell.table for block in blocks] == [0, 1, 0]


def test_two_tables_have_two_numbers() -> None:
    blocks = read(table(row("a")) + table(row("b")))
    assert [block.cell and block.cell.table for block in blocks] == [0, 1]


def test_a_deleted_mark_does_not_carry_words_out_of_its_cell() -> None:
    first = cell(paragraph("một", "<w:rPr><w:del/></w:rPr>"))
    assert texts(table(row(first, "hai"))) == ["một", "hai"]


def test_a_paragraph_is_bold_only_where_every_word_is() -> None:
    whole = paragraph(run("CHỈ", BOLD) + run(" ") + run("THỊ", BOLD))
    part = paragraph(run("Một là,", BOLD) + run(" tiếp tục"))
    assert [block.bold for block in read(whole + part)] == [True, False]


def test_weight_comes_from_styles_and_is_taken_back_by_the_run() -> None:
    style = '<w:style w:type="paragraph" w:styleId="D"><w:rPr><w:b/></w:rPr></w:style>'
    use = '<w:pStyle w:val="D"/>'
    body = paragraph("đậm", use) + paragraph(run("nhạt", '<w:b w:val="0"/>'), use)
    assert [block.bold for block in read(body, styles=style)] == [True, False]


def test_headings_are_known_by_outline_or_by_the_name_of_their_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="H2"/></w:style>'
    )
    body = (
        paragraph("a", '<w:pStyle w:val="Con"/>')
        + paragraph("b", '<w:outlineLvl w:val="0"/>')
        + paragraph("c", '<w:pStyle w:val="H2"/><w:outlineLvl w:val="9"/>')
    )
    kinds = [(block.kind, block.level) for block in read(body, styles=styles)]
    assert kinds == [(BlockKind.HEADING, 2), (BlockKind.HEADING, 1), (BlockKind.PARAGRAPH, 0)]


def test_a_generated_table_of_contents_is_furniture() -> None:
    style = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    (block,) = read(paragraph("I. MỤC TIÊU 2", '<w:pStyle w:val="T1"/>'), styles=style)
    assert block.furniture


def test_a_style_based_on_itself_ends() -> None:
    style = '<w:style w:type="paragraph" w:styleId="V"><w:basedOn w:val="V"/></w:style>'
    assert texts(paragraph("a", '<w:pStyle w:val="V"/>'), styles=style) == ["a"]


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    notes = "".join(
        f'<w:footnote w:id="{place}">{paragraph(words)}</w:footnote>'
        for place, words in ((0, "vạch"), (1, "chú hai"), (2, "chú một"))
    )
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = paragraph(run("a") + mark.format(2)) + paragraph(run("b") + mark.format(1))
    assert texts(body, footnotes=notes) == ["a", "b", "chú một", "chú hai"]


def test_a_note_that_is_missing_is_passed_over() -> None:
    mark = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    assert texts(paragraph(run("a") + mark)) == ["a"]


def test_heads_and_feet_of_pages_are_furniture_at_the_end_once_each() -> None:
    made = docx.Document()
    made.add_paragraph("thân")
    for _ in range(2):
        section = made.add_section()
        for edge, words in ((section.header, "MẬT"), (section.footer, "trang 1")):
            edge.is_linked_to_previous = False
            edge.paragraphs[0].text = words
            edge.add_paragraph("12")
    target = BytesIO()
    made.save(target)
    blocks = read_blocks(target.getvalue(), "a.docx").blocks
    assert [(block.text, block.furniture) for block in blocks] == [
        ("thân", False),
        ("MẬT", True),
        ("trang 1", True),
    ]


def fonts(name: str) -> str:
    """Return run properties that name a font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


@pytest.mark.parametrize(
    ("font", "typed", "seen"),
    [
        (".VnTime", "Uû ban nh©n d©n tr\u00adíc ngµy", "Uỷ ban nhân dân trước ngày"),
        (".VnTimeH", "uû ban nh©n d©n", "UỶ BAN NHÂN DÂN"),
        (".VnArial NarrowH", "chØ thÞ", "CHỈ THỊ"),
        (".VnArial", "§Êt ®ai", "Đất đai"),
        ("VNI-Times", "UÛy ban nhaân daân tröôùc ngaøy", "Ủy ban nhân dân trước ngày"),
        ("VNI-Helve", "Ñaûng boä tænh", "Đảng bộ tỉnh"),
        ("Times New Roman", "Đảng bộ", "Đảng bộ"),
    ],
)
def test_fonts_from_before_unicode_are_read_run_by_run(font: str, typed: str, seen: str) -> None:
    body = paragraph(run("Số ") + run(typed, fonts(font)) + run(", ngày"))
    assert texts(body) == [f"Số {seen}, ngày"]


def test_a_letter_and_its_mark_in_two_runs_are_one_letter() -> None:
    old = fonts("VNI-Times")
    assert texts(paragraph(run("nga", old) + run("øy", old))) == ["ngày"]


def test_the_soft_hyphen_of_an_old_font_is_a_letter() -> None:
    old = fonts(".VnTime")
    halves = run("tr", old), f"<w:r><w:rPr>{old}</w:rPr><w:softHyphen/></w:r>", run("íc", old)
    assert texts(paragraph("".join(halves))) == ["trước"]


@pytest.mark.parametrize(
    "styles",
    [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>",
        (
            '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>'
            f"{fonts('.VnTime')}</w:rPr></w:style>"
        ),
    ],
)
def test_an_old_font_may_come_from_a_style_or_the_defaults(styles: str) -> None:
    body = paragraph("nh©n d©n") + paragraph(run("Nhân dân", fonts("Arial")))
    assert texts(body, styles=styles) == ["nhân dân", "Nhân dân"]


def test_an_old_font_of_a_character_style_is_read_too() -> None:
    style = (
        f'<w:style w:type="character" w:styleId="C"><w:rPr>{fonts(".VnTimeH")}</w:rPr></w:style>'
    )
    assert texts(paragraph(run("®iÒu", '<w:rStyle w:val="C"/>')), styles=style) == ["ĐIỀU"]


def test_what_is_shown_in_capitals_is_read_in_capitals() -> None:
    style = '<w:style w:type="paragraph" w:styleId="T"><w:rPr><w:caps/></w:rPr></w:style>'
    body = paragraph(run("Chỉ thị", "<w:caps/>"))
    body += paragraph(run("Kế") + run("hoạch", '<w:caps w:val="0"/>'), '<w:pStyle w:val="T"/>')
    assert texts(body, styles=style) == ["CHỈ THỊ", "KẾhoạch"]


def test_a_letter_named_by_its_number_is_read() -> None:
    symbol = '<w:r><w:sym w:font="Times New Roman" w:char="1EE7"/></w:r>'
    assert texts(paragraph(run("ch") + symbol)) == ["chủ"]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    later = row("sau", properties='<w:gridBefore w:val="2"/>')
    assert [block.cell for block in read(table(row("a", "b", "c"), later))][-1] == Cell(0, 1, 2)


def test_a_deleted_cell_is_dropped() -> None:
    gone = cell("bỏ", "<w:cellDel/>")
    assert texts(table(row("còn", gone, "lại"))) == ["còn", "lại"]


def test_a_simple_field_and_a_ruby_show_what_is_printed() -> None:
    simple = f'<w:fldSimple w:instr="DATE">{run("10/3/2025")}</w:fldSimple>'
    above = f"<w:rt>{run('phía trên')}</w:rt>"
    ruby = f"<w:r><w:ruby>{above}<w:rubyBase>{run('chữ')}</w:rubyBase></w:ruby></w:r>"
    assert texts(paragraph(run("ngày ") + simple) + paragraph(ruby)) == ["ngày 10/3/2025", "chữ"]


def with_type(kind: str, **more: str | bytes) -> bytes:
    """Return a Word file whose main part says what kind of file it is."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.main+xml"/></Types>'
    )
    parts = word_parts(paragraph("nội dung"))
    return zipped({**parts, "[Content_Types].xml": types, **more})


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        (
            "application/vnd.ms-word.document.macroEnabled",
            "application/vnd.ms-word.document.macroEnabled.12",
        ),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        ),
    ],
)
def test_templates_and_files_with_macros_are_read_and_named(kind: str, media_type: str) -> None:
    content = read_blocks(with_type(kind), "a.docm")
    assert content.media_type == media_type
    assert [block.text for block in content.blocks] == ["nội dung"]


def test_macros_are_left_out_with_a_finding_wherever_they_hide() -> None:
    plain = with_type("x", **{"word/vbaProject.bin": b"\xd0\xcf"})
    assert [finding.code for finding in read_blocks(plain, "a.docx").findings] == [
        "macros-left-out"
    ]


def test_the_strict_spelling_of_the_format_is_read() -> None:
    xml = document(table(row("ô"))).replace(WORD, STRICT_WORD)
    (block,) = read_blocks(zipped({"word/document.xml": xml}), "a.docx")[1]
    assert block.cell == Cell(0, 0, 0)


def test_a_main_part_of_another_name_is_found_by_its_relation() -> None:
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", "/word/document2.xml")),
        "word/document2.xml": document(paragraph("hai")),
    }
    assert [block.text for block in read_blocks(zipped(parts), "a.docx")[1]] == ["hai"]


@pytest.mark.parametrize("outside", [row("a", "b"), cell("a") + cell("b")])
def test_rows_and_cells_outside_of_a_table_are_paragraphs(outside: str) -> None:
    assert [(block.text, block.cell) for block in read(outside)] == [("a", None), ("b", None)]


def test_what_is_chosen_in_a_list_of_a_form_is_read() -> None:
    entries = "".join(f'<w:listEntry w:val="{words}"/>' for words in ("Mật", "Thường", "Khẩn"))
    data = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    code = "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(paragraph(run("Độ khẩn: ") + begin + code + end)) == ["Độ khẩn: Thường"]


def test_a_stamp_drawn_as_letters_is_read() -> None:
    stamp = '<w:r><w:pict><v:shape><v:textpath string="HỎA TỐC"/></v:shape></w:pict></w:r>'
    assert texts(paragraph(stamp) + paragraph("CÔNG ĐIỆN")) == ["HỎA TỐC", "CÔNG ĐIỆN"]

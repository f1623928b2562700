"""No letter is lost and none is doubled: what comes out against the raw text that went in.

The raw text is taken by another way than the readers take it: by XPath from the XML, by html5lib
from pages, and by what was typed from Markdown.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from directives.blocks import Block, canonical_text
from directives.errors import EmptyFileError
from directives.readers import read_blocks
from tests.directives.word_files import (
    WORD,
    cell,
    document,
    paragraph,
    row,
    run,
    table,
    word_file,
    word_parts,
)

words = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạỳỷỹýỵẰẨẪẾỆĐXYZ", min_size=1, max_size=7)
Strategy = st.SearchStrategy[str]


def letters(text: str) -> Counter[str]:
    """Return how often each letter stands in a text, whatever its case."""
    normal = unicodedata.normalize("NFC", text).lower()
    return Counter(letter for letter in normal if letter.isalpha())


def read_letters(data: bytes, name: str) -> Counter[str]:
    """Return the letters that a reader finds; none where it finds the file empty."""
    try:
        return letters(canonical_text(read_blocks(data, name).blocks))
    except EmptyFileError:
        return Counter()


# Word

VISIBLE = (
    "//w:t[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:rt "
    "or ancestor::mc:Fallback[preceding-sibling::mc:Choice] "
    "or ancestor::w:sdt[1]/w:sdtPr/w:showingPlcHdr or ancestor::w:tr/w:trPr/w:del "
    "or ancestor::w:tc/w:tcPr/w:cellDel or ancestor::w:r[1]/w:rPr/w:vanish)]"
)
SPACES = {
    "w": WORD,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}


def visible_letters(*parts: str) -> Counter[str]:
    """Return the letters of all ``w:t`` that a page shows."""
    roots = (etree.fromstring(part.encode()) for part in parts)
    found: Any = [root.xpath(VISIBLE, namespaces=SPACES) for root in roots]
    return letters("".join(element.text or "" for each in found for element in each))


def _around(*frames: str) -> Strategy:
    """Return a run in one of the frames, written with @ for the run."""
    return st.builds(
        lambda frame, word: frame.replace("@", run(word)), st.sampled_from(frames), words
    )


MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>MERGEFIELD tên</w:instrText></w:r>"
BOX = "<w:txbxContent><w:p>@</w:p></w:txbxContent>"
BOTH = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing>{0}</w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
inline = _around(
    "@", "@", "@",
    "<w:ins>@</w:ins>", "<w:del>@</w:del>", "<w:moveTo>@</w:moveTo>", "<w:moveFrom>@</w:moveFrom>",
    "<w:hyperlink>@</w:hyperlink>", "<w:hyperlink><w:ins>@</w:ins></w:hyperlink>",
    "<w:sdt><w:sdtContent>@</w:sdtContent></w:sdt>",
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>@</w:sdtContent></w:sdt>",
    '<w:fldSimple w:instr="DATE">@</w:fldSimple>', "<w:smartTag>@</w:smartTag>",
    MARK.format("begin") + CODE + MARK.format("separate") + "@" + MARK.format("end"),
    "<w:r><w:ruby><w:rt>@</w:rt><w:rubyBase>@</w:rubyBase></w:ruby></w:r>",
    "<w:r><w:pict>" + BOX + "</w:pict></w:r>", BOTH.format(BOX), "<w:dir>@</w:dir>",
    "<mc:AlternateContent><mc:Fallback>@</mc:Fallback></mc:AlternateContent>",
    "<w:r><w:tab/></w:r>@<w:r><w:br/><w:noBreakHyphen/></w:r>",
)  # fmt: skip
LOOKS = ["<w:vanish/>", "<w:b/>", "<w:caps/>", '<w:rFonts w:ascii="Arial"/>']
inline |= st.builds(run, words, st.sampled_from(LOOKS))

PROPERTIES = ["", "<w:rPr><w:del/></w:rPr>", '<w:outlineLvl w:val="0"/>', '<w:jc w:val="center"/>']
paragraphs = st.builds(
    paragraph, st.lists(inline, min_size=1, max_size=5).map("".join), st.sampled_from(PROPERTIES)
)


def _row(cells: list[tuple[str, str]], properties: str) -> str:
    inside = "".join(cell(f"{xml}<w:p/>", look) for xml, look in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


CELLS = [
    "",
    '<w:gridSpan w:val="3"/>',
    '<w:vMerge w:val="restart"/>',
    "<w:vMerge/>",
    "<w:cellDel/>",
]
ROWS = ["", "<w:tblHeader/>", "<w:del/>", '<w:gridBefore w:val="1"/>']


def _wider(inner: Strategy) -> Strategy:
    cells = st.lists(st.tuples(inner, st.sampled_from(CELLS)), min_size=1, max_size=3)
    rows = st.lists(st.builds(_row, cells, st.sampled_from(ROWS)), min_size=1, max_size=3)
    controls = inner.map(lambda xml: f"<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>")
    return st.one_of(rows.map("".join).map(table), controls)


bodies = st.lists(st.recursive(paragraphs, _wider, max_leaves=8), min_size=1, max_size=5).map(
    "".join
)


@given(bodies, st.lists(paragraphs, max_size=2))
@settings(max_examples=150, deadline=None)
def test_a_word_file_gives_the_letters_of_its_xml(body: str, notes: list[str]) -> None:
    marks = "".join(
        f'<w:p><w:r><w:footnoteReference w:id="{place}"/></w:r></w:p>'
        for place in range(len(notes))
    )
    held = "".join(
        f'<w:footnote w:id="{place}">{xml}</w:footnote>' for place, xml in enumerate(notes)
    )
    parts = word_parts(body + marks, footnotes=held)
    raw = visible_letters(document(body), str(parts["word/footnotes.xml"]))
    assert read_letters(word_file(body + marks, footnotes=held), "a.docx") == raw


@given(st.lists(words, min_size=1, max_size=8), st.sampled_from(["tcvn3", "vni"]))
@settings(max_examples=60, deadline=None)
def test_a_font_from_before_unicode_gives_the_letters_that_it_shows(
    typed: list[str], old: str
) -> None:
    shown = " ".join(typed).lower()
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}[old]
    written = run(in_old_letters(shown, old), f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')
    assert read_letters(word_file(paragraph(written)), "a.docx") == letters(shown)


def in_old_letters(text: str, old: str) -> str:
    """Write small letters as an old font does; built from what the reader makes of each."""
    from directives.readers.legacy import _tcvn3, _vni  # noqa: PLC0415 - the tables to invert

    if old == "vni":
        back = {read: piece for piece, read in _vni()[1].items()}
    else:
        back = {read: chr(code) for code, read in _tcvn3().items()}
    return "".join(back.get(letter, letter) for letter in text)


# Pages

UNSEEN = frozenset({"script", "style", "template", "select", "button", "textarea", "head", "title"})
# Only what may stand in each other: libxml2 and html5lib repair nonsense differently.
FRAMES = [
    "<div>@</div>", "<div class=x>@</div>", "<div hidden>@</div>", "<section>@</section>",
    "<div style='display: none'>@</div>", "<blockquote>@</blockquote>", "<ul><li>@</li></ul>",
    "<table><tr><td>@</td><td>1</td></tr></table>", "<article>@</article>",
]  # fmt: skip
LINES = ["<p>@</p>", "<h2>@</h2>", "<span>@</span>", "<p><b>@</b><o:p></o:p></p>", "<font>@</font>"]


def shown_letters(page: str) -> Counter[str]:
    """Return the letters that html5lib leaves outside of what a browser hides."""
    root: Any = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    return letters("".join(_shown(root)))


def _shown(element: Any) -> Iterable[str]:
    hidden = element.tag in UNSEEN or "hidden" in element.attrib
    if isinstance(element.tag, str) and not hidden and "none" not in element.get("style", ""):
        yield element.text or ""
        for inner in element:
            yield from _shown(inner)
            yield inner.tail or ""


def _framed(frame: str, inside: list[str]) -> str:
    return frame.replace("@", " ".join(inside))


pieces = st.one_of(
    words,
    words.map(lambda word: "".join(f"&#{ord(letter)};" for letter in word)),
    words.map(lambda word: f"<br>{word}<br/>"),
    words.map(lambda word: f"<!-- {word} -->"),
    words.map(lambda word: f"<script>{word}</script>"),
    words.map(lambda word: f'<span style="display:none">{word}</span>'),
)
line_of_words = st.builds(_framed, st.sampled_from(LINES), st.lists(pieces, min_size=1, max_size=3))
elements = st.recursive(
    line_of_words,
    lambda inner: st.builds(
        _framed, st.sampled_from(FRAMES), st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=15,
)


@given(st.lists(elements, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_page_gives_the_letters_that_a_browser_shows(body: list[str]) -> None:
    head = "<!DOCTYPE html><html><head><title>bỏ</title></head>"
    page = f"{head}<body>{''.join(body)}</body></html>"
    assert read_letters(page.encode(), "a.html") == shown_letters(page)


# Markdown

spans = st.one_of(
    words,
    words.map("**{}**".format),
    words.map("*{}*".format),
    words.map("`{}`".format),
    words.map("[{}](http://1.2/3)".format),
    words.map("1\\. {}".format),
)
sentences = st.lists(spans, min_size=1, max_size=6).map(" ".join)
several = st.lists(sentences, min_size=1, max_size=3)
stretches = st.one_of(
    sentences,
    sentences.map("## {}".format),
    several.map(lambda each: "\n".join(f"- {words}" for words in each)),
    several.map(lambda each: "\n".join(f"{n}. {words}" for n, words in enumerate(each, 1))),
    st.builds("| {0} | {1} |\n|---|---|\n| 1 | {0} |".format, sentences, sentences),
    sentences.map("> {}".format),
    words.map("<p>{}</p>".format),
)


@given(st.lists(stretches, min_size=1, max_size=6).map("\n\n".join))
@settings(max_examples=120, deadline=None)
def test_markdown_gives_the_letters_that_were_typed(text: str) -> None:
    typed = text.replace("http:", "").replace("<p>", "").replace("</p>", "")
    assert read_letters(text.encode(), "a.md") == letters(typed)


def blocks_of(data: bytes, name: str) -> tuple[Block, ...]:
    return read_blocks(data, name).blocks


def test_a_row_is_what_a_page_shows_of_it() -> None:
    merged = row(cell("gộp", '<w:vMerge w:val="restart"/>')) + row(cell("<w:p/>", "<w:vMerge/>"))
    assert [block.text for block in blocks_of(word_file(table(merged)), "a.docx")] == ["gộp"]

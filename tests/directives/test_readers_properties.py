"""For any document: no word lost, none doubled, none moved; for any bytes: only our faults."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directives.blocks import Block, canonical_text
from directives.errors import DirectiveError
from directives.readers import read_blocks
from directives.text import clean_line
from tests.directives.word_files import cell, paragraph, row, run, table, word_file

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
NAMES = st.sampled_from(["a.docx", "a.md", "a.html", "a.txt"])

words = st.text(alphabet="aăbcđeêghỦyỏôtxZ0", min_size=1, max_size=6)
pairs = st.builds(lambda word: (run(word), [word]), words)
Piece = tuple[str, list[str]]


def _around(before: str, after: str, *, seen: bool = True) -> st.SearchStrategy[Piece]:
    return st.builds(lambda piece: (f"{before}{piece[0]}{after}", piece[1] if seen else []), pairs)


def _boxed(host: str, inside: str) -> Piece:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(inside)}</w:txbxContent></w:pict></w:r>"
    return f"<w:p>{box}{run(host)}</w:p>", [host, inside]


inline = st.one_of(
    pairs,
    _around("<w:ins>", "</w:ins>"),
    _around("<w:moveTo>", "</w:moveTo>"),
    _around("<w:hyperlink>", "</w:hyperlink>"),
    _around("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    _around("<w:del>", "</w:del>", seen=False),
    _around("<w:moveFrom>", "</w:moveFrom>", seen=False),
)


def _paragraph(pieces: list[Piece]) -> Piece:
    spaced = "<w:r><w:tab/></w:r>".join(xml for xml, _ in pieces)
    return f"<w:p>{spaced}</w:p>", [word for _, found in pieces for word in found]


paragraphs = st.one_of(
    st.builds(_paragraph, st.lists(inline, min_size=1, max_size=5)), st.builds(_boxed, words, words)
)


def _joined(pieces: list[Piece]) -> Piece:
    return "".join(xml for xml, _ in pieces), [word for _, found in pieces for word in found]


def _wrapped(pieces: list[Piece], make: str) -> Piece:
    xml, found = _joined(pieces)
    if make == "table":
        return table(row(cell(xml), cell("<w:p/>"))), found
    return f"<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>", found


bodies = st.recursive(
    paragraphs,
    lambda inner: st.builds(
        _wrapped, st.lists(inner, min_size=1, max_size=4), st.sampled_from(["table", "control"])
    ),
    max_leaves=12,
)


@given(st.lists(bodies, min_size=1, max_size=5).map(_joined))
@settings(max_examples=80, deadline=None)
def test_a_word_document_gives_exactly_its_visible_words_in_order(body: Piece) -> None:
    xml, visible = body
    if not visible:
        with pytest.raises(DirectiveError):
            read_blocks(word_file(xml), "a.docx")
        return
    blocks = read_blocks(word_file(xml), "a.docx")[1]
    assert canonical_text(blocks).split() == visible


def assert_all_in_order(blocks: Iterable[Block], expected: list[str]) -> None:
    """Assert that no word is lost or doubled, and that those of the document keep their order."""
    found = list(blocks)
    assert Counter(canonical_text(found).split()) == Counter(expected)
    remaining = iter(expected)
    own = canonical_text(block for block in found if not block.furniture)
    assert all(word in remaining for word in own.split())


lines = st.text(alphabet="abđủ ABĐỦ.,;:-–()1290/\u00a0\u200b\t", max_size=40)


@given(st.lists(lines, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
@example(["- ", "1.", "", "a"])
def test_plain_text_gives_every_word_in_order(text: list[str]) -> None:
    data = "\n".join(text)
    expected = " ".join(clean_line(line) for line in text).split()
    if not expected:
        return
    assert_all_in_order(read_blocks(data.encode(), "a.txt").blocks, expected)


@given(st.lists(st.text(alphabet="abđủĐỦ ,;", min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_markdown_gives_every_word_in_order(text: list[str]) -> None:
    expected = [word for line in text for word in line.split()]
    for join in ("\n", "\n\n", "  \n"):
        if expected:
            blocks = read_blocks(join.join(text).encode(), "a.md")[1]
            assert canonical_text(blocks).split() == expected


@given(st.lists(st.sampled_from(["a", " ", "\n", "- ", "1. ", "> ", "**", "<b>", "</p>", "|", "#",
    "[", "](x)", "`", "\t", "&nbsp;", "<div>", "\\", "---\n", "đ) ", "<ol>", "<li>", "<td>"]),
    max_size=40), NAMES)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_blocks_are_always_clean_lines(pieces: list[str], name: str) -> None:
    with contextlib.suppress(DirectiveError):
        for block in read_blocks("".join(pieces).encode(), name)[1]:
            assert block.text
            assert block.text == clean_line(block.text)


@given(
    st.binary(max_size=400), NAMES, st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"<html>"])
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_blocks_or_one_of_our_faults(data: bytes, name: str, head: bytes) -> None:
    with contextlib.suppress(DirectiveError):
        assert read_blocks(head + data, name)[1]


WHOLE = word_file(table(row("a", "b")) + "".join(paragraph(f"đoạn {place}") for place in range(40)))


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_word_file_with_changed_bytes_gives_blocks_or_one_of_our_faults(
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    with contextlib.suppress(DirectiveError):
        assert read_blocks(bytes(data), "a.docx")[1]


def corpus() -> list[Path]:
    return sorted(each for each in CORPUS.glob("*") if each.suffix in (".md", ".txt", ".html"))


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared folder with real documents is not here")
def test_real_texts_lose_no_word_and_are_read_twice_alike() -> None:
    for path in corpus():
        data = path.read_bytes()
        blocks = read_blocks(data, path.name)[1]
        assert blocks == read_blocks(data, path.name)[1]
        if path.suffix == ".txt":
            expected = [clean_line(line) for line in data.decode().splitlines()]
            assert_all_in_order(blocks, " ".join(expected).split())

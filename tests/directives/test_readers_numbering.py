"""Automatic numbers of Word are written out as a reader of the page sees them."""

from __future__ import annotations

import pytest

from directives.blocks import BlockKind
from directives.readers.numbering import in_numerals
from tests.directives.word_files import level, listed, numbering, paragraph, read, texts

DECIMAL = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"))


def test_numbers_count_and_deeper_levels_begin_anew() -> None:
    body = (
        listed("một")
        + listed("a", depth=1)
        + listed("b", depth=1)
        + listed("hai")
        + listed("lại a", depth=1)
    )
    expected = ["1. một", "a) a", "b) b", "2. hai", "a) lại a"]
    assert texts(body, numbering=DECIMAL) == expected


def test_a_numbered_paragraph_is_a_list_item_of_its_depth() -> None:
    blocks = read(listed("x") + listed("y", depth=1), numbering=DECIMAL)
    assert [(block.kind, block.level) for block in blocks] == [
        (BlockKind.LIST_ITEM, 0),
        (BlockKind.LIST_ITEM, 1),
    ]


@pytest.mark.parametrize(
    ("numerals", "frame", "seen"),
    [
        ("upperRoman", "%1.", "III."),
        ("lowerRoman", "(%1)", "(iii)"),
        ("upperLetter", "%1-", "C-"),
        ("decimalZero", "%1.", "03."),
        ("decimal", "Điều %1.", "Điều 3."),
        ("cardinalText", "%1 là,", "Ba là,"),
        ("ordinalText", "%1,", "Thứ ba,"),
        ("vietnameseCounting", "(%1)", "(ba)"),
        ("chicago", "%1.", "3."),
        ("ordinal", "%1.", "3."),
        ("numberInDash", "%1", "- 3 -"),
        ("decimalEnclosedCircle", "%1", "③"),
        ("decimalEnclosedParen", "%1", "(3)"),
        ("none", "Lưu ý:", "Lưu ý:"),
    ],
)
def test_every_kind_of_numeral(numerals: str, frame: str, seen: str) -> None:
    body = listed("a") + listed("b") + listed("c")
    assert texts(body, numbering=numbering(level(0, numerals, frame)))[2] == f"{seen} c"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "một"), (4, "bốn"), (10, "mười"), (11, "mười một"), (14, "mười bốn"),
        (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"),
        (35, "ba mươi lăm"), (99, "chín mươi chín"), (100, "100"),
    ],
)  # fmt: skip
def test_numbers_in_vietnamese_words(count: int, words: str) -> None:
    assert in_numerals(count, "vietnameseCounting") == words


@pytest.mark.parametrize(
    ("count", "numerals", "seen"),
    [
        (27, "lowerLetter", "aa"),
        (0, "lowerLetter", "0"),
        (999_999, "lowerLetter", "m" * 9),
        (49, "upperRoman", "XLIX"),
        (5000, "upperRoman", "5000"),
        (0, "upperRoman", "0"),
    ],
)
def test_numerals_at_their_limits(count: int, numerals: str, seen: str) -> None:
    assert in_numerals(count, numerals) == seen


@pytest.mark.parametrize(("frame", "seen"), [("-", "-"), ("+", "+"), ("\uf0b7", "-"), ("o", "-")])
def test_bullets_of_symbol_fonts_become_dashes(frame: str, seen: str) -> None:
    assert texts(listed("x"), numbering=numbering(level(0, "bullet", frame))) == [f"{seen} x"]


def test_legal_numbers_show_every_level_in_decimals() -> None:
    definition = numbering(
        level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    )
    body = listed("x") + listed("x") + listed("y", depth=1)
    assert texts(body, numbering=definition)[2] == "2.1. y"


def test_a_level_used_before_those_above_it_shows_where_they_start() -> None:
    definition = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."))
    assert texts(listed("y", depth=1), numbering=definition) == ["1.1. y"]


def test_a_level_may_never_begin_anew() -> None:
    definition = numbering(
        level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    )
    body = listed("x") + listed("y", depth=1) + listed("x") + listed("y", depth=1)
    assert texts(body, numbering=definition) == ["1. x", "1) y", "2. x", "2) y"]


OVERRIDE = (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_an_override_begins_anew_once() -> None:
    definition = numbering(level(0, "decimal", "%1."), extra=OVERRIDE)
    body = listed("a") + listed("b", 2) + listed("c", 2)
    assert texts(body, numbering=definition) == ["1. a", "5. b", "6. c"]


def test_lists_of_one_abstract_list_count_on() -> None:
    second = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    definition = numbering(level(0, "decimal", "%1."), extra=second)
    assert texts(listed("a") + listed("b", 2), numbering=definition) == ["1. a", "2. b"]


def test_an_override_may_bring_a_level_of_its_own() -> None:
    own = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "upperRoman", "%1.")
        + "</w:lvlOverride></w:num>"
    )
    definition = numbering(level(0, "decimal", "%1."), extra=own)
    assert texts(listed("a", 2), numbering=definition) == ["I. a"]


STYLED = (
    '<w:style w:type="paragraph" w:styleId="Goc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Goc"/></w:style>'
)


def test_a_paragraph_is_numbered_through_its_style() -> None:
    body = paragraph("a", '<w:pStyle w:val="Con"/>') + paragraph("b", '<w:pStyle w:val="Con"/>')
    assert texts(body, numbering=DECIMAL, styles=STYLED) == ["1. a", "2. b"]


def test_a_style_takes_the_level_that_is_bound_to_it() -> None:
    definition = numbering(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:pStyle w:val="Goc"/>')
    )
    body = paragraph("a", '<w:pStyle w:val="Goc"/>')
    assert texts(body, numbering=definition, styles=STYLED) == ["a) a"]


def test_a_paragraph_may_refuse_the_number_of_its_style() -> None:
    no_number = '<w:pStyle w:val="Goc"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert texts(paragraph("a", no_number), numbering=DECIMAL, styles=STYLED) == ["a"]


def test_the_default_style_numbers_a_paragraph_without_style() -> None:
    default = STYLED.replace('w:styleId="Goc"', 'w:default="1" w:styleId="Goc"')
    assert texts(paragraph("a"), numbering=DECIMAL, styles=default) == ["1. a"]


def test_a_list_may_borrow_the_levels_of_a_list_style() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="KieuDS"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="KieuDS"/>'
        + level(0, "upperLetter", "%1.")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert texts(listed("a"), numbering=linked) == ["A. a"]


def test_a_number_may_touch_its_words() -> None:
    definition = numbering(level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'))
    assert texts(listed("a"), numbering=definition) == ["1.a"]


def test_an_empty_numbered_paragraph_counts_without_being_read() -> None:
    body = listed("a") + listed("") + listed("c")
    assert texts(body, numbering=DECIMAL) == ["1. a", "3. c"]


def test_a_wholly_deleted_paragraph_takes_no_number() -> None:
    gone = listed("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>").replace(
        "</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>"
    )
    assert texts(listed("a") + gone + listed("b"), numbering=DECIMAL) == ["1. a", "2. b"]


@pytest.mark.parametrize("value", ["999", "-1", "chín", "9" * 400])
def test_nonsense_in_numbering_numbers_nothing(value: str) -> None:
    body = listed("a").replace('w:ilvl w:val="0"', f'w:ilvl w:val="{value}"')
    assert texts(body, numbering=DECIMAL)[0].endswith("a")
    assert texts(listed("a", 77), numbering=DECIMAL) == ["a"]


def test_the_words_of_a_label_may_be_in_an_old_font() -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    definition = numbering(level(0, "decimal", "§iÒu %1.", font))
    assert texts(listed("Phạm vi"), numbering=definition) == ["Điều 1. Phạm vi"]


def test_an_empty_numbered_paragraph_counts_and_says_nothing() -> None:
    assert texts(listed("a") + listed("") + listed("c"), numbering=DECIMAL) == ["1. a", "3. c"]


def test_a_level_may_begin_anew_after_the_first_only() -> None:
    levels = (
        level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    )  # fmt: skip
    body = (
        listed("x") + listed("y", depth=1) + listed("z", depth=2) + listed("y", depth=1)
        + listed("z", depth=2) + listed("x") + listed("z", depth=2)
    )  # fmt: skip
    assert texts(body, numbering=numbering(*levels)) == [
        "1. x", "1.1. y", "a) z", "1.2. y", "b) z", "2. x", "a) z",
    ]  # fmt: skip


def test_small_letters_follow_the_alphabet_of_word_not_of_vietnamese() -> None:
    body = "".join(listed("x") for _ in range(5))
    definition = numbering(level(0, "lowerLetter", "%1)"))
    assert texts(body, numbering=definition)[3:] == ["d) x", "e) x"]


def test_a_newer_kind_of_numeral_gives_way_to_the_one_beside_it() -> None:
    both = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="upperRoman"/></mc:Fallback>'
        "</mc:AlternateContent>"
    )
    plain = level(0, "decimal", "%1.")
    definition = numbering(plain.replace('<w:numFmt w:val="decimal"/>', both))
    assert texts(listed("a"), numbering=definition) == ["I. a"]

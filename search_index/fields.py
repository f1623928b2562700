"""The fields of the query language: the one table for parsing, messages and help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from search_index.analysis import fold
from search_index.tables import DOCUMENT_KINDS


class Holds(StrEnum):
    """What a field is asked with."""

    NAME = "name"
    WORDS = "words"
    CHOICE = "choice"
    DAY = "day"
    YEAR = "year"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its English name, the Vietnamese one, others, and how one writes it."""

    name: str
    vietnamese: str
    others: tuple[str, ...]
    holds: Holds
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A part of the syntax that help explains, with how one writes it."""

    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a field that is chosen from a list, with the words people write for it."""

    value: str
    names: tuple[str, ...]


FIELDS = (
    Field("agency", "cq", ("cơ quan",), Holds.NAME, ('cq:"sở nông nghiệp"', "cq:BTGTU")),
    Field("lead", "chutri", ("chủ trì",), Holds.NAME, ('chutri:"ban tuyên giáo"',)),
    Field("supporting", "phoihop", ("phối hợp",), Holds.NAME, ("phoihop:BTGTU",)),
    Field("document", "vb", ("văn bản",), Holds.WORDS, ("vb:23-CT/TU", 'vb:"chỉ thị 23"')),
    Field("kind", "loai", ("loại văn bản",), Holds.CHOICE, ('loai:"chỉ thị"', "loai:nghiquyet")),
    Field("status", "tt", ("trạng thái",), Holds.CHOICE, ("tt:quahan", 'tt:"chờ xác nhận"')),
    Field(
        "due",
        "han",
        ("thời hạn", "hạn hoàn thành"),
        Holds.DAY,
        ("han:<30/6/2024", "han:2024-Q2", "han:quý II/2024", "han:tuần này"),
    ),
    Field(
        "date",
        "ngay",
        (),
        Holds.DAY,
        ("ngay:17/2/2024", "ngay:1/3/2024..31/3/2024", "ngay:tháng 3/2024"),
    ),
    Field("field", "linhvuc", ("lĩnh vực",), Holds.WORDS, ("linhvuc:ntm",)),
    Field("year", "nam", (), Holds.YEAR, ("nam:2024", "nam:2023..2025")),
    Field("term", "nk", ("nhiệm kỳ",), Holds.TERM, ("nk:2020-2025",)),
)

# "open" is written by whoever makes records; what hangs on the day is computed from it.
STATUSES = (
    Choice("overdue", ("quá hạn", "trễ hạn", "chậm tiến độ", "overdue")),
    Choice("due-soon", ("sắp đến hạn", "sắp hạn", "due soon")),
    Choice("in-time", ("trong hạn", "chưa đến hạn", "in time")),
    Choice("no-deadline", ("không thời hạn", "không hạn", "no deadline")),
    Choice("open", ("đang làm", "chưa hoàn thành", "đang thực hiện", "open")),
    Choice("no-update", ("chưa báo cáo", "chưa có thông tin", "chưa cập nhật", "no update")),
    Choice("disagreement", ("chưa thống nhất", "khác ý kiến", "không thống nhất", "disagreement")),
    Choice("issued", ("chưa bắt đầu", "mới giao", "issued")),
    Choice("accepted", ("đã tiếp nhận", "accepted")),
    Choice("in-progress", ("đang triển khai", "in progress")),
    Choice("submitted", ("chờ xác nhận", "submitted")),
    Choice("sent-back", ("trả lại", "sent back")),
    Choice("confirmed", ("đã hoàn thành", "hoàn thành", "confirmed", "done")),
    Choice("suspended", ("tạm dừng", "suspended")),
    Choice("stopped", ("thôi theo dõi", "no longer tracked", "stopped")),
)
# The signs of the syntax, in the order in which help shows them.
SYNTAX = (
    Sign("words", ("nong thon moi", "nông thôn mới")),
    Sign("phrase", ('"nông thôn mới"',)),
    Sign("without", ("vốn -quy", "vốn NOT quy", "vốn -tt:quahan")),
    Sign("either", ("vốn OR đất", "(vốn OR đất) xây", "cq:(BTGTU OR BDVTU)")),
    Sign("beginning", ("xây*",)),
    Sign("fuzzy", ("bứt~ phá", "nghiêm~2")),
    Sign("number", ("23-CT/TU", "23ct/tu", "chỉ thị 23")),
)
CHOICES = {
    "status": STATUSES,
    "kind": tuple(
        Choice(kind.value, (*kind.names, *kind.symbols, kind.value)) for kind in DOCUMENT_KINDS
    ),
}


def key_of(words: str) -> str:
    """Return ``words`` as field names and values are compared: folded, letters and digits."""
    return "".join(letter for letter in fold(words) if letter.isalnum())


FIELD_OF = {
    key_of(name): field
    for field in FIELDS
    for name in (field.name, field.vietnamese, *field.others)
}


def _values(choices: Iterable[Choice]) -> dict[str, tuple[str, ...]]:
    """Return the values by each name; a few symbols are those of two kinds of documents."""
    found: dict[str, tuple[str, ...]] = {}
    for choice in choices:
        for key in dict.fromkeys(key_of(name) for name in (choice.value, *choice.names)):
            found[key] = (*found.get(key, ()), choice.value)
    return found


CHOICE_OF = {field: _values(choices) for field, choices in CHOICES.items()}

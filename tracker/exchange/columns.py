"""The columns of a sheet: what is printed, what is to be filled in, and how each is called.

Sheets are Vietnamese in every language of the interface: one handed out must be understood
when it comes back, whoever hands it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from directives.text import clean_line, fold
from tracker.domain import AssignmentRole, UpdateStatus


class Column(StrEnum):
    """The columns in the order of a sheet; those from ``STATUS`` on are to be filled in."""

    PLACE = "place"
    CODE = "code"
    DIRECTIVE = "directive"
    TASK = "task"
    ROLE = "role"
    DUE = "due"
    LAST = "last"
    STATUS = "status"
    PERCENT = "percent"
    NARRATIVE = "narrative"
    DIFFICULTIES = "difficulties"
    PROPOSALS = "proposals"
    RESULT_NUMBER = "result_number"
    RESULT_DATE = "result_date"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a column looks: its heading, and its width in millimetres of a Word page."""

    heading: str
    width: int


LAYOUT = {
    Column.PLACE: Layout("STT", 11),
    Column.CODE: Layout("Mã nhiệm vụ", 20),
    Column.DIRECTIVE: Layout("Văn bản giao", 22),
    Column.TASK: Layout("Nội dung nhiệm vụ", 37),
    Column.ROLE: Layout("Vai trò", 14),
    Column.DUE: Layout("Thời hạn", 19),
    Column.LAST: Layout("Lần báo cáo gần nhất", 25),
    Column.STATUS: Layout("Trạng thái", 18),
    Column.PERCENT: Layout("Tỷ lệ hoàn thành (%)", 13),
    Column.NARRATIVE: Layout("Kết quả thực hiện", 30),
    Column.DIFFICULTIES: Layout("Khó khăn, vướng mắc", 20),
    Column.PROPOSALS: Layout("Kiến nghị, đề xuất", 20),
    Column.RESULT_NUMBER: Layout("Số, ký hiệu văn bản kết quả", 17),
    Column.RESULT_DATE: Layout("Ngày văn bản kết quả", 19),
}
FILLED = tuple(Column)[tuple(Column).index(Column.STATUS) :]
PRINTED = tuple(column for column in Column if column not in FILLED)

STATUS_WORDS = {UpdateStatus.IN_PROGRESS: "Đang thực hiện", UpdateStatus.DONE: "Đã hoàn thành"}
ROLE_WORDS = {
    AssignmentRole.LEAD: "Chủ trì",
    AssignmentRole.DIRECTED: "Thực hiện",
    AssignmentRole.SUPPORTING: "Phối hợp",
}
TITLE = "PHIẾU CẬP NHẬT TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ"
SHEET_NAME = "Phieu cap nhat"
GUIDE = (
    "Chỉ điền vào các cột từ “Trạng thái” trở đi; dòng để trống được hiểu là không có nội dung "
    "mới. Không sửa cột “Mã nhiệm vụ”. Trạng thái ghi “Đang thực hiện” hoặc “Đã hoàn thành”; "
    "ngày ghi theo ngày/tháng/năm, ví dụ 05/6/2024. Nhiệm vụ đã hoàn thành cần số và ngày của "
    "văn bản kết quả, hoặc gửi tài liệu minh chứng trên trang của nhiệm vụ, vì phiếu không gửi "
    "kèm được tệp minh chứng."
)


def column_of(heading: str) -> Column | None:
    """Return the column that is headed so, whatever its case and marks."""
    return _BY_HEADING.get(_key(heading))


def status_of(words: str) -> UpdateStatus | None:
    """Return the state that ``words`` name exactly, marks and case apart."""
    return _BY_STATUS.get(_key(words))


def _key(words: str) -> str:
    return fold(clean_line(words.replace("\n", " "))).rstrip(" .:*")


_BY_HEADING = {_key(layout.heading): column for column, layout in LAYOUT.items()}
_BY_STATUS = {
    **{_key(words): status for status, words in STATUS_WORDS.items()},
    "hoan thanh": UpdateStatus.DONE,
}

"""Tables that came out of their files as lines or as tabs."""

from __future__ import annotations

from directives import BodyRole, SpanRole
from tests.directives.parsed import HEAD, LEAD_IN, named, parsed, shape, words_in

FLAT = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát hồ sơ địa chính.

T/M BAN THƯỜNG VỤ
BÍ THƯ
Nguyễn Văn An

PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Chỉ thị số 12-CT/TU ngày 10 tháng 3 năm 2025)
TT
Nội dung nhiệm vụ
Cơ quan
chủ trì
Cơ quan
phối hợp
Thời hạn
I
Quản lý đất đai
1
Lập hồ sơ địa chính của các xã
ven biển.
Sở Xây dựng
Sở Tư pháp,
Công an tỉnh
Quý II/2025
2
Thu hồi đất bỏ hoang theo quy
định.
Ủy ban nhân
dân tỉnh
Các sở, ban,
ngành
Tháng 9/2025
CÔNG BÁO/Số 12/Ngày 20-3-2025
7
TT
Nội dung nhiệm vụ
Cơ quan
chủ trì
Cơ quan
phối hợp
Thời hạn
3
Tổng kết việc thực hiện.
Sở Xây dựng
Sở Tài chính
Năm 2026
"""


def test_rows_of_a_flattened_table_are_told_by_their_numbers() -> None:
    reading = parsed(FLAT)
    assert [label for _, label in shape(reading)] == ["1.", "1", "2", "3"]
    assert [named(task) for task in reading.tasks[1:]] == [
        ["Sở Xây dựng"],
        ["Ủy ban nhân dân tỉnh"],
        ["Sở Xây dựng"],
    ]
    assert named(reading.tasks[1], BodyRole.COORDINATING) == ["Sở Tư pháp", "Công an tỉnh"]
    dues = [str(task.due.date) for task in reading.tasks[1:] if task.due]
    assert dues == ["2025-06-30", "2025-09-30", "2026-12-31"]


def test_a_heading_that_a_new_page_repeats_is_furniture_and_no_word_is_lost() -> None:
    reading = parsed(FLAT)
    assert "TT Nội dung nhiệm vụ" in words_in(reading, SpanRole.FURNITURE)
    assert "".join(reading.text.split()) == "".join(FLAT.split())


def test_a_table_of_tabs_is_read_row_by_row() -> None:
    rows = (
        "STT\tCơ quan chủ trì\tNội dung nhiệm vụ\tCơ quan phối hợp\tThời gian\t\t"
        "1\tSở Xây dựng\tLập hồ sơ địa chính\tSở Tư pháp\t2025\t\t"
        "2\tSở Y tế\tKiểm tra các cơ sở khám bệnh\tSở Tài chính\t2026\t\t"
        "Báo cáo kết quả kiểm tra các cơ sở\t\t\n"
    )
    reading = parsed(f"{HEAD}{LEAD_IN}1. Sở Nội vụ theo dõi việc thực hiện.\n\n{rows}")
    assert [label for _, label in shape(reading)] == ["1.", "1", "2", None]
    assert named(reading.tasks[1]) == ["Sở Xây dựng"]
    assert named(reading.tasks[2], BodyRole.COORDINATING) == ["Sở Tài chính"]


def test_a_letterhead_of_tabs_is_no_table() -> None:
    reading = parsed("ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\t\t\n\nCHỈ THỊ\n")
    assert reading.tasks == ()
    assert reading.document.issuer == "Ủy ban nhân dân"


BARRED = f"""# {HEAD.strip()}

{LEAD_IN}
1. Sở Nội vụ theo dõi việc thực hiện.

**2. Các nhiệm vụ giao trong năm**
|
**STT**
|
**Nhiệm vụ**
|
**Cơ quan chủ trì**
|
**Cơ quan phối hợp**
|
**Thời hạn**
|
|
** **
|
**Nhiệm vụ về đất đai**
|
** **
|
** **
|
** **
|
|
1
|
Lập hồ sơ địa chính
của các xã ven biển
|
Sở Xây dựng
|
Sở Tư pháp
|
30/06/2025
|
|
Sở Y tế
|
Công an tỉnh
|
|
2
|
Thu hồi đất bỏ hoang
|
Sở Tài chính
|
Các sở, ngành
|
31/12/2025
|

Văn phòng Tỉnh ủy chủ trì theo dõi, báo cáo Ban Thường vụ Tỉnh ủy.
"""


def test_a_table_that_a_law_site_leaves_as_bars_is_read_row_by_row() -> None:
    reading = parsed(BARRED, name="van-ban.md")
    assert [label for _, label in shape(reading)] == ["1.", "1", "2", None]
    assert named(reading.tasks[1]) == ["Sở Xây dựng", "Sở Y tế"]
    assert named(reading.tasks[2], BodyRole.COORDINATING) == ["Các sở, ngành"]
    assert [str(task.due.date) for task in reading.tasks if task.due] == [
        "2025-06-30",
        "2025-12-31",
    ]
    headings = words_in(reading, SpanRole.HEADING)
    assert "Các nhiệm vụ giao trong năm" in headings
    assert "Nhiệm vụ về đất đai" in headings

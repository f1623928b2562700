"""From the words of a deadline to the last day that is still on time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives import Due, Nature, Precision, ReadingSettings, working_days_counted
from directives.deadlines import find_due
from directives.moments import Calendar, after_days
from tests.directives.parsed import HEAD, LEAD_IN, only_task, parsed

ISSUED = Calendar(date(2025, 3, 10))


def due_in(text: str, frame: Calendar = ISSUED) -> Due | None:
    """Read all of ``text`` for its deadline."""
    return find_due(text, 0, len(text), frame)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trước ngày 30/6/2025", date(2025, 6, 30)),
        ("trước ngày 30-6-2025", date(2025, 6, 30)),
        ("trước ngày 30.6.2025", date(2025, 6, 30)),
        ("trước ngày 17-4-25", date(2025, 4, 17)),
        ("trước ngày 30 / 6 / 2025", date(2025, 6, 30)),
        ("chậm nhất ngày 05 tháng 4 năm 2025", date(2025, 4, 5)),
        ("chậm nhất là đến hết ngày 30/6/2025", date(2025, 6, 30)),
        ("chậm nhất vào ngày 17/4/2025", date(2025, 4, 17)),
        ("trước ngày 30 tháng sáu", date(2025, 6, 30)),
        ("trước ngày 15/4 năm 2025", date(2025, 4, 15)),
        ("trước ngày 15/4", date(2025, 4, 15)),
        ("trước ngày 15/01", date(2026, 1, 15)),
        ("trước 15/4", date(2025, 4, 15)),
        ("không chậm hơn ngày 5/5", date(2025, 5, 5)),
        ("hạn chót: ngày 30/6/2025", date(2025, 6, 30)),
        ("xong trong ngày 20/3", date(2025, 3, 20)),
        ("trong các ngày 10, 11/4/2025", date(2025, 4, 11)),
        ("trước 17 giờ ngày 20/3/2025", date(2025, 3, 20)),
        ("trước 17h00 ngày 20/3/2025", date(2025, 3, 20)),
        ("trước 17h00' ngày 20 tháng 3", date(2025, 3, 20)),
        ("trước 17 giờ 00 phút, thứ Năm, ngày 20/3/2025", date(2025, 3, 20)),
        ("từ ngày 01/4/2025 đến ngày 15/5/2025", date(2025, 5, 15)),
        ("từ ngày 15 tháng 4 đến 30 tháng 5 năm 2025", date(2025, 5, 30)),
        ("chậm nhất 40 ngày trước ngày khai mạc (tức ngày 03/6/2025)", date(2025, 6, 3)),
    ],
)
def test_a_day_is_read_however_it_is_written(words: str, day: date) -> None:
    text = f"Sở Nội vụ gửi báo cáo {words}."
    due = due_in(text)
    assert due is not None
    assert (due.date, due.precision) == (day, Precision.DAY)
    assert text[due.start : due.end] == due.text


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("hoàn thành trong tháng 6/2025", date(2025, 6, 30), Precision.MONTH),
        ("hoàn thành trong tháng 2 năm 2028", date(2028, 2, 29), Precision.MONTH),
        ("hoàn thành trong tháng 6", date(2025, 6, 30), Precision.MONTH),
        ("hoàn thành trong tháng giêng", date(2026, 1, 31), Precision.MONTH),
        ("hoàn thành trong tháng 11 và tháng 12/2025", date(2025, 12, 31), Precision.MONTH),
        ("hoàn thành trước tháng 6/2025", date(2025, 5, 31), Precision.MONTH),
        ("trình Hội đồng nhân dân tại kỳ họp tháng 7/2025", date(2025, 7, 31), Precision.MONTH),
        ("gửi báo cáo ngay trong tháng này", date(2025, 3, 31), Precision.MONTH),
        ("hoàn thành trong quý II/2025", date(2025, 6, 30), Precision.QUARTER),
        ("hoàn thành trong quý 2 năm 2025", date(2025, 6, 30), Precision.QUARTER),
        ("hoàn thành trong quí II / 2025", date(2025, 6, 30), Precision.QUARTER),
        ("trong quý I năm 2026", date(2026, 3, 31), Precision.QUARTER),
        ("trong quý III, quý IV năm 2025", date(2025, 12, 31), Precision.QUARTER),
        ("trước quý III/2025", date(2025, 6, 30), Precision.QUARTER),
        ("trong 6 tháng đầu năm 2025", date(2025, 6, 30), Precision.HALF),
        ("hoàn thành trong sáu tháng cuối năm", date(2025, 12, 31), Precision.HALF),
        ("hoàn thành trong năm 2026", date(2026, 12, 31), Precision.YEAR),
        ("hoàn thành trong năm nay", date(2025, 12, 31), Precision.YEAR),
        ("đến hết năm 2027 hoàn thành", date(2027, 12, 31), Precision.YEAR),
        ("từ nay đến hết tháng 6/2025", date(2025, 6, 30), Precision.MONTH),
        ("từ nay đến cuối năm hoàn thành", date(2025, 12, 31), Precision.YEAR),
        ("trong nhiệm kỳ 2020-2025", None, Precision.TERM),
        ("đến cuối nhiệm kỳ", None, Precision.TERM),
        ("báo cáo tại kỳ họp giữa năm 2026", None, Precision.HALF),
    ],
)
def test_a_period_ends_with_its_last_day(
    words: str, day: date | None, precision: Precision
) -> None:
    due = due_in(f"Sở Tài chính {words}.")
    assert due is not None
    assert (due.date, due.precision) == (day, precision)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("vào đầu tháng 5/2025", date(2025, 5, 10)),
        ("vào giữa tháng 5/2025", date(2025, 5, 16)),
        ("vào cuối tháng 5/2025", date(2025, 5, 31)),
        ("vào đầu quý III/2025", date(2025, 7, 31)),
        ("vào đầu năm 2026", date(2026, 3, 31)),
        ("trong cuối năm 2025", date(2025, 12, 31)),
    ],
)
def test_a_part_of_a_period_is_read_nearly(words: str, day: date) -> None:
    due = due_in(f"Sở Y tế hoàn thành việc sắp xếp {words}.")
    assert due is not None
    assert due.date == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trong thời hạn 15 ngày kể từ ngày ký", date(2025, 3, 25)),
        ("trong vòng 30 (ba mươi) ngày, kể từ ngày ban hành", date(2025, 4, 9)),
        ("trong 5 ngày làm việc kể từ ngày ký Chỉ thị này", date(2025, 3, 17)),
        ("trong thời hạn 02 tháng kể từ ngày ký", date(2025, 5, 10)),
        ("trong thời hạn 2 tuần kể từ ngày ban hành", date(2025, 3, 24)),
        ("trong thời hạn 36 giờ kể từ khi ban hành", date(2025, 3, 12)),
        ("trong thời hạn 15 ngày kể từ ngày nhận được báo cáo", None),
        ("trong thời hạn 15 ngày kể từ ngày ký hợp đồng", None),
        ("chậm nhất 10 ngày sau khi đợt kiểm tra kết thúc", None),
        ("chậm nhất sau 05 ngày làm việc kể từ ngày bế mạc", None),
        ("trong thời gian 12 tháng", None),
    ],
)
def test_a_span_counts_from_the_day_of_issue_if_that_is_said(words: str, day: date | None) -> None:
    due = due_in(f"Sở Xây dựng trả lời {words}.")
    assert due is not None
    assert due.date == day


def test_working_days_skip_weekends_and_holidays_of_a_fixed_day() -> None:
    # Wednesday 30 April and Thursday 1 May 2025 are holidays, then come Friday and a weekend.
    assert after_days(date(2025, 4, 29), 2, working=True) == date(2025, 5, 5)
    assert after_days(date(2025, 4, 29), 2, working=False) == date(2025, 5, 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Thời gian hoàn thành: Tháng 12/2025", date(2025, 12, 31)),
        ("Tiến độ: Quý II/2026", date(2026, 6, 30)),
        ("Thời hạn trình: tháng 6", date(2025, 6, 30)),
        ("Thời gian thực hiện: 30/9/2025", date(2025, 9, 30)),
        ("Thời gian thực hiện: 2026 - 2030", date(2030, 12, 31)),
        ("Thời gian thực hiện: Từ năm 2026 đến năm 2028", date(2028, 12, 31)),
        ("Thời gian thực hiện: từ quý I đến quý III/2026", date(2026, 9, 30)),
        ("Thời gian thực hiện: Tháng 11, 12/2025", date(2025, 12, 31)),
        ("Xây dựng nghị quyết (quý III/2025)", date(2025, 9, 30)),
        ("30/09/2025", date(2025, 9, 30)),
        ("Quý IV/2025", date(2025, 12, 31)),
        ("2026 - 2027", date(2027, 12, 31)),
        ("Xây dựng nghị quyết (hoàn thành trước 30/4)", date(2025, 4, 30)),
    ],
)
def test_where_a_time_is_expected_it_may_stand_alone(words: str, day: date) -> None:
    due = due_in(f"{words}.")
    assert due is not None
    assert due.date == day


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện Kế hoạch số 15-KH/TU ngày 20/5/2024 của Tỉnh ủy.",
        "Triển khai Nghị quyết số 12-NQ/TU ngày 22 tháng 12 năm 2024 của Ban Chấp hành.",
        "Kết quả năm 2024 tăng 5%.",
        "Giai đoạn 2021-2025 có nhiều khởi sắc.",
        "Trước ngày 45/13/2025 không có hạn nào.",
        "Các xã tiếp nhận nhiệm vụ kể từ ngày 01/7/2025.",
        "Áp dụng mức thu mới từ ngày 01/7/2025.",
        "Thời gian: từ 8 giờ 00 ngày 05/4/2025",
        "Số liệu tính đến ngày 31/3/2025 do Cục Thống kê cung cấp.",
        "Giải quyết dứt điểm các hồ sơ đã tiếp nhận trước ngày 01/3/2025.",
        "Thực hiện Chiến lược phát triển gia đình đến năm 2030, tầm nhìn đến năm 2045.",
        'Triển khai Đề án "Chuyển đổi số ngành thư viện, đến năm 2030".',
        "Rà soát quy hoạch mạng lưới trường học đến năm 2030 cho phù hợp.",
        "Báo cáo tình hình thực hiện ngân sách 6 tháng đầu năm 2025.",
        "Bố trí vốn trong năm 2025 và các năm tiếp theo.",
        "Ưu tiên các dự án có khả năng hoàn thành trong năm 2025.",
        "Khẩn trương báo cáo ngay sau khi có hướng dẫn của Trung ương.",
        "Thời hạn ban hành: Theo tiến độ của Luật An ninh mạng 2025.",
        "Tiết kiệm điện trong mùa nắng nóng (tháng 4, 5, 6).",
        "Theo dõi 44 nhiệm vụ có thời hạn hoàn thành trong quý II năm 2025.",
        "Gửi tài liệu trước 5-7 ngày.",
        "Hỗ trợ trước 3.000 hộ.",
    ],
)
def test_times_that_bind_nobody_are_no_deadline(words: str) -> None:
    assert due_in(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Phấn đấu đến năm 2030 có 100% trường đạt chuẩn quốc gia.",
        "Thực hiện quy hoạch mạng lưới; đến năm 2030, mọi xã có trạm y tế kiên cố.",
        "Rà soát các dự án để đến năm 2030 cơ bản hoàn thành.",
        "Hoàn thành các tuyến đường trong quy hoạch đến hết năm 2030.",
    ],
)
def test_a_year_by_which_something_is_reached_binds(words: str) -> None:
    due = due_in(words)
    assert due is not None
    assert due.date == date(2030, 12, 31)


def test_what_must_be_finished_is_due_though_the_verb_is_passive() -> None:
    due = due_in("Việc bàn giao phải được hoàn thành trước ngày 01/7/2025.")
    assert due is not None
    assert due.date == date(2025, 7, 1)


def test_of_several_deadlines_the_earliest_binds() -> None:
    due = due_in("Dự thảo trước ngày 30/9/2025, lấy ý kiến trước ngày 15/8/2025.")
    assert due is not None
    assert due.date == date(2025, 8, 15)


def test_a_day_that_can_be_told_binds_before_one_that_cannot() -> None:
    due = due_in("Trả lời trong thời hạn 10 ngày kể từ ngày nhận; tổng hợp trước ngày 30/9/2025.")
    assert due is not None
    assert due.date == date(2025, 9, 30)


@pytest.mark.parametrize("words", ["trước ngày 15/4", "trong tháng 4", "trong tháng này"])
def test_without_a_year_and_a_day_of_issue_no_day_is_guessed(words: str) -> None:
    due = due_in(f"Báo cáo xong {words}.", Calendar())
    assert due is not None
    assert due.date is None


@pytest.mark.parametrize(
    ("known", "day"), [("năm 2018", date(2018, 3, 15)), ("các năm 2017 và 2018", None)]
)
def test_an_undated_text_has_the_only_year_that_it_names(known: str, day: date | None) -> None:
    due = parsed(f"Kế hoạch {known}.\n\nGiao Sở Y tế báo cáo trước ngày 15/3.\n").tasks[-1].due
    assert due is not None
    assert due.date == day


def test_an_office_may_count_before_a_day_as_the_day_before() -> None:
    text = f"{HEAD}{LEAD_IN}1. Sở Y tế báo cáo trước ngày 01/6/2025.\n\n2. Sở Y tế kiểm tra.\n"
    by_default, strict = (
        parsed(text, ReadingSettings(before_is_inclusive=inclusive)).tasks[0].due
        for inclusive in (True, False)
    )
    assert by_default is not None
    assert strict is not None
    assert (by_default.date, strict.date) == (date(2025, 6, 1), date(2025, 5, 31))


def test_the_time_of_a_section_is_that_of_its_points_without_one() -> None:
    text = (
        f"{HEAD}I. TUYÊN TRUYỀN\n\n1. Nội dung\n\na) Sở Y tế biên soạn tài liệu tuyên truyền.\n\n"
        "b) Sở Y tế tổ chức hội nghị trước ngày 15/5/2025.\n\n"
        "2. Thời gian thực hiện: Quý III/2025.\n\n"
        "II. KIỂM TRA\n\n1. Sở Nội vụ kiểm tra các đơn vị.\n"
    )
    days = [task.due and task.due.date for task in parsed(text).walk()]
    assert days == [date(2025, 9, 30), date(2025, 5, 15), None]


@pytest.mark.parametrize(
    ("words", "nature"),
    [
        ("Sở Y tế ban hành kế hoạch.", Nature.SPECIFIC),
        ("Sở Y tế tăng cường tuyên truyền, hoàn thành trước ngày 30/6/2025.", Nature.SPECIFIC),
        ("Tiếp tục tuyên truyền, vận động nhân dân.", Nature.REGULAR),
        ("Sở Y tế định kỳ hằng quý báo cáo kết quả.", Nature.PERIODIC),
    ],
)
def test_verb_and_time_tell_how_a_task_binds(words: str, nature: Nature) -> None:
    assert only_task(words).nature is nature


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["trước ngày", "chậm nhất ngày", "đến hết ngày", "trước 17 giờ ngày"]),
    st.sampled_from(
        [
            "{0.day}/{0.month}/{0.year}",
            "{0:%d}-{0:%m}-{0.year}",
            "{0.day}.{0.month}.{0.year}",
            "{0.day} tháng {0.month} năm {0.year}",
        ]
    ),
)
def test_every_way_to_write_a_day_is_read_back(day: date, trigger: str, written: str) -> None:
    due = due_in(f"Sở Y tế hoàn thành {trigger} {written.format(day)}.", Calendar())
    assert due is not None
    assert due.date == day


@pytest.mark.parametrize(
    ("words", "day", "count"),
    [
        ("trong 5 ngày làm việc kể từ ngày ký Chỉ thị này", date(2025, 3, 17), 5),
        ("trong 5 ngày làm việc kể từ ngày ký Chỉ thị này", date(2025, 3, 20), None),
        ("trong 5 ngày kể từ ngày ký", date(2025, 3, 15), None),
        ("trong thời hạn 1 tuần làm việc kể từ ngày ký", date(2025, 3, 19), 7),
        ("", date(2025, 3, 17), None),
    ],
)
def test_a_deadline_tells_the_working_days_it_was_counted_by(
    words: str, day: date, count: int | None
) -> None:
    due = Due(words, 0, len(words), day, Precision.DAY)
    assert working_days_counted(due, date(2025, 3, 10)) == count
    assert working_days_counted(due, None) is None

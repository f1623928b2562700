"""A small office: one directive with its tasks and what was said of them, in our own words."""

from __future__ import annotations

from datetime import date
from typing import Any

from search_index import NameTable, Scoped, SearchRecord

TODAY = date(2024, 6, 15)
OFFICE = ("office",)

AGENCIES = {
    "1": ("Ban Tuyên giáo Tỉnh ủy", "BTGTU", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU"),
    "2": ("Ban Dân vận Tỉnh ủy", "BDVTU"),
    "3": ("Ban cán sự đảng Ủy ban nhân dân tỉnh", "BCSĐ UBND tỉnh"),
    "4": ("Đảng đoàn Hội đồng nhân dân tỉnh", "Đảng đoàn HĐND tỉnh"),
    "5": ("Đảng đoàn Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Đảng đoàn MTTQ tỉnh"),
    "6": ("Tỉnh đoàn",),
    "7": ("Huyện ủy Giồng Riềng",),
    "8": ("Thành ủy Hà Tiên",),
    "9": ("Thành ủy Rạch Giá", "TP. Rạch Giá"),
    "10": ("Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT", "Sở Nông nghiệp và Môi trường"),
}
NAMES = NameTable(AGENCIES)

DIRECTIVE = "Chỉ thị 23-CT/TU\nVề tăng cường sự lãnh đạo của Đảng đối với xây dựng nông thôn mới"


def record(key: str, text: str, *, agencies: str = "", **fields: Any) -> SearchRecord:
    """Return a record of directive 23 that the office sees, with the names of its agencies."""
    seen = fields.get("visible_to", OFFICE)
    numbers = agencies.split()
    statuses = fields.pop("statuses", "open issued").split()
    defaults: dict[str, Any] = {
        "key": key,
        "kind": key.split(":", maxsplit=1)[0],
        "group": key,
        "text": text,
        "visible_to": seen,
        "names": tuple(Scoped(name, seen) for number in numbers for name in AGENCIES[number]),
        "agencies": tuple(Scoped(number, seen) for number in numbers),
        "leads": tuple(Scoped(number, seen) for number in numbers[:1]),
        "supporters": tuple(Scoped(number, seen) for number in numbers[1:]),
        "statuses": tuple(Scoped(status, seen) for status in statuses),
        "document": DIRECTIVE,
        "document_kind": "chi-thi",
        "work": "Xây dựng nông thôn mới",
        "date": date(2024, 2, 17),
    }
    return SearchRecord(**{**defaults, **fields})


RECORDS = (
    record(
        "directive:1",
        "Về tăng cường sự lãnh đạo của Đảng đối với xây dựng nông thôn mới\n23-CT/TU\n"
        "Ban Thường vụ Tỉnh ủy\nCăn cứ Nghị quyết số 11-NQ/TW và nghị quyết Đại hội XI.",
        number="23-CT/TU",
        statuses="",
        visible_to=("office", "agency:1", "agency:7"),
    ),
    record(
        "task:1",
        "Một là, quán triệt sâu sắc quan điểm củaĐảng về nông nghiệp; kiểm điểm trách nhiệm "
        "người đứng đầu nơi chậm tiến độ.",
        agencies="7 8 9",
        due=date(2024, 5, 31),
        statuses="open in-progress",
        visible_to=("office", "agency:7"),
    ),
    record(
        "task:2",
        "Hai là, phấn đấu năm 2024 có thêm hai xã đạt chuẩn nông thôn mới nâng cao và một xã đạt "
        "chuẩn nông\u00a0thôn mới kiểu mẫu, tạo chuyển biến bứt phá.",
        agencies="3 10",
        due=date(2024, 12, 31),
    ),
    record(
        "task:3",
        "Ban cán sự đảng Uỷ ban nhân dân tỉnh xây dựng kế hoạch cụ thể thực hiện Chỉ thị; "
        "bố trí vốn, đầu tư đường giao thông.",
        agencies="3",
        due=date(2024, 6, 20),
    ),
    record(
        "task:4",
        "Đảng đoàn Hội đồng nhân dân tỉnh lãnh đạo giám sát việc thực hiện Chỉ thị này.",
        agencies="4",
        statuses="confirmed",
        due=date(2024, 3, 31),
    ),
    record(
        "task:5",
        "Đảng đoàn Mặt trận Tổ quốc và Tỉnh đoàn vận động đoàn viên tham gia.",
        agencies="5 6",
        statuses="open submitted",
    ),
    record(
        "task:6",
        "Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp Ban Dân vận Tỉnh ủy tuyên truyền về NTM.",
        agencies="1 2",
        due=date(2024, 4, 30),
        visible_to=("office", "agency:1", "agency:2"),
    ),
    record(
        "task:7",
        "Văn phòng Tỉnh ủy tham mưu Ban\u00a0Thường vụ Tỉnh ủy theo dõi; báo cáo hằng quý.",
        statuses="open",
    ),
    record(
        "update:61",
        "Báo cáo hàng quý: đã mở ba lớp tuyên truyền. Lý do chậm: thiếu vốn.",
        group="task:6",
        agencies="1",
        due=date(2024, 4, 30),
        date=date(2024, 4, 2),
        visible_to=("office", "agency:1", "agency:2"),
    ),
    record(
        "update:62",
        "Lí do chậm: chưa có quy hoạch sử dụng vốn.",
        group="task:6",
        agencies="1",
        due=date(2024, 4, 30),
        date=date(2024, 5, 2),
        visible_to=("office", "agency:1"),
    ),
    record(
        "evidence:9",
        "ke-hoach.docx\nKế hoạch số 12-KH/BTGTU về quỹ tuyên truyền",
        group="task:6",
        agencies="1",
        due=date(2024, 4, 30),
        date=date(2024, 5, 2),
    ),
    record(
        "task:20",
        "Đồng chí Dương Văn Thuỷ chăm lo hàng hoá; năm nay mã số đã có từ đầu.",
        document="Chỉ thị 15/CT-UBND\nVề quản lý hàng hóa",
        document_kind="chi-thi",
        work="Quản lý hàng hóa",
        date=date(2023, 3, 1),
    ),
    record(
        "directive:2",
        "Về quản lý hàng hóa\n15/CT-UBND\nỦy ban nhân dân tỉnh",
        document="Chỉ thị 15/CT-UBND\nVề quản lý hàng hóa",
        work="Quản lý hàng hóa",
        date=date(2023, 3, 1),
        statuses="",
    ),
)

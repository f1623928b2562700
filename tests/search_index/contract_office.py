"""The office that the contract is about: three documents, four kinds of records, five readers.

The inspectors of the Committee ("office") see all. The health service (agency 1) and the school
service (2) work on one task as lead and support and read each other there; of the task that both
were directed to do each knows its own part only. The district (3) has a task of its own.
"""

from __future__ import annotations

from datetime import date

from search_index import NameTable, Scoped, SearchRecord

OFFICE, HEALTH, SCHOOLS, DISTRICT = "office", "agency:1", "agency:2", "agency:3"
READERS: dict[str, frozenset[str]] = {
    "office": frozenset({OFFICE}),
    "health": frozenset({HEALTH}),
    "schools": frozenset({SCHOOLS}),
    "district": frozenset({DISTRICT}),
    "health+district": frozenset({HEALTH, DISTRICT}),
    "stranger": frozenset({"agency:9"}),
    "nobody": frozenset(),
}
AGENCIES = {
    "1": ("Sở Y tế", "SYT"),
    "2": ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT"),
    "3": ("Ủy ban nhân dân huyện An Minh", "UBND huyện An Minh"),
}
NAMES = NameTable(AGENCIES)

HEALTH_PLAN = {
    "document": "Nghị quyết 08-NQ/TU\nVề bảo vệ sức khỏe nhân dân",
    "document_kind": "nghi-quyet",
    "work": "Y tế\nVề bảo vệ sức khỏe nhân dân",
    "fields_of_work": ("Y tế",),
    "date": date(2025, 1, 10),
}
SCHOOL_PLAN = {
    "document": "Chỉ thị 30/CT-UBND\nVề chuyển đổi số trong trường học",
    "document_kind": "chi-thi",
    "work": "Giáo dục\nVề chuyển đổi số trong trường học",
    "fields_of_work": ("Giáo dục",),
    "date": date(2024, 11, 15),
}
LAND_RULES = {
    "document": "Quyết định 120/2025/QĐ-UBND\nBan hành quy chế quản lý đất công",
    "document_kind": "quyet-dinh",
    "work": "Đất đai\nBan hành quy chế quản lý đất công",
    "fields_of_work": ("Đất đai",),
    "date": date(2025, 2, 1),
}


def _of(key: str, text: str, seen: str, plan: dict[str, object], **more: object) -> SearchRecord:
    group = more.pop("group", key)
    values = {**plan, **more}
    return SearchRecord(key, key.partition(":")[0], str(group), text, tuple(seen.split()), **values)  # type: ignore[arg-type]  # named as the fields are


def _known(values: str, seen: str) -> tuple[Scoped, ...]:
    """Return values that all of these readers may know of."""
    return tuple(Scoped(value, tuple(seen.split())) for value in values.split())


def _called(agencies: str, seen: str) -> tuple[Scoped, ...]:
    return tuple(
        Scoped(name, tuple(seen.split())) for each in agencies.split() for name in AGENCIES[each]
    )


def _work(lead: str, supporting: str, statuses: str, seen: str) -> dict[str, tuple[Scoped, ...]]:
    both = f"{lead} {supporting}"
    return {
        "names": _called(both, seen),
        "leads": _known(lead, seen),
        "supporters": _known(supporting, seen),
        "agencies": _known(both, seen),
        "statuses": _known(statuses, seen),
    }


_CARE, _BUILD, _SCHOOL = "office agency:1 agency:2", "office agency:3", "office agency:2"
RECORDS = (
    _of(
        "directive:1",
        "Về bảo vệ sức khỏe nhân dân\n08-NQ/TU\nTỉnh ủy\nCăn cứ Kết luận số 15-KL/TW.",
        "office agency:1 agency:2 agency:3",
        HEALTH_PLAN,
    ),
    _of(
        "task:11",
        "Khám sức khoẻ định kì cho người cao tuổi; lập hồ sơ sức khỏe điện tử; báo cáo hàng tháng.",
        _CARE,
        HEALTH_PLAN,
        due=date(2025, 6, 30),
        **_work("1", "2", "open in-progress", _CARE),
    ),
    _of(
        "update:111",
        "Đã khám cho 1.250 người. Còn thiếu bác sĩ, thiếu máy siêu âm.",
        _CARE,
        HEALTH_PLAN,
        group="task:11",
        **_work("1", "", "open in-progress", _CARE) | {"date": date(2025, 2, 20)},
        due=date(2025, 6, 30),
    ),
    _of(
        "evidence:1111",
        "bao-cao.pdf\nBáo cáo số 45/BC-SYT về kết quả khám sức khỏe của tháng Hai.",
        _CARE,
        HEALTH_PLAN,
        group="task:11",
        **_work("1", "", "open in-progress", _CARE) | {"date": date(2025, 2, 20)},
        due=date(2025, 6, 30),
    ),
    _of(
        "update:112",
        "Đã phối hợp khám mắt tại mười hai trường học.",
        _CARE,
        HEALTH_PLAN,
        group="task:11",
        **_work("", "2", "open in-progress", _CARE) | {"date": date(2025, 3, 1)},
        due=date(2025, 6, 30),
    ),
    _of(
        "task:12",
        "Xây mới trạm y tế xã Đông Hòa, huyện An Minh trong quý I.",
        _BUILD,
        HEALTH_PLAN,
        due=date(2025, 3, 31),
        **_work("3", "", "open in-progress", _BUILD),
    ),
    _of(
        "update:121",
        "Chậm do chưa GPMB; kinh phí còn thiếu 3,5 tỷ đồng.",
        _BUILD,
        HEALTH_PLAN,
        group="task:12",
        **_work("3", "", "open in-progress", _BUILD) | {"date": date(2025, 3, 5)},
        due=date(2025, 3, 31),
    ),
    # Both were directed to do it. What each reported is the other's to know neither by its name
    # nor by how the work stands.
    _of(
        "task:13",
        "Tuyên truyền phòng, chống dịch bệnh.",
        _CARE,
        HEALTH_PLAN,
        names=(*_called("1", "office agency:1"), *_called("2", "office agency:2")),
        agencies=(*_known("1", "office agency:1"), *_known("2", "office agency:2")),
        statuses=(
            *_known("open issued no-update", "office agency:2"),
            *_known("confirmed", "office agency:1"),
        ),
    ),
    _of(
        "directive:2",
        "Về chuyển đổi số trong trường học\n30/CT-UBND\nỦy ban nhân dân tỉnh",
        _SCHOOL,
        SCHOOL_PLAN,
    ),
    _of(
        "task:21",
        "Triển khai học bạ số tại các trường trung học.",
        _SCHOOL,
        SCHOOL_PLAN,
        due=date(2025, 3, 14),
        **_work("2", "", "open submitted", _SCHOOL),
    ),
    _of(
        "update:211",
        "Học bạ số: xong tám mươi phần trăm, đang sửa lỗi đăng nhập.",
        _SCHOOL,
        SCHOOL_PLAN,
        group="task:21",
        **_work("2", "", "open submitted", _SCHOOL) | {"date": date(2025, 3, 8)},
        due=date(2025, 3, 14),
    ),
    _of(
        "evidence:2111",
        "hoc-ba.xlsx\nDanh sách trường và số học sinh; mẫu biểu kèm Kế hoạch 07/KH-SGDĐT.",
        _SCHOOL,
        SCHOOL_PLAN,
        group="task:21",
        **_work("2", "", "open submitted", _SCHOOL) | {"date": date(2025, 3, 8)},
        due=date(2025, 3, 14),
    ),
    _of(
        "task:22",
        "Bồi dưỡng giáo viên về CĐS và an toàn thông tin.",
        _SCHOOL,
        SCHOOL_PLAN,
        due=date(2024, 12, 31),
        **_work("2", "", "confirmed", _SCHOOL),
    ),
    _of(
        "directive:3",
        "Ban hành quy chế quản lý đất công\n120/2025/QĐ-UBND\nỦy ban nhân dân tỉnh",
        "office",
        LAND_RULES,
    ),
    _of(
        "task:31",
        "Rà soát quỹ đất công, thuỷ lợi nội đồng; hoà giải tranh chấp tại cơ sở.",
        "office",
        LAND_RULES,
        statuses=_known("open sent-back", "office"),
    ),
    _of(
        "task:32",
        "Đấu giá quyền sử dụng đất của các doanh nghiệp; lý luận và thực tiễn.",
        "office",
        LAND_RULES,
        due=date(2025, 12, 31),
        statuses=_known("open issued no-update", "office"),
    ),
)

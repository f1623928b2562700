"""The bodies that a sentence names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.bodies import gazetteer
from directives.wording import lowered, plain_reading


def found(text: str, *known: str, groups: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    plain = plain_reading(text)
    mentions = gazetteer(known, groups).find(plain)
    return [(text[m.start : m.end], m.group) for m in mentions]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Giao Sở Xây dựng lập quy hoạch.", ["Sở Xây dựng"]),
        ("Sở Nông nghiệp và Môi trường và Sở Tài chính rà soát.",
         ["Sở Nông nghiệp và Môi trường", "Sở Tài chính"]),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy tuyên truyền.",
         ["Ban Tuyên giáo và Dân vận Tỉnh ủy"]),
        ("Ủy ban nhân dân tỉnh ban hành kế hoạch.", ["Ủy ban nhân dân tỉnh"]),
        ("Uỷ ban nhân dân tỉnh ban hành kế hoạch.", ["Uỷ ban nhân dân tỉnh"]),
        ("Thường trực Hội đồng nhân dân tỉnh giám sát.", ["Thường trực Hội đồng nhân dân tỉnh"]),
        ("Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh tuần tra.",
         ["Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"]),
    ],
)  # fmt: skip
def test_bodies_are_found_in_the_words_of_the_text(text: str, bodies: list[str]) -> None:
    assert found(text) == [(body, False) for body in bodies]


@pytest.mark.parametrize(
    "group",
    [
        "các sở, ban, ngành",
        "các cấp ủy, tổ chức đảng",
        "các cơ quan, đơn vị liên quan",
        "ủy ban nhân dân các huyện, thành phố",
        "Ủy ban nhân dân các xã, phường",
    ],
)
def test_a_phrase_for_several_bodies_is_one_group(group: str) -> None:
    assert found(f"Yêu cầu {group} thực hiện nghiêm.") == [(group, True)]


@pytest.mark.parametrize(
    "formula",
    [
        "Bí thư Tỉnh ủy, Thành ủy",
        "các đồng chí Ủy viên Bộ Chính trị, Ban Bí thư",
        "Tổng biên tập, Giám đốc các cơ quan báo chí",
        "Chủ tịch Hội đồng thành viên, Tổng Giám đốc các tập đoàn, tổng công ty",
        "các đoàn kiểm tra của Bộ Chính trị, Ban Bí thư",
        "các tổng công ty, công ty và các đơn vị trực thuộc tỉnh",
        "các cơ quan báo chí trung ương và địa phương",
        "các cơ quan báo chí Trung ương, địa phương, quân đội",
        "các tập đoàn kinh tế của Nhà nước",
        "các Đồng chí Bộ trưởng, Thủ trưởng cơ quan ngang bộ",
        "các cơ sở giáo dục, đào tạo",
        "Thủ trưởng các đơn vị thuộc, trực thuộc Bộ",
    ],
)
def test_titles_and_groups_that_make_one_formula_are_one(formula: str) -> None:
    assert found(f"Yêu cầu {formula} nghiêm túc thực hiện.") == [(formula, True)]


@pytest.mark.parametrize(
    "body",
    [
        "Ủy viên kiêm Chánh Văn phòng Ban Chỉ đạo",
        "Trưởng phòng Văn hóa - Xã hội - Phó Trưởng tiểu ban",
        "Đồng chí Trưởng phòng Nội vụ - Phó Trưởng tiểu ban",
    ],
)
def test_who_holds_two_offices_is_one(body: str) -> None:
    assert found(f"{body} phụ trách chung.")[0][0] == body


@pytest.mark.parametrize(
    "body",
    [
        "Phòng Kinh tế, Hạ tầng và Đô thị phường",
        "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh",
        "Hạt Kiểm lâm khu vực",
        "Tỉnh đoàn",
        "Cục Kiểm định và Quản lý đầu tư xây dựng",
        "Ban Quản lý dự án Hạ tầng đô thị tỉnh",
        "Ban Quản lý các khu công nghiệp tỉnh",
        "Ban Chỉ đạo phòng, chống tội phạm tỉnh",
        "Tổng công ty Hàng không Việt Nam",
        "Vụ Thị trường ngoài nước",
        "Tổng cục thuế",
        "Sở Xây dựng Hòa Bình",
        "Quân khu 9",
        "Ban Chỉ đạo Chương trình mục tiêu quốc gia tỉnh",
        "Tổ công tác triển khai Đề án 06",
        "Ủy ban nhân dân các xã, phường, đặc khu",
        "Chủ tịch Ủy ban nhân dân các tỉnh, thành phố vùng đồng bằng sông Cửu Long",
        "Thủ trưởng các cơ quan, đơn vị trực thuộc Bộ",
        "các doanh nghiệp bưu chính, viễn thông và công nghệ thông tin",
        "các cơ quan thông tấn, báo chí trên địa bàn Thành phố",
        "các đơn vị cung cấp dịch vụ môi trường",
        "các tỉnh Hòa Bình, Phú Thọ và Vĩnh Phúc",
        "Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, cơ quan thuộc Chính phủ",
    ],
)
@pytest.mark.parametrize(
    "verb", ["khẩn trương rà soát hồ sơ.", "chủ trì, phối hợp kiểm tra.", "phải báo cáo kết quả."]
)
def test_a_name_ends_where_its_predicate_begins(body: str, verb: str) -> None:
    assert [name for name, _ in found(f"{body} {verb}")] == [body]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Các Bộ: Công Thương, Nông nghiệp và Môi trường, Ngoại giao đàm phán.",
         ["Công Thương", "Nông nghiệp và Môi trường", "Ngoại giao"]),
        ("các cơ quan chức năng và chính quyền địa phương xử lý.",
         ["các cơ quan chức năng", "chính quyền địa phương"]),
        ("Các sở, ngành, các địa phương báo cáo.", ["Các sở, ngành", "các địa phương"]),
        ("Các cấp ủy, chính quyền địa phương vận động.", ["Các cấp ủy, chính quyền địa phương"]),
        ("Ủy ban nhân dân thành phố Huế, tỉnh Lào Cai hỗ trợ.",
         ["Ủy ban nhân dân thành phố Huế", "tỉnh Lào Cai"]),
        ("các cấp, các ngành tham gia.", ["các cấp, các ngành"]),
        ("Sở Y tế, khẩn trương kiểm tra.", ["Sở Y tế"]),
        ("Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh, Sở Nội vụ rà soát.",
         ["Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh", "Sở Nội vụ"]),
    ],
)  # fmt: skip
def test_bodies_side_by_side_are_told_apart(text: str, bodies: list[str]) -> None:
    assert [name for name, _ in found(text)] == bodies


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo các trường hợp vi phạm.",
        "Nâng cấp các cơ sở dữ liệu.",
        "Nhân dân phấn khởi.",
        "Ban hành kế hoạch.",
        "Hội nghị kết thúc.",
        "Sở dĩ có kết quả đó.",
    ],
)
def test_words_that_look_like_a_body_are_none(text: str) -> None:
    assert found(text) == []


def test_the_next_column_of_a_line_belongs_to_no_name() -> None:
    text = "Các bộ, ngành, địa phương Chương trình, kế hoạch"
    assert found(text) == [("Các bộ, ngành, địa phương", True)]


def test_names_of_the_registry_are_found_beside_the_built_in_ones() -> None:
    text = "Giao Tổ công tác 1234 và tổ liên gia chuẩn bị."
    assert found(text, "Tổ công tác 1234", groups=("tổ liên gia",)) == [
        ("Tổ công tác 1234", False),
        ("tổ liên gia", True),
    ]


@given(st.text(max_size=200))
def test_whatever_is_written_bodies_lie_side_by_side_in_the_text(text: str) -> None:
    plain = plain_reading(text)
    reached = 0
    for mention in gazetteer().find(plain):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end


@given(st.text(max_size=50))
def test_lower_case_and_plain_reading_keep_every_letter_in_its_place(text: str) -> None:
    assert len(lowered(text)) == len(plain_reading(text)) == len(text)


def test_a_tone_mark_on_a_consonant_stands_for_the_lost_letter() -> None:
    assert plain_reading("h\u0300ng năm, th\u0300nh phố") == "hàng năm, thành phố"

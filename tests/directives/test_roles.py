"""What a task asks of each body that it names."""

from __future__ import annotations

import pytest

from directives import BodyRole
from directives.bodies import gazetteer
from directives.roles import RoleReader
from tests.directives.parsed import HEAD, named, only_task, parsed

LEAD, DIRECTED, WITH, TO = BodyRole


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát quy hoạch.",
         {LEAD: ["Sở Xây dựng"], WITH: ["Sở Tài chính"]}),
        ("Giao Sở Xây dựng lập kế hoạch.", {LEAD: ["Sở Xây dựng"]}),
        ("Sở Y tế, Công an tỉnh kiểm tra các cơ sở.", {LEAD: ["Sở Y tế", "Công an tỉnh"]}),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo Ủy ban nhân dân tỉnh xây dựng đề án.",
         {LEAD: ["Ban cán sự đảng Ủy ban nhân dân tỉnh"], DIRECTED: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Tài chính tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
         {LEAD: ["Sở Tài chính"], TO: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Nội vụ tham mưu Ban Thường vụ Tỉnh ủy ban hành kết luận.",
         {LEAD: ["Sở Nội vụ"], TO: ["Ban Thường vụ Tỉnh ủy"]}),
    ],
)  # fmt: skip
def test_every_body_has_the_role_that_the_words_give_it(
    words: str, roles: dict[BodyRole, list[str]]
) -> None:
    task = only_task(words)
    assert {role: named(task, role) for role in BodyRole if named(task, role)} == roles


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("Sở Y tế phối hợp với Công an tỉnh, Sở Nội vụ và các cơ quan liên quan kiểm tra.",
         {LEAD: ["Sở Y tế"], WITH: ["Công an tỉnh", "Sở Nội vụ", "các cơ quan liên quan"]}),
        ("Sở Công Thương cùng với Cục Thuế tỉnh tăng cường quản lý giá.",
         {LEAD: ["Sở Công Thương"], WITH: ["Cục Thuế tỉnh"]}),
        ("Sở Xây dựng phối hợp, hỗ trợ chính quyền cơ sở khắc phục sự cố.",
         {LEAD: ["Sở Xây dựng"], WITH: ["chính quyền cơ sở"]}),
        ("Công an tỉnh chỉ đạo, hướng dẫn lực lượng Công an cấp xã tuần tra.",
         {LEAD: ["Công an tỉnh"], DIRECTED: ["lực lượng Công an cấp xã"]}),
        ("Sở Công Thương chỉ đạo doanh nghiệp kinh doanh xăng dầu bảo đảm nguồn cung.",
         {LEAD: ["Sở Công Thương"], DIRECTED: ["doanh nghiệp kinh doanh xăng dầu"]}),
        ("Sở Tư pháp hướng dẫn, đôn đốc các sở, ngành rà soát.", {LEAD: ["Sở Tư pháp"]}),
        ("Sở Tài chính tổng hợp, báo cáo cấp có thẩm quyền xem xét.",
         {LEAD: ["Sở Tài chính"], TO: ["cấp có thẩm quyền"]}),
        ("Sở Nội vụ gửi Sở Tài chính để tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
         {LEAD: ["Sở Nội vụ"], TO: ["Sở Tài chính", "Ủy ban nhân dân tỉnh"]}),
        ("Sở Nội vụ tham mưu, giúp Ủy ban nhân dân tỉnh xếp loại.",
         {LEAD: ["Sở Nội vụ"], TO: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Y tế báo cáo Ủy ban nhân dân tỉnh (qua Sở Tư pháp).",
         {LEAD: ["Sở Y tế"], TO: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Y tế trình Ủy ban nhân dân tỉnh giao Sở Tài chính bố trí kinh phí.",
         {LEAD: ["Sở Y tế"], TO: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Y tế cung cấp số liệu cho Sở Tài chính.", {LEAD: ["Sở Y tế"]}),
        ("Trên cơ sở đề nghị của Sở Tài chính, Sở Y tế lập dự toán.", {LEAD: ["Sở Y tế"]}),
        ("Trong quá trình thực hiện, nếu có vướng mắc, các sở, ngành phản ánh về Sở Nội vụ.",
         {LEAD: ["các sở, ngành"], TO: ["Sở Nội vụ"]}),
        ("Kiểm tra các dự án do Sở Xây dựng chủ trì.", {LEAD: ["các sở, ban, ngành"]}),
        ("Sở Y tế; Sở Nội vụ; Công an tỉnh chịu trách nhiệm thi hành.",
         {LEAD: ["Sở Y tế", "Sở Nội vụ", "Công an tỉnh"]}),
        ("Sở Y tế lập kế hoạch; Sở Nội vụ thẩm định kế hoạch.",
         {LEAD: ["Sở Y tế", "Sở Nội vụ"]}),
        ("Kiểm tra nước sạch. Cơ quan chủ trì: Sở Y tế. Cơ quan phối hợp: Sở Xây dựng.",
         {LEAD: ["Sở Y tế"], WITH: ["Sở Xây dựng"]}),
        ("Đề nghị các doanh nghiệp viễn thông dự phòng nguồn điện.",
         {LEAD: ["các doanh nghiệp viễn thông"]}),
        ("Các cơ quan chịu sự giám sát có trách nhiệm báo cáo Thường trực Hội đồng nhân dân tỉnh.",
         {LEAD: ["Các cơ quan chịu sự giám sát"], TO: ["Thường trực Hội đồng nhân dân tỉnh"]}),
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ; Công an tỉnh rà soát hồ sơ.",
         {LEAD: ["Sở Y tế"], WITH: ["Sở Nội vụ", "Công an tỉnh"]}),
        ("Sở Y tế phối hợp với lực lượng chức năng xử lý vi phạm.",
         {LEAD: ["Sở Y tế"], WITH: ["lực lượng chức năng"]}),
        ("Kiểm tra nước sạch. Đơn vị phối hợp: Sở Xây dựng; các cơ quan liên quan.",
         {LEAD: ["các sở, ban, ngành"], WITH: ["Sở Xây dựng", "các cơ quan liên quan"]}),
        ("Đối với các Sở: Tài chính, Xây dựng; Ủy ban nhân dân các xã, phường: rà soát quỹ đất.",
         {LEAD: ["Tài chính", "Xây dựng", "Ủy ban nhân dân các xã, phường"]}),
        ("Tổng cục thuế: đôn đốc thu nợ đọng.", {LEAD: ["Tổng cục thuế"]}),
    ],
)  # fmt: skip
def test_a_sentence_is_read_from_left_to_right(
    words: str, roles: dict[BodyRole, list[str]]
) -> None:
    task = only_task(words)
    assert {role: named(task, role) for role in BodyRole if named(task, role)} == roles


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("Các đơn vị được giao nhiệm vụ chủ đầu tư phải công khai kế hoạch.",
         ["Các đơn vị được giao nhiệm vụ chủ đầu tư"]),
        ("Đề nghị các đơn vị được giao làm chủ đầu tư dự án, căn cứ tiến độ lập hồ sơ.",
         ["các đơn vị được giao làm chủ đầu tư dự án"]),
        ("Ủy ban nhân dân các xã có rừng phòng hộ thường xuyên tuần tra.",
         ["Ủy ban nhân dân các xã có rừng phòng hộ"]),
        ("Các địa phương chưa có bãi chôn lấp thì khẩn trương chọn vị trí.",
         ["Các địa phương chưa có bãi chôn lấp"]),
        ("Chủ tịch Ủy ban nhân dân các xã nơi có dự án đi qua khẩn trương kiểm đếm.",
         ["Chủ tịch Ủy ban nhân dân các xã nơi có dự án đi qua"]),
        ("Các doanh nghiệp kinh doanh vận tải hành khách niêm yết giá vé.",
         ["Các doanh nghiệp kinh doanh vận tải hành khách"]),
        ("Liên đoàn Lao động tỉnh, Tỉnh đoàn tuyên truyền đoàn viên.",
         ["Liên đoàn Lao động tỉnh", "Tỉnh đoàn"]),
        ("Rà soát hồ sơ: (1) Sở Y tế lập danh mục thuốc; (2) Sở Nội vụ kiểm tra.",
         ["Sở Y tế", "Sở Nội vụ"]),
        ("Các tập đoàn, tổng công ty: Điện lực Việt Nam, Dầu khí Việt Nam bảo đảm nguồn cung.",
         ["Điện lực Việt Nam", "Dầu khí Việt Nam"]),
        ("Giao đồng chí Nguyễn Văn An, Phó Chủ tịch Ủy ban nhân dân tỉnh chỉ đạo.",
         ["Phó Chủ tịch Ủy ban nhân dân tỉnh"]),
        ("Sở Công Thương là cơ quan đầu mối tổng hợp báo cáo.", ["Sở Công Thương"]),
        ("Ngân hàng Nhà nước chi nhánh Khu vực 5 kiểm tra các quỹ tín dụng.",
         ["Ngân hàng Nhà nước chi nhánh Khu vực 5"]),
        ("Chánh Văn phòng, Giám đốc các Sở: Tài chính, Xây dựng; Chủ tịch UBND các xã thi hành.",
         ["Chánh Văn phòng", "Tài chính", "Xây dựng", "Chủ tịch UBND các xã"]),
        ("Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy chỉ đạo các địa bàn.",
         ["Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy"]),
        ("Cơ quan chủ trì thực hiện nhiệm vụ có trách nhiệm lưu hồ sơ.",
         ["Cơ quan chủ trì thực hiện nhiệm vụ"]),
        ("Các sở có kế hoạch tiết kiệm điện và tập trung thực hiện.", ["Các sở"]),
        ("Theo đề nghị của các sở, ngành, Ủy ban nhân dân các xã, Sở Tài chính tổng hợp dự toán.",
         ["Sở Tài chính"]),
        ("Đơn vị chủ trì, đơn vị phối hợp thực hiện dịch vụ có trách nhiệm tự kiểm tra.",
         ["Đơn vị chủ trì", "đơn vị phối hợp thực hiện dịch vụ"]),
        ("Các cấp ủy, tổ chức đảng, cán bộ, đảng viên quán triệt nghị quyết.",
         ["Các cấp ủy, tổ chức đảng", "cán bộ, đảng viên"]),
        ("Các sở, ban, ngành quản lý quy hoạch theo chức năng phối hợp thẩm định.",
         ["Các sở, ban, ngành quản lý quy hoạch"]),
        ("Sở Y tế, lãnh đạo các bệnh viện chủ động thuốc. Yêu cầu từng bệnh viện trực cấp cứu.",
         ["Sở Y tế", "lãnh đạo các bệnh viện", "từng bệnh viện"]),
        ("Yêu cầu các xã, phường tuần tra. Yêu cầu từng xã, phường báo cáo.", ["các xã, phường"]),
        ("Chủ tàu, thuyền trưởng và thuyền viên có trách nhiệm mặc áo phao.",
         ["Chủ tàu", "thuyền trưởng", "thuyền viên"]),
        ("Cơ quan này phải rà soát các tuyến đường.", ["Cơ quan này"]),
        ("Còn Sở Xây dựng được yêu cầu kiểm tra các công trình.", ["Sở Xây dựng"]),
    ],
)  # fmt: skip
def test_what_tells_which_of_a_group_belongs_to_the_subject(words: str, leads: list[str]) -> None:
    assert named(only_task(words)) == leads


@pytest.mark.parametrize(
    "words",
    [
        "Điều hành Văn phòng Ban Chỉ đạo, chịu trách nhiệm trước Trưởng Ban Chỉ đạo.",
        "Kiểm tra, yêu cầu các cơ sở có biện pháp khắc phục.",
        "Rà soát những việc đã phân công cho từng phòng chịu trách nhiệm.",
        "Rà soát quy chế phối hợp giữa các sở với địa phương.",
    ],
)
def test_whoever_a_sentence_only_speaks_of_has_no_role(words: str) -> None:
    task = parsed(f"{HEAD}1. {words}\n").tasks[0]
    assert (named(task), named(task, WITH)) == ([], [])


@pytest.mark.parametrize(
    ("head", "point", "role", "body"),
    [
        ("Chủ trì, phối hợp:", "Sở Nội vụ tham mưu bố trí nhân lực.", WITH, "Sở Nội vụ"),
        ("Sở Y tế có trách nhiệm:", "Yêu cầu các bệnh viện trực 24 giờ.", DIRECTED,
         "các bệnh viện"),
    ],
)  # fmt: skip
def test_below_a_lead_other_bodies_are_those_it_works_with(
    head: str, point: str, role: BodyRole, body: str
) -> None:
    reading = parsed(f"{HEAD}1. Sở Y tế\n\na) {head}\n\n- {point}\n\n- Báo cáo kết quả.\n")
    task = reading.tasks[0].children[0].children[0]
    assert named(task) == ["Sở Y tế"]
    assert named(task, role) == [body]


def test_whom_a_list_of_enterprises_is_told_to_direct() -> None:
    task = only_task("Bộ Công Thương chỉ đạo các tập đoàn: Điện lực Việt Nam, Dầu khí Việt Nam.")
    assert named(task, DIRECTED) == ["Điện lực Việt Nam", "Dầu khí Việt Nam"]


def test_a_report_heard_before_a_conclusion_addresses_nobody() -> None:
    reading = parsed(
        f"{HEAD}Sau khi nghe ý kiến của Sở Tài chính, Ủy ban nhân dân tỉnh tại cuộc họp, Phó Chủ "
        "tịch kết luận như sau:\n\n1. Rà soát các dự án chậm tiến độ.\n\n2. Bố trí vốn.\n"
    )
    assert [named(task) for task in reading.tasks] == [[], []]


def test_an_article_of_functions_gives_them_to_its_body() -> None:
    reading = parsed(
        f"{HEAD}Điều 2. Ban Chỉ đạo tỉnh có các chức năng, nhiệm vụ sau:\n\n"
        "1. Điều phối công tác cứu trợ.\n\n2. Kiểm tra các kho hàng.\n"
    )
    assert [named(task) for task in reading.tasks] == [["Ban Chỉ đạo tỉnh"]] * 2


def test_every_mention_keeps_the_rule_that_decided() -> None:
    words = "Sở Y tế phối hợp với Công an tỉnh kiểm tra, báo cáo Ủy ban nhân dân tỉnh."
    roles = RoleReader(words, gazetteer()).between(0, len(words))
    assert [roles[role][0].rule for role in (LEAD, WITH, TO)] == [
        "subject",
        "relations.coordinating_before[0]",
        "relations.reports_before[0]",
    ]


def test_points_that_say_who_coordinates_speak_of_those_beside_them() -> None:
    text = f"""{HEAD}I. TUYÊN TRUYỀN

1. Nội dung

a) Tuyên truyền về phòng cháy.

b) Lập chuyên mục trên báo.

2. Cơ quan chủ trì

- Sở Y tế.

3. Cơ quan phối hợp

- Sở Nội vụ; Công an tỉnh.
"""
    for task in parsed(text).tasks:
        assert (named(task), named(task, WITH)) == (["Sở Y tế"], ["Sở Nội vụ", "Công an tỉnh"])


def test_a_point_without_a_subject_inherits_the_bodies_of_the_lead_in() -> None:
    lead = only_task("Rà soát quy hoạch sử dụng đất.").lead
    assert [(body.text, body.group, body.inherited) for body in lead] == [
        ("các sở, ban, ngành", True, True)
    ]


def test_a_sub_task_inherits_its_parent_and_may_name_its_own() -> None:
    text = f"""{HEAD}Ban Thường vụ Tỉnh ủy yêu cầu:

1. Sở Xây dựng thực hiện:

a) Lập danh mục công trình.

b) Thanh tra tỉnh kiểm tra các công trình.

2. Sở Y tế báo cáo kết quả.
"""
    first, second = parsed(text).tasks[0].children
    assert [(b.text, b.inherited) for b in first.lead] == [("Sở Xây dựng", True)]
    assert [(b.text, b.inherited) for b in second.lead] == [("Thanh tra tỉnh", False)]


def test_where_nobody_is_named_nothing_is_guessed() -> None:
    tasks = parsed("CHỈ THỊ\n\n1. Rà soát quy hoạch.\n\n2. Kiểm tra đất đai.\n").tasks
    assert [task.lead for task in tasks] == [(), ()]


def test_those_who_get_a_copy_get_no_role() -> None:
    text = f"{HEAD}1. Sở Y tế kiểm tra.\n\n2. Sở Y tế báo cáo.\n\nNơi nhận:\n- Sở Tài chính;\n"
    reading = parsed(text)
    assert all(
        "Sở Tài chính" not in named(task, role) for task in reading.walk() for role in BodyRole
    )
    assert any("Sở Tài chính" in name for name in reading.document.recipients)


def test_who_only_joins_at_the_end_of_a_clause_coordinates() -> None:
    task = only_task("Giao Sở Y tế chủ trì tham mưu, Sở Nội vụ phối hợp.")
    assert (named(task), named(task, WITH)) == (["Sở Y tế"], ["Sở Nội vụ"])

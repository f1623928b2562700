"""What the provinces, their bodies and their communes are called."""

from __future__ import annotations

_PROVINCES = (
    "Hà Nội, Huế, Lai Châu, Điện Biên, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, "
    "Cao Bằng, Tuyên Quang, Lào Cai, Thái Nguyên, Phú Thọ, Bắc Ninh, Hưng Yên, Hải Phòng, "
    "Ninh Bình, Quảng Trị, Đà Nẵng, Quảng Ngãi, Gia Lai, Khánh Hòa, Lâm Đồng, Đắk Lắk, "
    "Hồ Chí Minh, Đồng Nai, Tây Ninh, Cần Thơ, Vĩnh Long, Đồng Tháp, Cà Mau, An Giang"
)
PROVINCES = tuple(_PROVINCES.split(", "))
AGENCY_WORDS = (
    "Ủy ban nhân dân tỉnh",
    "Hội đồng nhân dân tỉnh",
    "Văn phòng Tỉnh ủy",
    "Ban Tổ chức Tỉnh ủy",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Ủy ban Kiểm tra Tỉnh ủy",
    "Ban Nội chính Tỉnh ủy",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    "Liên đoàn Lao động tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh",
    "Tỉnh đoàn",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Nội vụ tỉnh",
    "Sở Tài chính tỉnh",
    "Sở Công Thương tỉnh",
    "Sở Xây dựng tỉnh",
    "Sở Nông nghiệp và Môi trường tỉnh",
    "Sở Khoa học và Công nghệ tỉnh",
    "Sở Giáo dục và Đào tạo tỉnh",
    "Sở Y tế tỉnh",
    "Sở Văn hóa, Thể thao và Du lịch tỉnh",
    "Sở Tư pháp tỉnh",
    "Thanh tra tỉnh",
    "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
)
_FIRST = (
    "Tân Phú Bình Long An Hòa Thạnh Vĩnh Mỹ Đông Tây Nam Bắc Trung Thới Hiệp Phước Lộc Thanh Xuân "
    "Sơn Đại Yên Ninh Quang Hưng Thái Đức Kim Ngọc"
)
_SECOND = (
    "An Bình Phú Hòa Lợi Thành Thạnh Hưng Thuận Phong Lộc Mỹ Đông Tây Sơn Thủy Giang Hải Lâm Khánh "
    "Minh Quý Tiến Thắng Hiệp Nghĩa Đức Tâm Trung Xuân"
)
COMMUNES = tuple(
    f"{first} {second}" for second in _SECOND.split() for first in _FIRST.split() if first != second
)
SENTENCES = (
    "Đã ban hành kế hoạch và tổ chức quán triệt đến các đơn vị trực thuộc. ",
    "Đã rà soát, tổng hợp số liệu của các xã, phường trên địa bàn. ",
    "Đang lấy ý kiến các cơ quan liên quan về dự thảo. ",
    "Đã hoàn thành 12/15 chỉ tiêu được giao trong kỳ. ",
    "Đã kiểm tra thực tế tại 08 đơn vị, kịp thời chấn chỉnh những nơi thực hiện chậm. ",
    "Kinh phí đã bố trí đạt 64,5% kế hoạch năm. ",
    "Công tác phối hợp giữa các ngành được duy trì thường xuyên. ",
    "Đã trình cấp có thẩm quyền xem xét, quyết định. ",
)
DUTIES = (
    "xây dựng kế hoạch cụ thể, xác định rõ lộ trình và trách nhiệm của từng đơn vị; ",
    "rà soát, bổ sung quy hoạch xây dựng nông thôn mới phù hợp với thực tế địa phương; ",
    "đẩy mạnh cải cách thủ tục hành chính, rút ngắn thời gian giải quyết hồ sơ; ",
    "tăng cường kiểm tra, giám sát, kịp thời tháo gỡ khó khăn, vướng mắc; ",
    "tổ chức tuyên truyền sâu rộng trong cán bộ, đảng viên và Nhân dân; ",
)

"""A directive that the sample does not have, written for the journey through a browser."""

from __future__ import annotations

from pathlib import Path

from docx import Document

PARAGRAPHS = (
    "VĂN BẢN MẪU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
    "ĐẢNG BỘ TỈNH KIÊN GIANG",
    "BAN THƯỜNG VỤ TỈNH ỦY",
    "Số 100-CT/TU",
    "Kiên Giang, ngày 28 tháng 4 năm 2025",
    "CHỈ THỊ",
    "về tăng cường phòng, chống bệnh sốt xuất huyết trong mùa mưa",
    (
        "Thời gian gần đây, số ca mắc sốt xuất huyết ở một số địa phương có chiều hướng tăng. "
        "Để chủ động phòng bệnh, Ban Thường vụ Tỉnh ủy yêu cầu thực hiện các nội dung sau:"
    ),
    (
        "Một là, Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì, phối hợp với Sở Y tế xây dựng kế hoạch "
        "tuyên truyền, vận động nhân dân diệt lăng quăng, hoàn thành trước ngày 10/5/2025."
    ),
    (
        "Hai là, Sở Y tế phối hợp với Hội Chữ thập đỏ phường tổ chức giám sát các ổ dịch, định kỳ "
        "hằng tháng báo cáo Ban Thường vụ Tỉnh ủy."
    ),
    "T/M BAN THƯỜNG VỤ",
    "PHÓ BÍ THƯ",
    "Nguyễn Văn Mẫu",
)


def write_directive(place: Path) -> Path:
    """Write the directive as a Word file at ``place``."""
    document = Document()
    for words in PARAGRAPHS:
        document.add_paragraph(words)
    document.save(str(place))
    return place

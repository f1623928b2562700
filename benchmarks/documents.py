"""Directives made up for measuring: as long as is wanted, no two sentences alike.

In 10,000 letters they hold what real ones do on average: some 20 tasks, half of which name who
leads, 70 names of bodies, 80 numbers; one task in five has a deadline. Every few pages a table
of tasks follows.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from docx import Document
from docx.text.paragraph import Paragraph

PROSE_A_PAGE = 4
POINTS_A_PAGE = 4
PAGES_TO_A_TABLE = 10
ROWS_OF_A_TABLE = 10
# Word begins a run anew at every correction; a sentence typed at once is rare.
WORDS_OF_A_RUN = 20

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH",
    "CHỈ THỊ",
    "Về việc quản lý đất đai, xây dựng nông thôn mới và chuyển đổi số",
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các nhiệm vụ sau:",
)
_COLUMNS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")
_BODIES = (
    "Sở Xây dựng", "Sở Tài chính", "Sở Nông nghiệp và Môi trường", "Sở Khoa học và Công nghệ", "Sở Y tế",
    "Sở Giáo dục và Đào tạo", "Công an tỉnh", "Thanh tra tỉnh", "Bộ Chỉ huy Quân sự tỉnh", "Văn phòng Ủy ban nhân dân tỉnh",
    "Ủy ban nhân dân các xã, phường", "Ban Quản lý Khu kinh tế tỉnh", "Kho bạc Nhà nước khu vực", "các sở, ban, ngành liên quan",
)  # fmt: skip
_SUBJECTS = (
    "công tác quản lý đất đai", "tiến độ giải ngân vốn đầu tư công", "chương trình xây dựng nông thôn mới",
    "việc cung cấp dịch vụ công trực tuyến", "hạ tầng giao thông nông thôn", "chất lượng khám bệnh, chữa bệnh",
    "công tác phòng, chống cháy nổ", "việc thu gom và xử lý rác thải", "hồ sơ địa chính", "nguồn nhân lực số",
    "mạng lưới trường lớp", "công tác bảo vệ rừng", "hệ thống thủy lợi", "thị trường lao động", "an toàn thực phẩm",
)  # fmt: skip
_STATES = (
    "đã có chuyển biến rõ nét so với cùng kỳ", "còn chậm so với yêu cầu đặt ra", "chưa đồng đều giữa các vùng",
    "được người dân đánh giá ngày càng cao", "vẫn phụ thuộc nhiều vào ngân sách cấp trên", "bước đầu đi vào nền nếp",
    "gặp khó khăn do giá vật tư tăng", "đang thay đổi nhanh dưới tác động của công nghệ",
)  # fmt: skip
_LINKS = ("trong khi đó", "bên cạnh đó", "đồng thời", "tuy nhiên", "mặt khác", "nhờ vậy", "vì thế")
_VERBS = (
    "rà soát", "xây dựng kế hoạch về", "kiểm tra", "hoàn thiện quy định về", "đẩy nhanh", "tổ chức sơ kết",
    "tham mưu giải pháp nâng cao", "hướng dẫn thực hiện", "bố trí kinh phí cho", "công khai kết quả",
)  # fmt: skip
_DUES = (
    "trước ngày {day}/{month}/2026", "chậm nhất ngày {day} tháng {month} năm 2026", "trong tháng {month}/2026",
    "hoàn thành trong quý III/2026", "xong trước ngày {day}/{month}/2027",
)  # fmt: skip
_REPORTS = (
    "định kỳ hằng quý báo cáo Ủy ban nhân dân tỉnh", "tổng hợp, báo cáo Thường trực Tỉnh ủy",
    "6 tháng một lần báo cáo Hội đồng nhân dân tỉnh", "gửi Sở Nội vụ để theo dõi",
)  # fmt: skip
_FIGURES = (
    "tại {many}/{all} xã",
    "ở mức tối thiểu {share}%",
    "của {many} hộ",
    "trị giá {all} tỷ đồng",
)
_SOURCES = (
    "theo Nghị quyết số {all}-NQ/TU ngày {day}/{month}/2025 của Tỉnh ủy, ",
    "thực hiện Kế hoạch số {all}/KH-UBND ngày {day} tháng {month} năm 2024, ", "từ năm 2021 đến năm 2025, ",
    "qua kiểm tra của {body} tại {many} đơn vị, ", "theo báo cáo của {body}, ", "", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Author:
    """Writes sentences by chance, the same ones for the same seed."""

    chance: Random

    def prose(self) -> str:
        """Return a paragraph that gives nobody a duty."""
        text = self._clause()
        for _ in range(self.chance.randint(1, 3)):
            text += self.chance.choice((". ", f"; {self.chance.choice(_LINKS)}, ")) + self._clause()
        return ". ".join(map(_capitalised, text.split(". "))) + "."

    def point(self, number: int) -> str:
        """Return a numbered task."""
        return f"{number}. {self.task()}"

    def task(self) -> str:
        """Return a task; half of them name their bodies, one in six its deadline."""
        duties = [self._work() for _ in range(self.chance.randint(2, 3))]
        if self.chance.random() < 1 / 2:
            lead, other = self.chance.sample(_BODIES, 2)
            beside = f", phối hợp với {other}" if self.chance.random() < 1 / 2 else ""
            duties[0] = f"{lead} chủ trì{beside} {duties[0]}"
        if self.chance.random() < 1 / 6:
            duties[0] += f", {self._due()}"
        if self.chance.random() < 1 / 4:
            duties.append(self.chance.choice(_REPORTS))
        return f"{_capitalised('; '.join(duties))}."

    def row(self, number: int) -> tuple[str, ...]:
        """Return one row of a table of tasks."""
        lead, other = self.chance.sample(_BODIES, 2)
        return str(number), _capitalised(self._work()), lead, other, self._due()

    def _clause(self) -> str:
        state = f"{self.chance.choice(_SUBJECTS)} {self.chance.choice(_STATES)}"
        return self._filled(self.chance.choice(_SOURCES)) + state

    def _work(self) -> str:
        work = f"{self.chance.choice(_VERBS)} {self.chance.choice(_SUBJECTS)}"
        if self.chance.random() < 1 / 10:
            return f"{work} {self._filled(self.chance.choice(_FIGURES))}"
        return work

    def _due(self) -> str:
        return self._filled(self.chance.choice(_DUES))

    def _filled(self, frame: str) -> str:
        many, share = self.chance.randint(2, 99), self.chance.randint(30, 99)
        day, month = self.chance.randint(1, 28), self.chance.randint(1, 12)
        body = self.chance.choice(_BODIES)
        return frame.format(
            many=many, share=share, all=many + share, day=day, month=month, body=body
        )


def _capitalised(words: str) -> str:
    return words[0].upper() + words[1:]


def paragraphs(chance: Random) -> Iterator[str]:
    """Yield the paragraphs behind the head of a directive that never ends."""
    author, number = Author(chance), 0
    while True:
        for _ in range(PROSE_A_PAGE):
            yield author.prose()
        for _ in range(POINTS_A_PAGE):
            number = number % 90 + 1
            yield author.point(number)


def plain_directive(size: int) -> bytes:
    """Return about ``size`` bytes of text."""
    lines, length = list(HEAD), 0
    for line in paragraphs(Random(size)):
        lines.append(line)
        length += len(line.encode()) + 2
        if length >= size:
            return "\n\n".join(lines).encode()
    raise AssertionError


def word_directive(pages: int) -> bytes:
    """Return a Word file of about so many pages, its words cut into runs as Word cuts them."""
    chance = Random(pages)
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    lines, author = paragraphs(chance), Author(chance)
    for page in range(pages):
        for line in islice(lines, PROSE_A_PAGE + POINTS_A_PAGE):
            _add_runs(document.add_paragraph(), line)
        if page % PAGES_TO_A_TABLE == 0:
            rows = (_COLUMNS, *(author.row(number) for number in range(1, ROWS_OF_A_TABLE + 1)))
            table = document.add_table(rows=len(rows), cols=len(_COLUMNS))
            for row, words in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, words, strict=True):
                    cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_runs(paragraph: Paragraph, line: str) -> None:
    words = line.split(" ")
    for start in range(0, len(words), WORDS_OF_A_RUN):
        piece = " ".join(words[start : start + WORDS_OF_A_RUN])
        paragraph.add_run(piece if start == 0 else f" {piece}")

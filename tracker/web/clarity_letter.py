"""The request for clarification: one page, formal, to the body that issued the document.

The letter is Vietnamese in every language of the interface, because its reader is the issuer.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from flask_babel import force_locale

from tracker.assignments import Clarity, Criterion, Gap
from tracker.web.filters import day
from tracker.web.labels import label

# What one page holds: up to so many gaps are told with so many words of each task, more by the
# numbers of the tasks alone, and of these so many for one question. The page has them all.
WORDS_BY_GAPS = ((12, 9), (24, 6))
MAX_NUMBERS = 8
MAX_TITLE_CHARACTERS = 80
TITLES: Mapping[Criterion, str] = {
    Criterion.WHO: "Rõ người",
    Criterion.WHAT: "Rõ việc",
    Criterion.WHEN: "Rõ thời gian",
    Criterion.RESPONSIBILITY: "Rõ trách nhiệm",
    Criterion.PRODUCT: "Rõ sản phẩm",
    Criterion.AUTHORITY: "Rõ thẩm quyền",
}
ASKED: Mapping[str, str] = {
    "nobody-named": "chưa nêu cơ quan, đơn vị thực hiện",
    "nobody-known": "nêu cơ quan chưa xác định được là cơ quan, đơn vị nào",
    "no-duty": "chưa nêu việc phải làm",
    "only-urges": "mới nêu yêu cầu chung, chưa nêu việc cụ thể phải làm",
    "no-deadline": "chưa nêu thời hạn hoàn thành hoặc kỳ thực hiện",
    "deadline-without-day": "thời hạn nêu trong văn bản chưa xác định được ngày",
    "no-lead": "chưa nêu cơ quan chủ trì",
    "several-leads": "nêu nhiều cơ quan cùng thực hiện, chưa phân định cơ quan chủ trì",
    "no-product": "chưa nêu sản phẩm hoặc chỉ tiêu để đánh giá kết quả",
    "no-authority": "chưa nêu nơi nhận báo cáo hoặc cấp quyết định",
    "no-issuer": "văn bản chưa nêu cơ quan ban hành",
}
UNKNOWN_ISSUER = "cơ quan ban hành văn bản"


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter's parts in order; ``items`` are a criterion with what is asked about it."""

    head: tuple[str, str]
    dated: str
    subject: str
    addressee: str
    opening: str
    items: tuple[tuple[str, tuple[str, ...]], ...]
    closing: str
    recipients: tuple[str, ...]


def clarification_letter(clarity: Clarity, file_name: str, today: date) -> Letter:
    """Return the letter that asks the issuer about every gap of a draft."""
    named = _document_words(clarity, file_name)
    issuer = clarity.document.issuer or UNKNOWN_ISSUER
    return Letter(
        head=("CƠ QUAN THEO DÕI, ĐÔN ĐỐC", "Số ……"),
        dated=f"……, ngày {today.day:02} tháng {_month(today)} năm {today.year}",
        subject=f"V/v đề nghị làm rõ nội dung giao nhiệm vụ tại {named}",
        addressee=f"Kính gửi: {issuer}",
        opening=(
            f"Qua rà soát {clarity.judged} nhiệm vụ được giao tại {named}, đối chiếu yêu cầu rõ "
            "người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền, cơ quan "
            f"theo dõi, đôn đốc kính đề nghị {issuer} cho ý kiến làm rõ các nội dung sau:"
        ),
        items=tuple(_items(clarity)),
        closing=(
            "Ý kiến làm rõ là căn cứ để giao nhiệm vụ chính thức và theo dõi, đôn đốc việc thực "
            "hiện. Trân trọng."
        ),
        recipients=("- Như trên;", "- Lưu hồ sơ theo dõi."),
    )


def _month(today: date) -> str:
    # The rule on writing days: a day below 10 and the months 1 and 2 take a 0.
    return f"{today.month:02}" if today.month < 3 else str(today.month)  # noqa: PLR2004 - see above


def _document_words(clarity: Clarity, file_name: str) -> str:
    about = clarity.document
    with force_locale("vi"):
        kind = label(about.kind) if about.kind else "Văn bản"
        dated = f" ngày {day(about.issued_on)}" if about.issued_on else ""
    title = textwrap.shorten(about.title or file_name, MAX_TITLE_CHARACTERS, placeholder="…")
    number = f"số {about.number}" if about.number else f"({title})"
    return f"{kind} {number}{dated}"


def _items(clarity: Clarity) -> Iterator[tuple[str, tuple[str, ...]]]:
    for criterion in Criterion:
        codes = dict.fromkeys(gap.code for gap in clarity.gaps if gap.criterion is criterion)
        asked = tuple(_asked(clarity, code) for code in codes)
        if asked:
            yield TITLES[criterion], asked


def _asked(clarity: Clarity, code: str) -> str:
    gaps = [gap for gap in clarity.gaps if gap.code == code]
    if not gaps[0].task:
        return f"{ASKED[code][0].upper()}{ASKED[code][1:]}."
    room = next((words for most, words in WORDS_BY_GAPS if len(clarity.gaps) <= most), 0)
    shown = gaps if room else gaps[:MAX_NUMBERS]
    told = "; ".join(_reference(gap, room) for gap in shown)
    more = len(gaps) - len(shown)
    others = f"; và {more} nhiệm vụ khác" if more else ""
    return f"{len(gaps)} nhiệm vụ {ASKED[code]}: {told}{others}."


def _reference(gap: Gap, room: int) -> str:
    """Return a task by its number and, with ``room``, its first words: 4.2 (“Rà soát…”)."""
    number, words = gap.task.removeprefix("t"), gap.words.split()
    begun = " ".join(words[:room]).rstrip(" ,;.:") + ("…" if len(words) > room else "")
    return f"{number} (“{begun}”)" if room else number


def as_docx(letter: Letter) -> bytes:
    """Return the letter as a Word file, laid out as offices lay out letters."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    _write_head(document, letter)
    _write(document, letter.addressee, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _write(document, letter.opening)
    for place, (title, asked) in enumerate(letter.items, start=1):
        for line, said in enumerate(asked):
            heading = "" if line else f"{place}. {title}: "
            _write_item(document, heading, said)
    _write(document, letter.closing)
    _write_foot(document, letter)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write_head(document: Document, letter: Letter) -> None:
    left, right = document.add_table(1, 2).rows[0].cells
    _fill(left, (letter.head[0], True), ("*", False), (letter.head[1], False))
    _fill(left, (letter.subject, False), ("", False), points=12)
    _fill(right, (letter.dated, False))
    for cell in (left, right):
        # A cell begins with a paragraph of its own.
        cell._tc.remove(cell.paragraphs[0]._p)  # noqa: SLF001 - the library has no other way


def _fill(cell: object, *lines: tuple[str, bool], points: int = 13) -> None:
    for words, bold in lines:
        paragraph = cell.add_paragraph()  # type: ignore[attr-defined]  # python-docx has no types
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(words)
        run.bold, run.font.size = bold, Pt(points)


def _write_foot(document: Document, letter: Letter) -> None:
    left, right = document.add_table(1, 2).rows[0].cells
    left.paragraphs[0].add_run("Nơi nhận:").underline = True
    for line in letter.recipients:
        left.add_paragraph(line).paragraph_format.space_after = Pt(0)
    paragraph = right.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("THỦ TRƯỞNG CƠ QUAN").bold = True


def _write_item(document: Document, heading: str, said: str) -> None:
    """Write one question; its heading stands in the same line, or the letter outgrows its page."""
    _write(document, heading, bold=True, points=12)
    document.paragraphs[-1].add_run(said).font.size = Pt(12)


def _write(
    document: Document,
    words: str,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    *,
    bold: bool = False,
    points: int = 13,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(3)
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(points)

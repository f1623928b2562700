"""The sample directive as a Word file, laid out as Party documents are.

Made anew by ``python -m tracker.sample.word`` whenever the Markdown text changes; both forms
are kept so that either can be tried.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

FOLDER = Path(__file__).parent / "documents"
NAME = "chi-thi-nong-thon-moi"
# Instruction 05-HD/VPTW as third parties read it: margins, Times New Roman, body of 14 points.
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
BODY_POINTS = 14


def main() -> None:
    """Write the Word file beside the Markdown one."""
    lines = [line for line in (FOLDER / f"{NAME}.md").read_text("utf-8").splitlines() if line]
    document = Document()
    for side, millimetres in MARGINS.items():
        setattr(document.sections[0], side, Mm(millimetres))
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(BODY_POINTS)
    for line in lines:
        paragraph = document.add_paragraph(line)
        capitals = line.isupper()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if capitals else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.space_after = Pt(6)
        paragraph.runs[0].bold = capitals
        if not capitals and not line.startswith("-"):
            paragraph.paragraph_format.first_line_indent = Mm(10)
    document.save(str(FOLDER / f"{NAME}.docx"))


if __name__ == "__main__":
    main()

"""Directives made up for measuring: as long as is wanted, no two sentences alike.

They hold more than real ones do: 25 tasks in 10,000 letters where some 20 are usual, as many
names of bodies (70), twice as many numbers. Every few pages a table of tasks follows.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

PROSE_A_PAGE = 4
POINTS_A_PAGE = 4
PAGES_TO_A_TABLE = 10
ROWS_OF_A_TABLE = 10
# Word begins a run anew at every correction and at every word that its speller marks.
WORDS_OF_A_RUN = 6
SIZE = Pt(14)

_PHRASES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("phrases.toml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Author:
    """Writes sentences by chance, the same ones for the same seed."""

    chance: Random

    def prose(self) -> str:
        """Return a paragraph that gives nobody a duty."""
        text = self._clause()
        for _ in range(self.chance.randint(1, 3)):
            text += (
                self.chance.choice((". ", f"; {self.chance.choice(_PHRASES['links'])}, "))
                + self._clause()
            )
        return ". ".join(map(_capitalised, text.split(". "))) + "."

    def point(self, number: int) -> str:
        """Return a numbered task."""
        return f"{number}. {self.task()}"

    def task(self) -> str:
        """Return a task; half of them name their bodies, one in six its deadline."""
        duties = [self._work() for _ in range(self.chance.randint(2, 3))]
        if self.chance.random() < 1 / 2:
            lead, other = self.chance.sample(_PHRASES["bodies"], 2)
            beside = f", phối hợp với {other}" if self.chance.random() < 1 / 2 else ""
            duties[0] = f"{lead} chủ trì{beside} {duties[0]}"
        if self.chance.random() < 1 / 6:
            duties[0] += f", {self._due()}"
        if self.chance.random() < 1 / 4:
            duties.append(self.chance.choice(_PHRASES["reports"]))
        return f"{_capitalised('; '.join(duties))}."

    def row(self, number: int) -> tuple[str, ...]:
        """Return one row of a table of tasks."""
        lead, other = self.chance.sample(_PHRASES["bodies"], 2)
        return str(number), _capitalised(self._work()), lead, other, self._due()

    def _clause(self) -> str:
        state = (
            f"{self.chance.choice(_PHRASES['subjects'])} {self.chance.choice(_PHRASES['states'])}"
        )
        return self._filled(self.chance.choice(_PHRASES["sources"])) + state

    def _work(self) -> str:
        work = f"{self.chance.choice(_PHRASES['verbs'])} {self.chance.choice(_PHRASES['subjects'])}"
        if self.chance.random() < 1 / 10:
            return f"{work} {self._filled(self.chance.choice(_PHRASES['figures']))}"
        return work

    def _due(self) -> str:
        return self._filled(self.chance.choice(_PHRASES["dues"]))

    def _filled(self, frame: str) -> str:
        many, share = self.chance.randint(2, 99), self.chance.randint(30, 99)
        day, month = self.chance.randint(1, 28), self.chance.randint(1, 12)
        body = self.chance.choice(_PHRASES["bodies"])
        return frame.format(
            many=many, share=share, all=many + share, day=day, month=month, body=body
        )


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - it makes up sentences, no secrets


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
    lines, length = list(_PHRASES["head"]), 0
    for line in paragraphs(_chance(size)):
        lines.append(line)
        length += len(line.encode()) + 2
        if length >= size:
            return "\n\n".join(lines).encode()
    raise AssertionError


def word_directive(pages: int) -> bytes:
    """Return a Word file of about so many pages, its words cut into runs as Word cuts them."""
    chance = _chance(pages)
    document = Document()
    for line in _PHRASES["head"]:
        document.add_paragraph(line)
    lines, author, columns = paragraphs(chance), Author(chance), tuple(_PHRASES["columns"])
    for page in range(pages):
        for line in islice(lines, PROSE_A_PAGE + POINTS_A_PAGE):
            _add_runs(document.add_paragraph(), line)
        if page % PAGES_TO_A_TABLE == 0:
            rows = (columns, *(author.row(number) for number in range(1, ROWS_OF_A_TABLE + 1)))
            table = document.add_table(rows=len(rows), cols=len(columns))
            for row, words in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, words, strict=True):
                    cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_runs(paragraph: Paragraph, line: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    words = line.split(" ")
    for start in range(0, len(words), WORDS_OF_A_RUN):
        piece = " ".join(words[start : start + WORDS_OF_A_RUN])
        run = paragraph.add_run(piece if start == 0 else f" {piece}")
        run.font.size = SIZE

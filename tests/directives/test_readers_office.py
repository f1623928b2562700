"""Old Word, OpenDocument and rich text come back as the Word file they were made from."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from directives.blocks import Block
from directives.errors import DamagedFileError, LimitExceededError
from directives.readers import may_need_program, office, programs, read_blocks
from tests.directives.word_files import word_file

TYPES = {
    "doc": ("doc:MS Word 97", "application/msword"),
    "odt": ("odt", "application/vnd.oasis.opendocument.text"),
    "rtf": ("rtf", "application/rtf"),
}

with_office = pytest.mark.skipif(
    not office.is_installed(), reason="LibreOffice is not here; it reads .doc, .odt and .rtf"
)


def original() -> bytes:
    """Return a Word file with a table, a list and letters of all kinds."""
    made = Document()
    head = made.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN TỈNH LÂM THAO"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    made.add_paragraph("Yêu cầu các sở, ban, ngành thực hiện “đúng hạn” các việc sau:")
    for words in ("Rà soát quỹ đất công.", "Báo cáo trước ngày 30/6/2025."):
        made.add_paragraph(words, style="List Number")
    target = BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.fixture(scope="module", params=TYPES)
def old_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file above as LibreOffice saves it in an older format."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "source.docx").write_bytes(original())
    program = programs.find_program("soffice", "libreoffice")
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = TYPES[request.param][0]
    made = "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / "source.docx")
    programs.run_program([program, profile, *made], folder, 120)
    return folder / f"source.{request.param}"


def words_of(blocks: Iterator[Block] | tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


@with_office
def test_an_older_format_gives_the_same_words_and_cells(old_file: Path) -> None:
    data = old_file.read_bytes()
    content = read_blocks(data, "không có đuôi")
    wanted = read_blocks(original(), "a.docx")
    assert content.media_type == TYPES[old_file.suffix[1:]][1]
    assert words_of(content.blocks) == words_of(wanted.blocks)
    assert [block.cell for block in content.blocks] == [block.cell for block in wanted.blocks]
    assert may_need_program(data)


@with_office
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_what_libreoffice_cannot_load_is_damaged(suffix: str) -> None:
    with pytest.raises(DamagedFileError, match=r"LibreOffice|soffice"):
        office.as_docx(b"\xd0\xcf\x11\xe0" + b"\0\1\2\3" * 2000, suffix, "a file")


posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there is no /bin/sh")


@posix_only
def test_a_program_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    slow = "sleep 60 & echo $! > child; sleep 60"
    with pytest.raises(LimitExceededError, match="longer than 1 seconds"):
        programs.run_program(["/bin/sh", "-c", slow], tmp_path, 1)
    child = int((tmp_path / "child").read_text())
    patience = time.monotonic() + 5
    while not _has_ended(child) and time.monotonic() < patience:
        time.sleep(0.05)
    assert _has_ended(child)


def _has_ended(process: int) -> bool:
    """Return whether a process that was killed is gone; on a busy machine that takes a while."""
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().split()[2] == "Z"


@posix_only
def test_a_program_sees_its_folder_as_home_and_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "secret")
    programs.run_program(["/bin/sh", "-c", "env > seen"], tmp_path, 10)
    seen = (tmp_path / "seen").read_text()
    assert f"HOME={tmp_path}" in seen
    assert "secret" not in seen


@posix_only
def test_a_program_that_fails_says_so(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match="sh cannot read"):
        programs.run_program(["/bin/sh", "-c", "exit 3"], tmp_path, 10)


def test_a_word_file_needs_no_program() -> None:
    assert not may_need_program(word_file(""))

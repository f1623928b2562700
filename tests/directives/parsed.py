"""Reading short texts of our own, for the tests of the parser."""

from __future__ import annotations

from directives import BodyRole, Directive, ReadingSettings, SpanRole, TaskDraft, parse_directive

HEAD = """TỈNH ỦY LÂM THAO
Số 12-CT/TU
Lâm Thao, ngày 10 tháng 3 năm 2025
CHỈ THỊ
về tăng cường quản lý đất đai

"""
_USUAL = ReadingSettings()
LEAD_IN = "Ban Thường vụ Tỉnh ủy yêu cầu các sở, ban, ngành thực hiện các nhiệm vụ sau:\n\n"


def parsed(text: str, settings: ReadingSettings = _USUAL, *, name: str = "thu.txt") -> Directive:
    """Read ``text`` as a file called ``name``."""
    return parse_directive(text.encode(), name=name, settings=settings)


def only_task(words: str, *, head: str = HEAD) -> TaskDraft:
    """Read ``words`` as the first of two points and return its task."""
    filler = "2. Sở Y tế kiểm tra các cơ sở khám, chữa bệnh."
    return parsed(f"{head}{LEAD_IN}1. {words}\n\n{filler}\n").tasks[0]


def named(task: TaskDraft, role: BodyRole = BodyRole.LEAD) -> list[str]:
    """Return the words of the bodies in a role."""
    return [body.text for body in task.bodies(role)]


def shape(directive: Directive) -> list[tuple[str, str | None]]:
    """Return id and label of every task."""
    return [(task.id, task.label) for task in directive.walk()]


def words_in(directive: Directive, role: SpanRole) -> str:
    """Return all words that have a role."""
    return "\n".join(directive.text[s.start : s.end] for s in directive.spans if s.role is role)

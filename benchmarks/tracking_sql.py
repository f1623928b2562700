"""The bare SQL behind the pages of tracking: the rows they show, and nothing else.

Each statement is as somebody would write it by hand who knows the indexes; rights, names of
other days and rules are left out. What a page must know it reads here too.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from typing import Any

_NEWEST = """
    SELECT a.id, t.id, t.label, t.text, t.recurs_every, t.report_due_day, a.role, a.assigned_at,
           a.due, d.id, d.kind, d.number, d.title, u.status, u.percent, u.at, u.result_date,
           (SELECT kind FROM verdict WHERE update_id = u.id ORDER BY id DESC LIMIT 1)
    FROM assignment a
    JOIN task t ON t.id = a.task_id
    JOIN directive d ON d.id = t.directive_id
    LEFT JOIN progress_update u ON u.id =
        (SELECT max(id) FROM progress_update WHERE assignment_id = a.id)
"""
_PERIODS = """
    SELECT u.assignment_id, u.period FROM assignment a
    JOIN task t ON t.id = a.task_id AND t.recurs_every IS NOT NULL
    JOIN progress_update u ON u.assignment_id = a.id AND u.period IS NOT NULL
"""
_ANSWERS_FOR = """
    WHERE a.agency_id IN
        (SELECT ? UNION SELECT from_agency_id FROM succession WHERE to_agency_id = ?)
"""
_VERSION = "SELECT name, valid_from, valid_to FROM agency_version WHERE agency_id = ?"
_NAMES = """
    SELECT a.agency_id, v.name FROM assignment a
    JOIN task t ON t.id = a.task_id
    JOIN agency_version v ON v.agency_id = a.agency_id
"""
_SESSION = """
    SELECT u.id, u.display_name, g.role, g.agency_id FROM login_session s
    JOIN "user" u ON u.id = s.user_id JOIN role_grant g ON g.user_id = u.id
    WHERE s.id = 1
"""


class Bare:
    """Asks one database by hand-written statements."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def agency(self, agency: int) -> None:
        """Read an agency, all that it owes, and whose work came to it."""
        self._all(_SESSION)
        self._all(_VERSION, agency)
        self._all("SELECT alias FROM agency_alias WHERE agency_id = ?", agency)
        self._all("SELECT * FROM succession WHERE ? IN (to_agency_id, from_agency_id)", agency)
        self._all(_NEWEST + _ANSWERS_FOR, agency, agency)
        self._all(_PERIODS + _ANSWERS_FOR, agency, agency)

    def task(self, task: int) -> None:
        """Read a task, who has it, and everything said of it."""
        self._all(_SESSION)
        self._all(_NEWEST + "WHERE a.task_id = ?", task)
        self._all("SELECT * FROM task_body WHERE task_id = ?", task)
        self._all(_NAMES + "WHERE a.task_id = ?", task)
        said = "FROM progress_update u JOIN assignment a ON a.id = u.assignment_id "
        of_task = "WHERE a.task_id = ?"
        authors = 'JOIN "user" p ON p.id = u.author_id '
        self._all("SELECT u.*, p.display_name " + said + authors + of_task, task)
        self._all(f"SELECT v.* {said} JOIN verdict v ON v.update_id = u.id {of_task}", task)
        self._all(
            f"SELECT e.id, e.file_name, f.size_bytes {said} JOIN evidence e ON e.update_id = u.id "
            f"JOIN source_file f ON f.id = e.source_file_id {of_task}",
            task,
        )

    def directive(self, directive: int) -> None:
        """Read a directive with its tasks, who has them, and how they stand."""
        self._all(_SESSION)
        self._all("SELECT * FROM directive WHERE id = ?", directive)
        self._all("SELECT * FROM task WHERE directive_id = ? ORDER BY position", directive)
        self._all(_NEWEST + "WHERE t.directive_id = ?", directive)
        self._all(_PERIODS + "WHERE t.directive_id = ?", directive)
        self._all(_NAMES + "WHERE t.directive_id = ?", directive)

    def figures(self, directive: int) -> None:
        """Read the figures that a directive and the reports on it state."""
        self._all(_SESSION)
        self._all("SELECT * FROM directive WHERE id = ?", directive)
        self._all("SELECT * FROM figure_claim WHERE directive_id = ?", directive)

    def chronicle(self, directive: int) -> None:
        """Read the newest fifty facts of a directive."""
        self._all(_SESSION)
        self._all("SELECT * FROM directive WHERE id = ?", directive)
        part = "JOIN assignment a ON a.id = f.assignment_id JOIN task t ON t.id = a.task_id"
        tables = ("progress_update", "assignment_event", "request", "due_change", "urging")
        facts = " UNION ALL ".join(
            f"SELECT '{table}', f.id, f.at FROM {table} f {part} WHERE t.directive_id = :one"  # noqa: S608 - ours
            for table in tables
        )
        newest = f"SELECT * FROM ({facts}) ORDER BY 3 DESC LIMIT 50"  # noqa: S608 - ours
        rows = self._connection.execute(newest, {"one": directive}).fetchall()
        for table, number, _at in rows:
            self._all(f"SELECT * FROM {table} WHERE id = ?", number)  # noqa: S608 - ours

    def log(self, assignment: int) -> None:
        """Read what must hold, and write an update with its two notes for the index."""
        self._all(_SESSION)
        self._all(_NEWEST + "WHERE a.id = ?", assignment)
        self._connection.execute("BEGIN IMMEDIATE")
        self._all(_NEWEST + "WHERE a.id = ?", assignment)
        written = self._connection.execute(
            "INSERT INTO progress_update (assignment_id, author_id, at, status, percent, narrative,"
            " difficulties, proposals) VALUES (?, 1, '2026-03-31 03:00:00.000000', 'in-progress',"
            " 50, 'Đã triển khai tại 12/15 xã.', '', '')",
            (assignment,),
        )
        noted = (("update", written.lastrowid), ("task", assignment))
        self._connection.executemany(
            "INSERT INTO index_change (kind, record_id) VALUES (?, ?)", noted
        )
        self._connection.execute("COMMIT")

    def everything(self) -> None:
        """Read what the clocks of every assignment need, row by row."""
        for statement in (_FACTS, _PERIODS):
            for _row in self._connection.execute(statement):
                pass

    def busy(self) -> Sequence[int]:
        """Return agencies that exist, each as often as it has assignments."""
        return self._column(
            "SELECT a.agency_id FROM assignment a JOIN agency_version v USING (agency_id) "
            "WHERE v.valid_to IS NULL AND a.id % 97 = 0"
        )

    def accounts(self, dice: random.Random, count: int) -> list[int]:
        """Return so many agencies that have an account and much to do."""
        having = set(self._column("SELECT agency_id FROM role_grant WHERE agency_id IS NOT NULL"))
        return dice.sample(sorted(having & set(self.busy())), count)

    def holder(self, assignment: int) -> int:
        """Return the agency that an assignment was given to."""
        return int(self._one("SELECT agency_id FROM assignment WHERE id = ?", assignment)[0])

    def tasks(self) -> int:
        """Return the last task."""
        return int(self._one("SELECT max(id) FROM task")[0])

    def directives(self) -> Sequence[int]:
        """Return the directives that have tasks."""
        return self._column("SELECT DISTINCT directive_id FROM task")

    def group_tasks(self) -> Sequence[int]:
        """Return the tasks given to the most agencies."""
        return self._column(
            "SELECT task_id FROM assignment GROUP BY task_id HAVING count(*) > 3 "
            "ORDER BY count(*) DESC LIMIT 500"
        )

    def group_directives(self) -> Sequence[int]:
        """Return the directives whose tasks were given to the most agencies."""
        return self._column(
            "SELECT t.directive_id FROM assignment a JOIN task t ON t.id = a.task_id "
            "GROUP BY t.directive_id ORDER BY count(*) DESC LIMIT 200"
        )

    def open_assignments(self, agencies: Sequence[int]) -> Sequence[int]:
        """Return assignments of the agencies that have no word yet: all can be reported on."""
        marks = ", ".join("?" * len(agencies))
        return self._column(
            f"SELECT a.id FROM assignment a WHERE a.agency_id IN ({marks}) AND NOT EXISTS "  # noqa: S608 - marks only
            "(SELECT 1 FROM progress_update u WHERE u.assignment_id = a.id)",
            *agencies,
        )

    def _all(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: object) -> Any:
        return self._connection.execute(statement, values).fetchone()

    def _column(self, statement: str, *values: object) -> list[int]:
        return [row[0] for row in self._connection.execute(statement, values)]


_FACTS = """
    SELECT a.id, a.task_id, a.agency_id, a.role, a.assigned_at, a.due, t.recurs_every,
           t.report_due_day, u.status, u.percent, u.at, u.result_date,
           (SELECT kind FROM verdict WHERE update_id = u.id ORDER BY id DESC LIMIT 1)
    FROM assignment a
    JOIN task t ON t.id = a.task_id
    LEFT JOIN progress_update u ON u.id =
        (SELECT max(id) FROM progress_update WHERE assignment_id = a.id)
"""

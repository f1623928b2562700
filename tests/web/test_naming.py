"""Names of agencies as of today or as assigned: one word of the address, on pages and files."""

from __future__ import annotations

import csv
import io
from datetime import date

from tests.conftest import SignIn, Visit
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
)
from tracker.db import Database
from tracker.domain import Actor, Role

OLD, NEW = "Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"


def test_pages_and_files_show_the_names_that_were_chosen(
    database: Database, clerk: Actor, sign_in: SignIn, visit: Visit
) -> None:
    old, heir = make_agency(database, OLD), make_agency(database, NEW)
    directive = make_directive(database, author_id=clerk.user_id)
    make_assignment(database, make_task(database, directive), old)
    make_succession(database, old, heir, on=date(2024, 4, 1))
    office = sign_in(Role.CLERK)
    for place in (f"/directives/{directive}", "/review"):
        assert f"formerly {OLD}" in visit(office, f"{place}?all=1").words
        assert f"now {NEW}" in visit(office, f"{place}?all=1&names=assigned").words
    assert f"Assigned to {OLD}" in visit(office, f"/agencies/{heir}?names=assigned").words
    for names, heading, shown in (("", "Formerly", NEW), ("assigned", "Now", OLD)):
        answer = office.get(f"/review.csv?all=1&names={names}")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        head = next(row for row in rows if heading in row and "Lead agency" in row)
        (line,) = (row for row in rows if len(row) == len(head) and row[0] == "1")
        assert line[head.index("Lead agency")] == shown
        assert {line[head.index("Lead agency")], line[head.index(heading)]} == {OLD, NEW}
    assert office.get("/review.xlsx?names=assigned").status_code == 200

"""Faults in the reader's words: every ``code`` of an error, and every code beside a field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from directives.errors import DirectiveError
from tracker.errors import Invalid, TrackerError
from tracker.web.filters import moment, number

FAULTS: Mapping[str, LazyString] = {
    "error": _("This cannot be done."),
    "not-found": _("There is no such thing, or it is not open to this account."),
    "not-allowed": _("The role of this account does not include this."),
    "conflict": _("Somebody else was first, or this has changed in the meantime."),
    "too-many-feeds": _("The agency has 20 calendar addresses. Revoke some first."),
    "invalid": _("Something in the form has to be put right."),
    "unavailable": _("The service cannot do this just now."),
    "index-rebuilding": _(
        "The search index is being built anew. Nothing is lost, and search is back in a moment."
    ),
    "engine-differs": _(
        "The search engine that was built does not find the same; the one in use was kept."
    ),
    "wrong-password": _("The name and the password do not belong together."),
    "too-many-attempts": _(
        "This name was tried too often. Wait %(minutes)s minutes, then try again."
    ),
    "last-administrator": _(
        "This is the last administrator. Add another administrator before closing this account."
    ),
    "already-known": _("This very file was taken in before."),
    "secret-document": _(
        "The document is marked %(mark)s. Secret documents are not kept here; "
        "nothing of it was stored."
    ),
    "stale-draft": _(
        "%(author)s changed the draft in the meantime (%(at)s). This page now shows its newest "
        "state; the last act was not done. Do it again if it is still wanted."
    ),
    "not-a-draft": _("The document has been issued or put away; its reading is no longer changed."),
    "not-ready": _("Something still blocks issuing. The bar above the reading names it."),
    "same-identity": _(
        "A document of the same issuer, kind, number and date has already been issued."
    ),
    "same-relation": _("The two documents are related already. Correct that relation instead."),
    "cyclic-relation": _(
        "The other document does the same to this one, be it through a third: "
        "that would be a circle."
    ),
    "relation-gone": _("Somebody else has corrected or taken back this relation."),
    "carried-over": _("Tasks have been carried over along this relation, so it stays as it is."),
    "already-carried-over": _(
        "Somebody else has carried over these tasks, or work on one has ended meanwhile. "
        "The page shows what is left."
    ),
    "already-confirmed": _(
        "The task is confirmed done; there is nothing more to report. "
        "An inspector can send it back if that was a mistake."
    ),
    "already-closed": _("The period has been closed before."),
    "already-reported": _("The report of this period has been handed in before."),
    "period-not-begun": _("This period has not begun, so it cannot be closed."),
    "already-removed": _("Somebody has removed this day from the calendar before."),
    "not-to-be-corrected": _(
        "Only the last update can be corrected, and only until an inspector has judged it; what "
        "an agency said itself only by the agency. Log a new update that says what is right."
    ),
    "stale-row": _(
        "Somebody has reported on this task since the page was opened; the last update is now "
        "the one shown here. Send the page again if this is still to be logged."
    ),
    "handed-over": _("The work of this agency has passed to another, which reports on it now."),
    "agency-ended": _(
        "This agency exists no more. What it had can still be read here; its successor writes on."
    ),
    "halted": _(
        "The work is suspended or no longer tracked, so nothing is reported on it. "
        "The tracking office can resume it."
    ),
    "not-open": _(
        "The work is confirmed done, suspended or no longer tracked, or this has no place as it "
        "stands now."
    ),
    "not-halted": _("The work is neither suspended nor stopped, so there is nothing to resume."),
    "nothing-to-accept": _("The assignment has been accepted already, or reported on."),
    "already-waiting": _(
        "A request of this kind already waits for a decision. Take it back before asking anew."
    ),
    "already-decided": _(
        "%(author)s has already decided on this request (%(at)s); that decision stands and the "
        "one sent now was not taken."
    ),
    "already-withdrawn": _(
        "The agency took this request back (%(at)s), so there is nothing to decide any more."
    ),
    "own-request": _("Nobody decides on what they or their own agency asked for."),
    "held-by-another": _(
        "Somebody else has handed this work over in the meantime. The page now shows who has it."
    ),
    "nothing-delegated": _("The work is with no unit below, so there is nothing to take back."),
    "act-changed": _(
        "Since the preview something of these bodies has changed. Nothing was recorded; the page "
        "now shows how it stands."
    ),
    "recorded-before": _("The same succession has just been recorded by somebody else."),
    "not-to-be-taken-back": _(
        "This act cannot be taken back: it has been already, or a later act builds on it. "
        "Take the later one back first."
    ),
    "not-tracked": _("The document is no longer tracked, so nothing is reported on it any more."),
    "nothing-open": _("The agency has no open task, so there is nothing to fill in."),
    "unknown-sheet": _(
        "This is no sheet that was handed out to an agency of this account. Fetch a new one."
    ),
    "two-sheets": _(
        "The file bears the marks of more than one sheet. Hand each sheet in as it was fetched."
    ),
    "no-mark": _("No mark of a sheet was found in the file, so nobody can tell which one it is."),
    "no-table": _("The table of the sheet was not found: its heading row was changed or deleted."),
    "column-twice": _("The column “%(said)s” stands in the heading twice; nobody can tell which."),
    "secret-sheet": _(
        "The file is marked as secret. Secret documents must not be stored here; "
        "send them by the way laid down for them."
    ),
    "sheet-too-large": _("The file is larger than a sheet can be. Take pictures out of it."),
    "not-office": _("The file is neither Word (.docx) nor Excel (.xlsx)."),
    "already-returned": _("This very file was handed in before."),
    "row-decided": _("Somebody has logged this row or left it out in the meantime."),
    "newer-word": _(
        "Somebody has reported on the task since this page was opened. Compare, then log again."
    ),
    "row-fault": _("The row has to be put right first."),
    "not-to-be-judged": _(
        "Only the newest update of an agency can be judged. What claims the task done, and the "
        "report of a period, is confirmed or sent back; any other update can be disputed."
    ),
    "already-urged": _("This was sent twice at the same moment; it has been done once."),
    "nothing-to-turn": _("There is no change left to take back, or none to make again."),
    "unreadable": _("The file cannot be read."),
    "empty": _("The file is empty: it has no words to read."),
    "unsupported": _(
        "The content of the file is of no format that can be read here. "
        "Word, PDF with text, HTML, Markdown and plain text can."
    ),
    "damaged": _("The file is damaged and cannot be read to its end. Save it anew and try again."),
    "encrypted": _("The file is protected by a password. Remove the protection and try again."),
    "limit": _("The file is larger or more deeply nested than can be read safely."),
}

# Limits that an error may name in its details, each with its unit.
LIMITS: Mapping[str, LazyString] = {
    "characters": _("The limit is %(limit)s characters."),
    "paragraphs": _("The limit is %(limit)s paragraphs."),
    "depth": _("The limit is %(limit)s levels."),
    "entries": _("The limit is %(limit)s parts of a file."),
    "pages": _("The limit is %(limit)s pages."),
    "megabytes": _("The limit is %(limit)s MB."),
    "seconds": _("The limit is %(limit)s seconds."),
}

FIELD_FAULTS: Mapping[str, LazyString] = {
    "required": _("Fill this in."),
    "bad-short": _("Write 2 to 20 letters without marks and spaces, such as NTM or KT-XH."),
    "bad-meaning": _("Write words only, 120 characters at most, without quotes or signs."),
    "short-meaning": _("Write two words or more."),
    "twice": _("The table has this already."),
    "too-many": _("There are too many meanings of this, or too many rows."),
    "too-long": _("This is too long."),
    "circle": _("These have been put together the other way round already."),
    "nobody-chosen": _("Choose one agency at least."),
    "unknown": _("Choose one of the list."),
    "taken": _("Somebody has this name already. Choose another."),
    "username-form": _(
        "Write 2 to 50 characters: small letters without tone marks, digits, dots and hyphens."
    ),
    "agency-not-for-role": _("Only an agency account acts for an agency. Leave this empty."),
    "wrong-password": _("This is not the password of this account."),
    "password-too-short": _("Use 12 characters or more."),
    "password-has-name": _("The password must not contain the user name."),
    "password-too-simple": _("Use at least five different characters."),
    "password-not-new": _("This is the password so far. Choose a new one."),
    "no-state": _("Write “Đang thực hiện” or “Đã hoàn thành”, or choose one."),
    "not-a-percentage": _("Write a whole number from 0 to 100."),
    "not-a-date": _("Write the day as day/month/year, for example 17/02/2024."),
    "date-needed": _("Write the day as day/month/year, for example 17/02/2024."),
    "in-the-future": _("This day is still to come."),
    "not-a-period": _("This task has no report for that period, or the period has not begun."),
    "result-needed": _(
        "A finished task needs number and date of its result document, or evidence files."
    ),
    "too-many-files": _("These are too many files. Leave some out, or put them together."),
    "newer-word": _(
        "Somebody has reported on this task since the page was opened; the last update is now "
        "the one shown here. Send the page again if this is still to be logged."
    ),
    "nothing-chosen": _("Choose at least one task, and write what was done."),
    "too-many-tasks": _("Choose at most 50 tasks at once."),
    "row-twice": _("One task stands here twice."),
    "faulty-rows": _("Nothing was logged yet: some rows have to be put right first."),
    "empty-file": _("A file is empty."),
    "file-too-large": _("A file is too large. Make it smaller, or divide it."),
    "secret-file": _(
        "A file is marked as secret. Secret documents must not be stored here; "
        "send them by the way laid down for them."
    ),
    "body-taken": _("This already means an agency or a group in the list."),
    "unknown-agency": _("No agency is called so on that day, or more than one is."),
    "not-there-then": _("This agency does not exist on that day."),
    "holds-it": _("It has this work already."),
    "before-the-last": _("This is before the work came to whoever has it now."),
    "not-a-unit": _("Choose a unit below the agency."),
    "later-names-follow": _("Other names already follow after this day."),
    "below-itself": _("An agency cannot stand below itself, or below a unit of its own."),
    "member-already": _("It belongs to the group on that day or later already."),
    "before-its-beginning": _("This is before the membership begins."),
    "far-off": _("This day is too far from today to be meant."),
    "unknown-body": _("No body is called so on the day before, or more than one is:"),
    "body-not-there": _("This body does not exist on the day before the act:"),
    "body-twice": _("This body stands in two rows:"),
    "later-act": _("This body already takes part in an act of that day or a later one:"),
    "later-names": _("This body already has other names from that day or a later one:"),
    "recorded-before": _("This transfer has already been recorded:"),
    "heir-needed": _("Say who takes over the work."),
    "two-heirs-needed": _("A division needs two bodies or more that take over."),
    "heir-not-there": _("This body does not exist on the day of the act:"),
    "cyclic": _("A body cannot pass its work to itself, or to one that ends by the same act:"),
    "too-many-rows": _("These are too many rows for one act."),
    "decision-needed": _("Say who gets these tasks, or that it is decided later."),
    "before-the-act": _("This is before the first day of the act."),
    "rest-needed": _(
        "The act's new bodies have been given open tasks of their own. Name a body that gets them."
    ),
    "not-utf-8": _("The file is no text in UTF-8. Save it as CSV in UTF-8."),
    "number": _("Write a whole number."),
    "date": _("Write the day as day/month/year, for example 17/02/2024."),
    "day-of-month": _("Write a day of the month, from 1 to 31."),
    "several-documents": _(
        "Several documents have this number. Add the day of issue and the issuer."
    ),
    "itself": _("This is the document itself."),
    "choose-a-fate": _("Choose the task in which it goes on, or that it ends."),
    "reason-for-end": _("Say why the task ends."),
    "no-task": _("This task is no longer there."),
    "no-words": _("There would be no words in it."),
    "no-such-body": _("No task names a body in these words any more."),
    "no-next": _("No task follows beside this one."),
    "outside": _("The place lies outside the text or the task."),
    "inside-child": _("The place lies inside a part of the task. Change the part first."),
    "outside-parent": _("The words would leave the task above."),
    "overlap": _("These words already belong to a task."),
    "role": _("Only making a task of words gives them this role."),
    "own-name-taken": _("Another search of this account has this name. Choose another."),
    "too-many-searches": _("These are too many saved searches. Delete some first."),
    "nothing-searched": _("Search for something first, then save the search."),
    "search-too-long": _("This search is too long to be saved. Leave out some words or filters."),
    "unreadable-search": _("This query cannot be read, so it cannot be saved. Correct it first."),
    "choose-a-way": _("Choose at least one way to be told."),
    "email-form": _("Write one e-mail address, for example an@tinh.example."),
    "not-a-number-of-days": _("Write a number of days from 1 to 999."),
    "step-there": _("There is such a step already."),
    "not-a-first-day": _("Write a day from 1 to 28."),
    "not-a-due-day": _("Write a day from 1 to 31, for a week from 1 to 7, or nothing."),
    "no-such-year": _("The holidays of this year are not known. Write a year from 1990 to 2099."),
    "day-entered": _("This day is entered already. Remove the entry first."),
    "off-already": _("The office does not work on this day already."),
    "works-already": _("The office works on this day already."),
    "not-later": _("The new day must be later than the deadline in force."),
    "day-passed": _("This day has passed."),
    "same-day": _("This is the day in force already."),
    "choose-outcome": _("Choose whether to grant the request or to refuse it."),
    "no-such-holder": _("No agency in force is called so. Write its name or its short name."),
    "choose-holder": _("Name the agency that takes over the work, or end its tracking."),
    "same-holder": _("This agency has the work already. Name another."),
    "not-in-text": _("These words do not stand in the task. Copy them from its text."),
    "in-text-twice": _("These words stand in several places. Quote some more of them."),
    "not-the-same": _("This is not what was typed above."),
}


def fault_words(error: TrackerError | DirectiveError) -> str:
    """Return what ``error`` says, in the reader's language, with the file and limits it names.

    An error whose own code has no words is said in those of the nearest class above it.
    """
    codes = (str(getattr(kind, "code", "")) for kind in (error, *type(error).__mro__))
    words = next(FAULTS[code] for code in codes if code in FAULTS)
    sentences = [str(words) % _readable(error.details), *_limits_named(error.details)]
    name = error.details.get("name")
    return " ".join(sentences) if name is None else f"{name}: {' '.join(sentences)}"


def _readable(details: Mapping[str, str | int]) -> Mapping[str, str | int]:
    """Return the details with a moment, if there is one, as people write it."""
    if "at" not in details:
        return details
    return {**details, "at": moment(datetime.fromisoformat(str(details["at"])))}


def _limits_named(details: Mapping[str, str | int]) -> list[str]:
    return [
        str(words) % {"limit": number(int(details[name]))}
        for name, words in LIMITS.items()
        if name in details
    ]


def field_words(error: Invalid) -> dict[str, str]:
    """Return the words for each field of a form that cannot be taken as it is.

    Raises:
        KeyError: a code has no words.
    """
    return {name: str(FIELD_FAULTS[code]) for name, code in error.fields.items()}

"""The words for every enum value and document kind that a page can show.

Values of different enums are equal as strings (``Workflow.ISSUED == DirectiveState.ISSUED``),
so the table asks for the class first. A value without a word is an error, never shown raw.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from directives import MentionKind
from directives.model import BodyRole, Every, Nature, Precision, Severity, SpanRole
from search_index import Facet, Sort
from tracker.agencies import Standing, Urgency
from tracker.assignments import Criterion, FactKind
from tracker.clocks import Clock
from tracker.domain import (
    ActKind,
    AssignmentEventKind,
    AssignmentRole,
    Category,
    DayOffRule,
    DirectiveState,
    Disagreement,
    DueChangeKind,
    RelationKind,
    RequestKind,
    RequestOutcome,
    Role,
    TimeState,
    UpdateStatus,
    VerdictKind,
    Workflow,
)
from tracker.exchange import Level, RowState, SheetFormat
from tracker.handling import Act, Step
from tracker.ledger import Conflict
from tracker.matrix import Lack
from tracker.models import ClaimPlace, NoticeKind, RecordKind, Rhythm
from tracker.periods import ReportState
from tracker.reminders import Occasion
from tracker.search import SuggestionKind

DOCUMENT_KINDS: Mapping[str, LazyString] = {
    "chi-thi": _("Directive"),
    "nghi-quyet": _("Resolution"),
    "ket-luan": _("Conclusion"),
    "thong-bao": _("Notice"),
    "ke-hoach": _("Plan"),
    "chuong-trinh": _("Programme"),
    "quyet-dinh": _("Decision"),
    "quy-dinh": _("Regulation"),
    "quy-che": _("Statute"),
    "thong-tri": _("Circular notice"),
    "thong-tu": _("Circular"),
    "nghi-dinh": _("Decree"),
    "huong-dan": _("Guideline"),
    "de-an": _("Scheme"),
    "phuong-an": _("Course of action"),
    "du-an": _("Project"),
    "cong-van": _("Official letter"),
    "cong-dien": _("Urgent message"),
    "bao-cao": _("Report"),
    "to-trinh": _("Submission"),
    "bien-ban": _("Minutes"),
    "luat": _("Law"),
}

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, LazyString]] = {
    Role: {
        Role.CLERK: _("Clerk"),
        Role.AGENCY: _("Agency account"),
        Role.INSPECTOR: _("Inspector"),
        Role.COMMITTEE: _("Standing Committee"),
        Role.ADMINISTRATOR: _("Administrator"),
    },
    AssignmentEventKind: {
        AssignmentEventKind.ACCEPTED: _("Accepted"),
        AssignmentEventKind.HANDED_OVER: _("Handed over to another agency"),
        AssignmentEventKind.DELEGATED: _("Delegated to a unit below"),
        AssignmentEventKind.RECALLED: _("Delegation taken back"),
        AssignmentEventKind.SUSPENDED: _("Suspended"),
        AssignmentEventKind.RESUMED: _("Resumed"),
        AssignmentEventKind.STOPPED: _("Tracking stopped"),
    },
    Act: {
        Act.SUSPEND: _("Suspend"),
        Act.RESUME: _("Resume"),
        Act.STOP: _("End tracking"),
        Act.TRACKING_DATE: _("Set a date for tracking"),
    },
    RequestKind: {
        RequestKind.REFUSAL: _("The agency refuses the task"),
        RequestKind.CONTENT: _("The content is to be corrected"),
        RequestKind.LEAD: _("Another lead agency is asked for"),
        RequestKind.EXTENSION: _("An extension is asked for"),
        RequestKind.STOP_TRACKING: _("An end of tracking is asked for"),
        RequestKind.CONFIRMATION: _("Confirmation of completion is asked for"),
    },
    RequestOutcome: {
        RequestOutcome.GRANTED: _("Granted"),
        RequestOutcome.REFUSED: _("Refused"),
        RequestOutcome.WITHDRAWN: _("Taken back by the agency"),
    },
    ActKind: {
        ActKind.RENAME: _("Renaming"),
        ActKind.MERGE_INTO_NEW: _("Merger into a new body"),
        ActKind.MERGE_INTO_EXISTING: _("Merger into an existing body"),
        ActKind.SPLIT: _("Division into several"),
        ActKind.PARTIAL: _("Transfer of part of the work"),
        ActKind.CHANGE_OF_KIND: _("Change in kind"),
        ActKind.DISSOLUTION: _("Dissolution without an heir"),
        ActKind.PARENT_MERGED: _("Merger of a whole province"),
        ActKind.TAKING_BACK: _("Taking back of a wrong act"),
    },
    MentionKind: {
        MentionKind.NUMBER: _("Numbers"),
        MentionKind.TIME: _("Dates and periods"),
        MentionKind.DOCUMENT: _("Documents"),
    },
    Step: {
        Step.ASSIGNED: _("Assigned by the document"),
        Step.SUCCEEDED: _("Passed on by reorganisation"),
        Step.HANDED_OVER: _("Handed over by the office"),
        Step.DELEGATED: _("Delegated to a unit below"),
        Step.RECALLED: _("Taken back from the unit below"),
    },
    AssignmentRole: {
        AssignmentRole.LEAD: _("Lead agency"),
        AssignmentRole.DIRECTED: _("Directed agency"),
        AssignmentRole.SUPPORTING: _("Coordinating agency"),
    },
    FactKind: {
        FactKind.RECEIVED: _("Received"),
        FactKind.ISSUED: _("Issued for tracking"),
        FactKind.RELATED: _("Related document"),
        FactKind.EVENT: _("Course of an assignment"),
        FactKind.UPDATE: _("Progress update"),
        FactKind.REPORT: _("Report of a period"),
        FactKind.VERDICT: _("Word of an inspector"),
        FactKind.REQUEST: _("Request of an agency"),
        FactKind.DECISION: _("Decision on a request"),
        FactKind.DUE: _("Change of a deadline"),
        FactKind.COMMENT: _("Comment"),
        FactKind.URGING: _("Urging"),
        FactKind.CARRIED: _("Carried over"),
    },
    RelationKind: {
        RelationKind.IMPLEMENTS: _("Implements"),
        RelationKind.AMENDS: _("Amends"),
        RelationKind.REPLACES: _("Replaces"),
        RelationKind.CITES: _("Cites"),
    },
    DirectiveState: {
        DirectiveState.DRAFT: _("Draft"),
        DirectiveState.ISSUED: _("Issued"),
        DirectiveState.WITHDRAWN: _("Withdrawn"),
    },
    Workflow: {
        Workflow.ISSUED: _("Assigned, nothing reported"),
        Workflow.ACCEPTED: _("Accepted, nothing reported"),
        Workflow.IN_PROGRESS: _("In progress"),
        Workflow.SUBMITTED: _("Waiting for confirmation"),
        Workflow.SENT_BACK: _("Sent back"),
        Workflow.CONFIRMED: _("Confirmed done"),
        Workflow.SUSPENDED: _("Suspended"),
        Workflow.STOPPED: _("No longer tracked"),
    },
    DueChangeKind: {
        DueChangeKind.EXTENSION: _("Extension"),
        DueChangeKind.TRACKING_DATE: _("Date for tracking, set by the tracking office"),
        DueChangeKind.HOLIDAYS: _("Moved with the days off"),
        DueChangeKind.REVIEW: _("Instruction of the Standing Committee"),
        DueChangeKind.CORRECTION: _("Correction by the tracking office"),
    },
    UpdateStatus: {
        UpdateStatus.IN_PROGRESS: _("In progress"),
        UpdateStatus.DONE: _("Done, says the agency"),
    },
    VerdictKind: {
        VerdictKind.CONFIRMED: _("Completion confirmed"),
        VerdictKind.SENT_BACK: _("Sent back"),
        VerdictKind.DISPUTED: _("Disputed"),
    },
    Disagreement: {
        Disagreement.UNANSWERED: _("Denied by an inspector"),
        Disagreement.UPHELD: _("Denied, and upheld by the agency"),
    },
    TimeState: {
        TimeState.NO_DEADLINE: _("No deadline"),
        TimeState.NOT_DUE: _("Not yet due"),
        TimeState.DUE_SOON: _("Due soon"),
        TimeState.OVERDUE: _("Overdue"),
    },
    Category: {
        Category.DONE_ON_TIME: _("Done on time"),
        Category.DONE_LATE: _("Done late"),
        Category.OPEN_IN_TIME: _("Open, in time"),
        Category.OPEN_OVERDUE: _("Open, overdue"),
        Category.NO_DEADLINE: _("No deadline"),
        Category.SUSPENDED: _("Suspended"),
        Category.STOPPED: _("No longer tracked"),
    },
    Nature: {
        Nature.SPECIFIC: _("Specific task"),
        Nature.REGULAR: _("Regular duty"),
        Nature.PERIODIC: _("Periodic task"),
    },
    BodyRole: {
        BodyRole.LEAD: _("Leads"),
        BodyRole.DIRECTED: _("Is directed"),
        BodyRole.COORDINATING: _("Coordinates"),
        BodyRole.REPORTS_TO: _("Receives the report"),
    },
    Precision: {
        Precision.DAY: _("Exact day"),
        Precision.MONTH: _("End of a month"),
        Precision.QUARTER: _("End of a quarter"),
        Precision.HALF: _("End of a half-year"),
        Precision.YEAR: _("End of a year"),
        Precision.TERM: _("Term of office"),
    },
    Every: {
        Every.WEEK: _("Weekly"),
        Every.MONTH: _("Monthly"),
        Every.QUARTER: _("Quarterly"),
        Every.HALF: _("Half-yearly"),
        Every.YEAR: _("Yearly"),
    },
    SpanRole: {
        SpanRole.TASK: _("Task"),
        SpanRole.HEADING: _("Heading"),
        SpanRole.CONTEXT: _("Context"),
        SpanRole.BASIS: _("Legal basis"),
        SpanRole.SIGNATURE: _("Signature"),
        SpanRole.RECIPIENTS: _("Recipients"),
        SpanRole.FURNITURE: _("Not part of the document"),
        SpanRole.UNEXPLAINED: _("Unexplained"),
    },
    Severity: {
        Severity.INFO: _("For information"),
        Severity.WARNING: _("Warning"),
    },
    Clock: {
        Clock.PAST_DUE: _("Past due"),
        Clock.REPORT_MISSED: _("Report missed"),
        Clock.SILENT: _("Silent"),
        Clock.UNVERIFIED: _("Done but not confirmed"),
    },
    Criterion: {
        Criterion.WHO: _("Clear who"),
        Criterion.WHAT: _("Clear what"),
        Criterion.WHEN: _("Clear when"),
        Criterion.RESPONSIBILITY: _("Clear responsibility"),
        Criterion.PRODUCT: _("Clear product"),
        Criterion.AUTHORITY: _("Clear authority"),
    },
    Conflict: {
        Conflict.SAME_DAY: _("Two values for one day"),
        Conflict.SAME_PERIOD: _("Two values in one period"),
        Conflict.FALLING: _("Falls"),
        Conflict.ABOVE_WHOLE: _("More than the whole"),
        Conflict.WHOLES: _("Another whole"),
        Conflict.SHARE: _("Percentage does not fit"),
    },
    ClaimPlace: {
        ClaimPlace.DIRECTIVE: _("Text of the document"),
        ClaimPlace.NARRATIVE: _("Report on progress"),
        ClaimPlace.DIFFICULTIES: _("Difficulties reported"),
    },
    Lack: {
        Lack.NOT_ACCEPTED: _("Not accepted by the agency"),
        Lack.NO_WORD: _("Nothing reported yet"),
        Lack.REPORT_MISSED: _("Report missed"),
        Lack.SILENT: _("Silent"),
        Lack.PAST_DUE: _("Past due"),
    },
    DayOffRule: {
        DayOffRule.STAY: _("stays as it is"),
        DayOffRule.NEXT: _("becomes the next working day"),
        DayOffRule.PREVIOUS: _("becomes the working day before"),
    },
    SheetFormat: {
        SheetFormat.WORD: _("Word file"),
        SheetFormat.EXCEL: _("Excel file"),
    },
    RowState: {
        RowState.OPEN: _("Waiting to be decided"),
        RowState.LOGGED: _("Logged"),
        RowState.DROPPED: _("Left out"),
    },
    Level: {
        Level.FAULT: _("To be put right"),
        Level.LOOK: _("To be looked at"),
        Level.NOTE: _("To be known"),
    },
    ReportState: {
        ReportState.REPORTED: _("Handed in"),
        ReportState.REPORTED_LATE: _("Handed in late"),
        ReportState.AFTER_CLOSING: _("Handed in after closing"),
        ReportState.OPEN: _("Not yet due"),
        ReportState.MISSED: _("Not handed in, past due"),
    },
    Standing: {
        Standing.OPEN: _("Open"),
        Standing.DUE_SOON: _("Due soon"),
        Standing.OVERDUE: _("Overdue"),
        Standing.REPORT_MISSED: _("Report missed"),
        Standing.SILENT: _("Silent"),
    },
    Urgency: {
        Urgency.OVERDUE: _("Overdue"),
        Urgency.UNHEARD: _("Report missed or silent"),
        Urgency.DUE_SOON: _("Due soon"),
        Urgency.OPEN: _("Other open tasks"),
        Urgency.PASSED_ON: _("Passed on to others"),
        Urgency.DONE: _("Confirmed done"),
        Urgency.HALTED: _("Suspended or no longer tracked"),
    },
    Facet: {
        Facet.AGENCY: _("Agency"),
        Facet.STATUS: _("State of the work"),
        Facet.KIND: _("Kind of document"),
        Facet.YEAR: _("Year"),
        Facet.WORK: _("Field of work"),
    },
    Sort: {
        Sort.RELEVANCE: _("Best matches first"),
        Sort.NEWEST: _("Newest first"),
        Sort.DUE: _("Earliest deadline first"),
        Sort.MOST_OVERDUE: _("Most overdue first"),
    },
    NoticeKind: {
        NoticeKind.MATCH: _("New match"),
        NoticeKind.UNREADABLE: _("A saved search cannot be read any more"),
        NoticeKind.ENDED: _("An alert has ended"),
        NoticeKind.REMINDER: _("Reminder"),
        NoticeKind.URGING: _("The tracking office urges progress"),
        NoticeKind.ESCALATION: _("Delay reported upwards"),
        NoticeKind.ASSIGNMENT: _("Change of an assignment"),
        NoticeKind.REQUEST: _("Request waiting for a decision"),
        NoticeKind.DECISION: _("Decision on a request or a deadline"),
        NoticeKind.COMMENT: _("Comment on a task"),
        NoticeKind.SUCCESSION: _("Work passed on by succession"),
        NoticeKind.PERIOD: _("Change of reporting periods"),
        NoticeKind.VERDICT: _("Verdict on a progress update"),
        NoticeKind.ENTRY: _("Progress entered for the agency"),
    },
    Occasion: {
        Occasion.BEFORE_DUE: _("Before the deadline"),
        Occasion.ON_DUE_DAY: _("On the day of the deadline"),
        Occasion.PAST_DUE: _("After the deadline"),
        Occasion.BEFORE_REPORT: _("Before a report is due"),
        Occasion.ON_REPORT_DAY: _("On the day a report is due"),
        Occasion.REPORT_MISSED: _("After a missed report"),
        Occasion.SILENT: _("After a long silence"),
    },
    Rhythm: {
        Rhythm.AT_ONCE: _("At once"),
        Rhythm.DAILY: _("Once a day"),
    },
    SuggestionKind: {
        SuggestionKind.AGENCY: _("Agency"),
        SuggestionKind.DOCUMENT: _("Document"),
        SuggestionKind.FIELD: _("Filter"),
        SuggestionKind.VALUE: _("Value of a filter"),
        SuggestionKind.SAVED: _("Saved search"),
    },
    RecordKind: {
        RecordKind.DIRECTIVE: _("Document"),
        RecordKind.TASK: _("Task"),
        RecordKind.UPDATE: _("Progress update"),
        RecordKind.EVIDENCE: _("Evidence"),
    },
}


def label(value: StrEnum | str) -> str:
    """Return the reader's words for an enum value, or for a document kind given as plain text.

    Raises:
        KeyError: there are no words for ``value``.
    """
    words = LABELS[type(value)][value] if isinstance(value, StrEnum) else DOCUMENT_KINDS[value]
    return str(words)

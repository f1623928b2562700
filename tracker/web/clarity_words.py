"""What a reading leaves open, in the reader's words, one sentence a code."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

GAPS: Mapping[str, LazyString] = {
    "nobody-named": _("no body is named that has to act"),
    "nobody-known": _("none of the bodies named stands for an agency, so nobody is assigned"),
    "no-duty": _("no verb says what is to be done"),
    "only-urges": _("the words only urge; they do not say what is to be done"),
    "no-deadline": _("no deadline, and no rhythm in which it comes back"),
    "deadline-without-day": _("the words of the deadline give no day"),
    "no-lead": _("bodies are named, but none of them leads"),
    "several-leads": _("several bodies lead, and it is not said who answers for what"),
    "no-product": _("no product, figure or report by which the result is known"),
    "no-authority": _("it is not said to whom it is reported or who decides"),
    "no-issuer": _("the document names no body that issues it"),
}


def gap_words(code: str) -> str:
    """Return the sentence of a gap; one of an older version is told by its code."""
    return str(GAPS.get(code, code))

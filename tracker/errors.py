"""Faults that the person at the screen can understand; the web and the command line show them.

Messages here are English and for logs; ``code`` and ``details`` let an interface say the
fault in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping


class TrackerError(Exception):
    """Something that was asked cannot be done."""

    code = "error"

    def __init__(self, message: str | None = None, **details: str | int) -> None:
        self.message = message or (self.__doc__ or "").splitlines()[0]
        super().__init__(self.message)
        self.details = details


class NotFound(TrackerError):
    """There is no such thing, or it is not for this person to know of."""

    code = "not-found"


class NotAllowed(TrackerError):
    """This person's role does not include this act."""

    code = "not-allowed"


class Conflict(TrackerError):
    """Somebody else was first, or the thing is no longer in a state for this act."""

    code = "conflict"


class Invalid(TrackerError):
    """What was typed cannot be taken as it is.

    ``fields`` maps a field's name to the code of its fault; all faults of a form come at once.
    """

    code = "invalid"

    def __init__(self, fields: Mapping[str, str], message: str | None = None) -> None:
        super().__init__(message or "; ".join(f"{name}: {fault}" for name, fault in fields.items()))
        self.fields = dict(fields)


class Unavailable(TrackerError):
    """The service cannot do this just now; trying again later may help."""

    code = "unavailable"

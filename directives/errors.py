"""What can be wrong with a file, in words that say what was found and what to do."""

from __future__ import annotations


class DirectiveError(Exception):
    """A document could not be read.

    ``code`` is stable and lets a caller show the fault in another language; ``details`` are
    the values that the sentence names.
    """

    code = "unreadable"

    def __init__(self, message: str, **details: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class EmptyFileError(DirectiveError):
    """The file has no bytes, or no words."""

    code = "empty"


class UnsupportedFormatError(DirectiveError):
    """The content is of no format that can be read here, whatever its name says."""

    code = "unsupported"


class DamagedFileError(DirectiveError):
    """The file begins like a known format but cannot be read to its end."""

    code = "damaged"


class EncryptedFileError(DirectiveError):
    """The file is protected by a password."""

    code = "encrypted"


class LimitExceededError(DirectiveError):
    """The file is larger, deeper or more numerous in its parts than a limit allows."""

    code = "limit"

"""The office's mail server: takes a message, or says whether trying later may help."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

TIMEOUT_SECONDS = 20.0
PERMANENT = 500


class MailTroubleError(Exception):
    """The mail server cannot be reached or used just now; no mail gets through."""


class MailDelayedError(MailTroubleError):
    """The mail server does not take this mail now; later it may."""


class MailRefusedError(Exception):
    """The mail server will never take this mail."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """How mails leave; ``security`` is "starttls", "tls" or "none", ``sender`` their address.

    Certificates are checked. Without a ``user`` nobody is signed in.
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` over.

        Raises:
            MailTroubleError: try it again later, as any other.
            MailDelayedError: try this one again later.
            MailRefusedError: do not try this one again.
        """
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise MailTroubleError(_said(error)) from error
        try:
            connection.send_message(message, from_addr=self.sender)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            fault = MailRefusedError if _code(error) >= PERMANENT else MailDelayedError
            raise fault(_said(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailTroubleError(_said(error)) from error
        finally:
            # The mail has been taken or refused; how the server says goodbye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.security == "starttls":
                connection.starttls(context=context)
            if self.user:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection


def _code(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code
    return min(code for code, _ in error.recipients.values())


def _said(error: Exception) -> str:
    """Return what an administrator needs to see of an error, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {words!r}" for code, words in error.recipients.values()]
        return f"recipient refused: {'; '.join(answers)}"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]

"""A mail server on this machine that keeps what it takes, for tests."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from tracker.mail import MailServer

SENDER = "theodoi@tinh.example"


@dataclass
class Mailbox:
    """What a mail server has taken; ``answer`` is what it says to the next ones."""

    port: int
    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, SENDER, security="none")

    def texts(self) -> list[str]:
        return [mail.get_content() for mail in self.mails]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port

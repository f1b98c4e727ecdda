"""A mail server for tests: it keeps every message with the moments it came, and misbehaves on request."""

import asyncio
import socket
import threading
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Delivery:
    """A message that arrived. The moments are `time.time()`'s."""

    begun_at: float
    """When the sender was named (MAIL FROM): the sending had started."""
    received_at: float
    """When the whole message was there (end of DATA)."""
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


class SmtpSink:
    """Use as a context manager; `url` is an EMAIL_URL, `deliveries` what arrived, in order.

    It accepts everything until told otherwise: `refuse()`, `drop_after_data()`, `slow()`, and `behave()` again.
    """

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.deliveries: list[Delivery] = []
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.behave()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        return [delivery.message for delivery in self.deliveries]

    def behave(self) -> None:
        """Accept everything at once."""
        self._refusal: str | None = None
        self._drops = False
        self._pause = 0.0

    def refuse(self, reply: str = "550 5.1.1 No such mailbox") -> None:
        """Refuse every recipient: for good (5xx) or for now (4xx)."""
        self._refusal = reply

    def drop_after_data(self) -> None:
        """Keep each message, then hang up without a word: the sender cannot know whether it arrived."""
        self._drops = True

    def slow(self, seconds: float) -> None:
        """Take this long to accept a message."""
        self._pause = seconds

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    # --- aiosmtpd's hooks -------------------------------------------------------------------------

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        envelope.begun_at = time.time()  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._refusal:
            return self._refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        received_at = time.time()
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        with self._lock:
            self.deliveries.append(
                Delivery(
                    begun_at=envelope.begun_at,  # type: ignore[attr-defined]
                    received_at=received_at,
                    sender=envelope.mail_from or "",
                    recipients=tuple(envelope.rcpt_tos),
                    message=message_from_bytes(content, EmailMessage, policy=policy.default),
                )
            )
        if self._pause:
            await asyncio.sleep(self._pause)
        if self._drops and server.transport is not None:
            server.transport.abort()
        return "250 OK"

"""Mail over SMTP, step by step, so that after a failure it is known whether the message can have arrived."""

import re
import smtplib
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import Self

from django.core.mail.utils import DNS_NAME

from comptoir.core.mail.answers import Answer, NotSent, Sent, Uncertain
from comptoir.core.mail.messages import wire

MESSAGES_PER_CONNECTION = 100
"""Many servers hang up after so many; leaving earlier than they do keeps it from happening in mid-message."""
IDLE = 5.0
"""Seconds after which an open connection is asked whether it still lives before a message is trusted to it."""


@dataclass(frozen=True)
class SmtpServer:
    """Where to connect, and as whom."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    """Encrypted from the first byte (smtps)."""
    starttls: bool = False
    timeout: float = 10.0
    """Seconds to wait for a connection and for each answer. The answer to a whole message may take six times as long:
    servers look for viruses before they give it, and giving up then makes a reminder uncertain."""


class SmtpTransport:
    """One connection to a mail server, opened when needed, used for many messages, opened again when lost."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0
        self._used_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def connect(self) -> NotSent | None:
        """Open a connection, or make sure that the open one still lives. None when a message may be sent."""
        if self._sent >= MESSAGES_PER_CONNECTION:
            self._leave()
        if self._smtp is not None and (time.monotonic() - self._used_at < IDLE or self._lives(self._smtp)):
            return None
        self._hang_up()
        try:
            self._smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:  # SMTPException: refused at the door, wrong password
            return NotSent(_words(error))
        self._sent = 0
        self._used_at = time.monotonic()
        return None

    def send(self, message: Message, *, sender: str, recipients: Sequence[str]) -> Answer:
        """Send one message. Until its first byte leaves any failure is NotSent; from then on only an answer is sure."""
        if self._smtp is None and (unready := self.connect()):
            return unready
        assert self._smtp is not None
        smtp = self._smtp
        try:
            refused = self._announce(smtp, sender, recipients)
        except _Refused as refusal:
            self._reset(smtp, refusal.code)
            return NotSent(str(refusal), permanent=refusal.permanent)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._hang_up()
            return NotSent(_words(error))
        answer = self._hand_over(smtp, wire(message), refused)
        self._sent += 1
        self._used_at = time.monotonic()
        return answer

    # --- The steps --------------------------------------------------------------------------------

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        kind = smtplib.SMTP_SSL if server.tls else smtplib.SMTP
        smtp = kind(server.host, server.port, local_hostname=DNS_NAME.get_fqdn(), timeout=server.timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.starttls:
                smtp.starttls()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _announce(self, smtp: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> dict[str, str]:
        """MAIL, RCPT and DATA. Returns the recipients refused; raises _Refused when nobody is left or nothing goes."""
        utf8 = not all(address.isascii() for address in (sender, *recipients)) and smtp.has_extn("smtputf8")
        _expect(smtp.mail(sender, ["SMTPUTF8"] if utf8 else []), 250)
        refusals: dict[str, _Refused] = {}
        for recipient in recipients:
            try:
                _expect(smtp.rcpt(recipient), 250, 251, 252)
            except _Refused as refusal:
                if refusal.code == 421:
                    raise
                refusals[recipient] = refusal
        if len(refusals) == len(recipients):
            raise _Refused.together(list(refusals.values()))
        _expect(smtp.docmd("DATA"), 354)
        return {recipient: str(refusal) for recipient, refusal in refusals.items()}

    def _hand_over(self, smtp: smtplib.SMTP, content: bytes, refused: dict[str, str]) -> Answer:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self.server.timeout * 6)
            smtp.send(_dotted(content))
            code, reply = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self.server.timeout)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Uncertain(_words(error))
        if code == 250:
            return Sent(refused)
        if 400 <= code < 600:
            self._reset(smtp, code)
            return NotSent(_said(code, reply), permanent=code >= 500)
        self._hang_up()
        return Uncertain(_said(code, reply))

    # --- The connection ---------------------------------------------------------------------------

    def _lives(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _reset(self, smtp: smtplib.SMTP, code: int) -> None:
        """Make the connection ready for another message after a refusal, or give it up."""
        try:
            if code != 421 and smtp.rset()[0] == 250:
                self._used_at = time.monotonic()
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._hang_up()

    def _leave(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


class _Refused(Exception):
    """The mail server said no."""

    def __init__(self, code: int, words: str) -> None:
        self.code = code
        super().__init__(words)

    @property
    def permanent(self) -> bool:
        return self.code >= 500

    @classmethod
    def together(cls, refusals: "list[_Refused]") -> "_Refused":
        """All recipients refused: for good only if each was."""
        return cls(min(refusal.code for refusal in refusals), " · ".join(dict.fromkeys(map(str, refusals))))


def _expect(reply: tuple[int, bytes], *codes: int) -> None:
    code, words = reply
    if code not in codes:
        raise _Refused(code, _said(code, words))


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode(errors='replace')}".replace("\n", " ").strip()


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        return _said(error.smtp_code, words)
    return str(error) or type(error).__name__


def _dotted(content: bytes) -> bytes:
    """The message with its end: a line with a dot alone, other leading dots doubled (RFC 5321, 4.5.2)."""
    doubled = re.sub(rb"(?m)^\.", b"..", content)
    return doubled + (b"" if doubled.endswith(b"\r\n") else b"\r\n") + b".\r\n"

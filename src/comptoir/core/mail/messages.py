"""Mails put together so that nothing a customer typed can add a header or a recipient."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import format_datetime
from io import BytesIO


@dataclass(frozen=True)
class Attachment:
    """A file that comes with a mail."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


def compose(
    *,
    sender: str,
    sender_name: str = "",
    recipients: Sequence[str],
    subject: str,
    body: str,
    message_id: str,
    at: dt.datetime,
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """A plain-text mail that says it was written by a program (RFC 3834), so that no absence notice answers it.

    It may carry files.
    `message_id` is its unique part, before the sign; the same letter tried twice keeps it, so that a recipient's mail
    server can tell. Line breaks in names, addresses, subject and file names become spaces.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _address(sender, sender_name)
    message["To"] = [_address(recipient) for recipient in recipients]
    if reply_to:
        message["Reply-To"] = _address(reply_to)
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{_one_line(message_id)}@{_ascii_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte="quoted-printable")
    for file in attachments:
        main, __, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=_one_line(file.name))
    return message


def wire(message: Message) -> bytes:
    """The message as it goes over the wire: lines end in CR LF."""
    buffer = BytesIO()
    BytesGenerator(buffer, mangle_from_=False, policy=message.policy.clone(linesep="\r\n")).flatten(message)
    return buffer.getvalue()


def _address(address: str, name: str = "") -> Address:
    local, at_sign, domain = _one_line(address).rpartition("@")
    if not at_sign:
        raise ValueError(f"not an e-mail address: {address!r}")
    return Address(display_name=_one_line(name), username=local, domain=domain)


def _ascii_domain(address: str) -> str:
    return address.rpartition("@")[2].strip().encode("idna").decode()


def _one_line(text: str) -> str:
    return " ".join(text.split())

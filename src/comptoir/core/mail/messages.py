"""Mails put together so that nothing a customer typed can add a header or a recipient."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email import quoprimime
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import format_datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from comptoir.core.mail.headers import ADDRESSES, POLICY, plain


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
    message = EmailMessage(policy=POLICY)
    message["From"] = _addresses("From", sender, name=sender_name)
    message["To"] = plain("To", ", ".join(recipients), ADDRESSES) or _addresses("To", *recipients)
    if reply_to:
        message["Reply-To"] = _addresses("Reply-To", reply_to)
    for name, value in (
        ("Subject", _one_line(subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{_one_line(message_id)}@{_ascii_domain(sender)}>"),
    ):
        message[name] = plain(name, value) or value
    for header in _OF_EACH:
        message[header.name] = header
    message.set_payload(_quoted(body))
    for file in attachments:
        main, __, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=_one_line(file.name))
    return message


def wire(message: Message) -> bytes:
    """The message as it goes over the wire: lines end in CR LF."""
    buffer = BytesIO()
    policy = message.policy if message.policy is POLICY else message.policy.clone(linesep="\r\n")
    BytesGenerator(buffer, mangle_from_=False, policy=policy).flatten(message)
    return buffer.getvalue()


_OF_EACH = [
    POLICY.header_factory(name, value)
    for name, value in (
        ("Auto-Submitted", "auto-generated"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "quoted-printable"),
        ("MIME-Version", "1.0"),
    )
]
"""Read once, as `EmailMessage.set_content` would each time, which is half of the work on a mail."""


def _quoted(text: str) -> str:
    """`text` as quoted-printable, its lines ended alike."""
    lines = text.encode().splitlines()
    return quoprimime.body_encode(b"".join(line + b"\n" for line in lines).decode("latin-1"), 78)


@lru_cache(maxsize=64)
def _addresses(header: str, *addresses: str, name: str = "") -> Any:
    """A header with addresses. It is kept: many mails in a row come from one sender."""
    return POLICY.header_factory(header, [_address(address, name) for address in addresses])


def _address(address: str, name: str = "") -> Address:
    local, at_sign, domain = _one_line(address).rpartition("@")
    if not at_sign:
        raise ValueError(f"not an e-mail address: {address!r}")
    return Address(display_name=_one_line(name), username=local, domain=domain)


@lru_cache(maxsize=64)
def _ascii_domain(address: str) -> str:
    return address.rpartition("@")[2].strip().encode("idna").decode()


def _one_line(text: str) -> str:
    return " ".join(text.split())

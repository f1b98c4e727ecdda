"""Django's own mails (a forgotten password) leave the same way as reminders."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from comptoir.core.mail.answers import Sent
from comptoir.core.mail.urls import transport


class MailNotSent(Exception):
    """The transport did not take the mail; `str()` says why."""


class EmailBackend(BaseEmailBackend):
    """settings.EMAIL_BACKEND: sends through the transport of EMAIL_URL."""

    def __init__(self, fail_silently: bool = False, **ignored: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send them all over one connection; returns how many left. Raises MailNotSent unless asked to be silent."""
        sent = 0
        with transport(settings.EMAIL_URL) as way_out:
            for mail in email_messages:
                if not mail.recipients():
                    continue
                sender = parseaddr(mail.from_email)[1]
                recipients = [parseaddr(recipient)[1] for recipient in mail.recipients()]
                answer = way_out.connect() or way_out.send(mail.message(), sender=sender, recipients=recipients)
                if isinstance(answer, Sent):
                    sent += 1
                elif not self.fail_silently:
                    raise MailNotSent(answer.reason)
        return sent

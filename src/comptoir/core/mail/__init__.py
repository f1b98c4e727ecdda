"""Mail leaves through one small interface, whatever is behind it: a mail server, a folder, the terminal."""

from comptoir.core.mail.answers import Answer, NotSent, Sent, Transport, Uncertain
from comptoir.core.mail.letter import Letter
from comptoir.core.mail.messages import Attachment, compose
from comptoir.core.mail.urls import UnknownMailUrl, transport

__all__ = [
    "Answer",
    "Attachment",
    "Letter",
    "NotSent",
    "Sent",
    "Transport",
    "Uncertain",
    "UnknownMailUrl",
    "compose",
    "transport",
]

"""What a mail says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A mail as the customer reads it."""

    subject: str
    body: str

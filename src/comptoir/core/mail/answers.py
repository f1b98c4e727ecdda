"""What can become of a message that was given to a transport: exactly three things."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from types import TracebackType
from typing import Protocol, Self


@dataclass(frozen=True)
class Sent:
    """Somebody took responsibility for the message, for at least one recipient."""

    refused: dict[str, str] = field(default_factory=dict)
    """Recipients for whom it was not taken, and the mail server's words."""


@dataclass(frozen=True)
class NotSent:
    """The message certainly did not leave: it may be tried again."""

    reason: str
    permanent: bool = False
    """The mail server said that trying the same again is of no use (5xx)."""


@dataclass(frozen=True)
class Uncertain:
    """The message was handed over and the answer never came: it may or may not have arrived."""

    reason: str


Answer = Sent | NotSent | Uncertain


class Transport(Protocol):
    """A way out for mail, used as a context manager around any number of messages."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def connect(self) -> NotSent | None:
        """Be ready to send at once. None when ready, else why not."""

    def send(self, message: Message, *, sender: str, recipients: Sequence[str]) -> Answer:
        """Send one message now. Never raises for what the other side does or fails to do."""

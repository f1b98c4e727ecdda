"""Mail that stays here: as files in a folder, or on the terminal."""

import os
import re
import sys
from collections.abc import Sequence
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from comptoir.core.mail.answers import Answer, NotSent, Sent
from comptoir.core.mail.messages import wire


class _Here:
    """What the two have in common: nothing to connect to, nothing to leave."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def connect(self) -> NotSent | None:
        """Always ready."""
        return None


class FileTransport(_Here):
    """Each message becomes one .eml file, which is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message, *, sender: str, recipients: Sequence[str]) -> Answer:
        """Write the file. The same message again replaces it."""
        path = self.folder / f"{_name(message)}.eml"
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(wire(message))
            os.replace(unfinished, path)
        except OSError as error:
            return NotSent(str(error))
        return Sent()


class ConsoleTransport(_Here):
    """Messages are printed, for trying things out."""

    def send(self, message: Message, *, sender: str, recipients: Sequence[str]) -> Answer:
        """Print the message."""
        text = wire(message).decode(errors="replace").replace("\r\n", "\n")
        sys.stdout.write(f"{'-' * 79}\n{text}\n{'-' * 79}\n")
        sys.stdout.flush()
        return Sent()


def _name(message: Message) -> str:
    """Sorts by date; the same for the same message."""
    moment = parsedate_to_datetime(str(message["Date"]))
    unique = re.sub(r"[^A-Za-z0-9.-]+", "-", str(message["Message-ID"]).partition("@")[0]).strip("-.")
    return f"{moment:%Y%m%dT%H%M%S}-{unique[:80]}"

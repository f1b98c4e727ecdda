"""Where uploaded bytes are kept: a folder of Comptoir's own, which no web server shows."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class Keeping(FileSystemStorage):
    """Files in MEDIA_ROOT that are on the disk before their name is given back: a row never loses its bytes to a power cut."""

    def _save(self, name: str, content: Any) -> str:
        name = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(name))
        for each in (path, path.parent):
            _flush(each)
        return name


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

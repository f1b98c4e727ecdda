"""Where uploaded bytes are kept: a folder of Comptoir's own, which no web server shows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage


class Keeping(FileSystemStorage):
    """Files in MEDIA_ROOT that are on the disk before their name is given back: a row never loses its bytes to a power cut."""

    def _save(self, name: str, content: Any) -> str:
        name = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(name))
        for each in (path, path.parent):
            _flush(each)
        return name


@contextmanager
def stored(place: str, content: IO[bytes]) -> Iterator[str]:
    """The bytes, kept at about `place` while what is done with them succeeds; removed when it does not."""
    content.seek(0)
    name = default_storage.save(place, content if isinstance(content, File) else File(content))
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

"""Why a file cannot be read at all."""


class Unreadable(Exception):
    """The file is none that can be imported; `str()` is a sentence that names the fault, and the row where there is one."""

    def __init__(self, sentence: str, *, row: int | None = None) -> None:
        self.sentence, self.row = sentence, row
        super().__init__(sentence)

"""Text made comparable: what people type finds what is written, whatever the accents and capitals."""

import re
import unicodedata

_FOLDS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def folded(text: str) -> str:
    """`text` in lower case, without accents, with single spaces: «Müller  & Söhne» → «muller & sohne»."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_FOLDS).split())


def only_digits(text: str) -> str:
    """The digits of `text`, nothing else."""
    return re.sub(r"\D", "", text)

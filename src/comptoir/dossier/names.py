"""What a file may be called: a name, never a path, and nothing that hides what it is."""

import re
import unicodedata

LONGEST = 200
"""Characters of a name, its ending included."""


def cleaned(name: str) -> str:
    """The last part of `name` without what cannot be seen, at most LONGEST characters; its ending stays.

    Invisible characters go because they can turn the order of letters around: a program that looks like a PDF.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    visible = "".join(" " if sign.isspace() else sign for sign in name if sign.isspace() or sign.isprintable())
    stem, ending = parted(re.sub(r" +", " ", visible).lstrip().rstrip(" ."))
    if not ending:
        return stem[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .') or 'file'}.{ending}"


def parted(name: str) -> tuple[str, str]:
    """A name and its ending, in lower case; "" when it has none: "Offer.PDF" → ("Offer", "pdf")."""
    found = re.fullmatch(r"(.*)\.([A-Za-z0-9]{1,10})", name, re.DOTALL)
    return (found[1], found[2].lower()) if found else (name, "")

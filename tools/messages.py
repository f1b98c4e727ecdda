"""Comptoir's sentences and their translations, without the gettext programs.

python -m tools.messages update    bring src/comptoir/locale/*/LC_MESSAGES/django.po up to the source's sentences
python -m tools.messages check     name what is missing, unsure, left over, or has other placeholders
python -m tools.messages compile   write the .mo files that Comptoir reads

English is the source and has no catalogue.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "comptoir"
LANGUAGES = ("fr", "nl", "de")

PLAIN, PLURAL, CONTEXT, CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_PLURAL),
}

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|(?<!%)(?:%%)*%[sdif]|\{\w*\}")
UNNAMED = re.compile(r"(?<!%)(?:%%)*%[sdif]|\{\}")
VOLATILE = re.compile(
    r'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    r"|Generated-By):.*\n",
    re.MULTILINE,
)
"""Header lines that would change with every run and say nothing that version control does not."""


def catalogue(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


# --- The source's sentences -----------------------------------------------------------------------


def source_messages() -> Catalog:
    """Every sentence in Python files and templates, with the files it is in."""
    found = Catalog()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py":
            text = path.read_text()
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            text = as_python(path)
        else:
            continue
        for _, ids, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",)):
            place = (path.relative_to(SOURCE).as_posix(), 0)
            found.add(ids, locations=[place], auto_comments=comments, context=context)
    return found


def as_python(template: Path) -> str:
    """A template with its sentences as gettext calls and all else blotted out, each line moved to the margin."""
    from django.utils.translation.template import templatize

    text = templatize(template.read_text(), origin=str(template))
    return "\n".join(line.strip() for line in text.splitlines())


# --- update ---------------------------------------------------------------------------------------


def update() -> None:
    """Merge the source's sentences into each catalogue; translations stay, what the source lost goes."""
    source = source_messages()
    for language in LANGUAGES:
        path = catalogue(language)
        merged = read(language) if path.exists() else Catalog(language)
        merged.update(source, no_fuzzy_matching=True, update_creation_date=False)
        merged.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(merged))
        print(f"{language}: {len(merged)} messages, {sum(not is_complete(m) for m in merged if m.id)} to translate")


def read(language: str) -> Catalog:
    return read_po(io.BytesIO(catalogue(language).read_bytes()), locale=language)


def as_text(merged: Catalog) -> str:
    """Sorted by sentence and without line numbers, so that a change shows only what changed."""
    merged.header_comment = f"# Comptoir in {merged.locale.english_name if merged.locale else '?'}."
    merged.fuzzy = False
    text = io.BytesIO()
    write_po(text, merged, width=0, sort_output=True, include_lineno=False)
    return VOLATILE.sub("", text.getvalue().decode())


# --- check ----------------------------------------------------------------------------------------


def check() -> list[str]:
    """What is wrong with the sentences and their translations, a line each."""
    source = source_messages()
    faults = [
        f"source: placeholders need names: {title(message)}"
        for message in source
        if any(UNNAMED.search(text) for text in texts(message.id))
    ]
    for language in LANGUAGES:
        translated = read(language) if catalogue(language).exists() else Catalog(language)
        faults += [f"{language}: {fault}" for fault in differences(source, translated)]
    return faults


def differences(source: Catalog, translated: Catalog) -> Iterator[str]:
    for message in source:
        if not message.id:
            continue
        own = translated.get(message.id, message.context)
        if own is None or not is_complete(own, translated.num_plurals) or own.pluralizable != message.pluralizable:
            yield f"not translated: {title(message)}"
        elif own.fuzzy:
            yield f"unsure (fuzzy): {title(message)}"
        elif not same_placeholders(own):
            yield f"other placeholders: {title(message)}"
    for message in translated:
        if message.id and source.get(message.id, message.context) is None:
            yield f"left over: {title(message)}"


def is_complete(message: Message, plurals: int = 2) -> bool:
    forms = texts(message.string)
    return all(form.strip() for form in forms) and len(forms) == (plurals if message.pluralizable else 1)


def same_placeholders(message: Message) -> bool:
    """Whether each form of a translation has its sentence's placeholders; the singular may say "one" in words."""
    singular, *plural = [placeholders(text) for text in texts(message.id)]
    first, *others = [placeholders(text) for text in texts(message.string)]
    return first in [singular, *plural] and all(other == plural[0] for other in others)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value or ""] if value is None or isinstance(value, str) else list(value)


def title(message: Message) -> str:
    """A sentence on one line, with its context and its files."""
    sentence = " ".join(texts(message.id)[0].split())
    context = f" ({message.context})" if message.context else ""
    files = ", ".join(sorted({path for path, _ in message.locations}))
    return f"“{sentence}”{context}" + (f"  {files}" if files else "")


# --- compile --------------------------------------------------------------------------------------


def compile_stale() -> None:
    """Write the .mo file of every catalogue that is newer than it."""
    for source in (SOURCE / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            text = io.BytesIO()
            write_mo(text, read_po(io.BytesIO(source.read_bytes()), locale=source.parts[-3]))
            compiled.write_bytes(text.getvalue())


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
    elif arguments == ["compile"]:
        compile_stale()
    elif arguments == ["check"]:
        faults = check()
        print("\n".join(faults) or "All sentences are translated.")
        return 1 if faults else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

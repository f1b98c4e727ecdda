"""What mails about documents say: the account's own words where it has some, else Comptoir's."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.core.mail import Letter
from comptoir.invoicing import placeholders
from comptoir.invoicing.mail_facts import facts_of
from comptoir.invoicing.models import CreditNote, Invoice, MailKind, MailTemplate
from comptoir.invoicing.usual_mails import usual

LONGEST_BODY = 10_000
LONGEST_SUBJECT = 200
"""Less than a mail's, since what fills its gaps may be longer than their names."""

Words = Mapping[tuple[str, str], Letter]


def written(
    kind: str,
    document: Invoice | CreditNote,
    *,
    language: str | None = None,
    facts: Mapping[str, str] | None = None,
    words: Words | None = None,
) -> Letter:
    """The mail of `kind` about `document`, in the customer's language unless another is asked for.

    Needs the document's customer and department at hand. `facts` fill gaps that the document does not (late costs).
    One query, or none with `words`, the account's own (see `own_words`), for many letters.
    """
    language = language or document.customer.language
    if words is None:
        words = own_words(document.account_id, kind=kind, language=language)
    said = words.get((kind, language)) or usual(kind, language)
    return fill(said, facts_of(document, kind=kind, language=language) | dict(facts or {}))


def fill(said: Letter, facts: Mapping[str, str]) -> Letter:
    """`said` with its gaps filled; a subject is one line of 250 characters at most."""
    subject = " ".join(placeholders.filled(said.subject, facts).split())
    return Letter(subject=subject[:250], body=placeholders.filled(said.body, facts).strip("\n") + "\n")


def own_words(account_id: UUID, **narrowed: str) -> dict[tuple[str, str], Letter]:
    """The account's own words by kind and language, gaps and all. One query."""
    rows = MailTemplate.objects.filter(account=account_id, **narrowed)
    return {(row.kind, row.language): Letter(row.subject, row.body) for row in rows}


def change_template(
    account: Account, *, kind: str, language: str, subject: str, body: str, by: User, at: dt.datetime
) -> MailTemplate | None:
    """Say a mail of `kind` in `language` in the account's own words from now on.

    What is said already leaves no activity. Saying it in Comptoir's words is resetting it: None then. Raises
    ValidationError on "subject" or "body": empty, too long, or with a gap that cannot be filled. Needs the right to
    settings.
    """
    require(by, Right.SETTINGS)
    _know(kind, language)
    said = Letter(" ".join(subject.split()), body.replace("\r\n", "\n").strip() + "\n")
    _check(said, kind=kind)
    with transaction.atomic():
        present = _locked(account, kind, language)
        before = Letter(present.subject, present.body) if present else usual(kind, language)
        if said == before:
            return present
        if present and said == usual(kind, language):
            _forget(present, by=by, at=at)
            return None
        template = present or MailTemplate(account=account, kind=kind, language=language)
        template.subject, template.body, template.updated_at = said.subject, said.body, at
        template.save()
        _tell("changed", template, by=by, at=at)
    return template


def reset_template(account: Account, *, kind: str, language: str, by: User, at: dt.datetime) -> None:
    """Say it in Comptoir's words again. Without words of its own nothing changes. Needs the right to settings."""
    require(by, Right.SETTINGS)
    _know(kind, language)
    with transaction.atomic():
        if template := _locked(account, kind, language):
            _forget(template, by=by, at=at)


def check_words(said: Letter, *, kind: str) -> None:
    """Raise what `change_template` would for these words."""
    _check(said, kind=kind)


def _locked(account: Account, kind: str, language: str) -> MailTemplate | None:
    # The account's row first: two who change the same mail for the first time have no other row to meet at.
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    found: MailTemplate | None = MailTemplate.objects.of(account).filter(kind=kind, language=language).first()
    return found


def _forget(template: MailTemplate, *, by: User, at: dt.datetime) -> None:
    _tell("reset", template, by=by, at=at)
    template.delete()


def _know(kind: str, language: str) -> None:
    if kind not in MailKind.values:
        raise ValidationError({"kind": _("There is no such mail.")})
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("There is no such language.")})


def _check(said: Letter, *, kind: str) -> None:
    faults: dict[str, ValidationError] = {}
    for name, longest in (("subject", LONGEST_SUBJECT), ("body", LONGEST_BODY)):
        text = getattr(said, name)
        if not text.strip():
            faults[name] = ValidationError(_("Please fill this in."))
        elif len(text) > longest or "\0" in text:
            faults[name] = ValidationError(_("At most %(count)d characters.") % {"count": longest})
        else:
            try:
                placeholders.check(text, kind=kind)
            except ValidationError as fault:
                faults[name] = fault
    if faults:
        raise ValidationError({name: fault.messages for name, fault in faults.items()})


def _tell(what: str, template: MailTemplate, *, by: User, at: dt.datetime) -> None:
    record(
        f"mail_template.{what}",
        account=template.account,
        by=by,
        at=at,
        subject=template,
        mail={"kind": template.kind, "language": template.language},
    )

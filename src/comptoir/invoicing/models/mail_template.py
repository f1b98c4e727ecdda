"""What an account's mails to its customers say, where it wants other words than Comptoir's."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class MailKind(models.TextChoices):
    """What a mail is about. The last three are the letters of the reminder schedule, by their tone."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    REMINDER_FRIENDLY = "reminder_friendly", _("Friendly reminder")
    REMINDER_FIRM = "reminder_firm", _("Firm reminder")
    REMINDER_FINAL = "reminder_final", _("Final notice")


class MailTemplate(models.Model):
    """Subject and body of one kind of mail in one language, with placeholders. Without one, Comptoir's words are used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=MailKind.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("Subject"), max_length=250)
    body = models.TextField(_("Text"))
    updated_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("account", "kind", "language", name="mail_template_once")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"

"""What needs the reader today: a number for each, linked to where it is seen to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.rights import Right
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice, Reminder
from comptoir.quotations.models import Quotation
from comptoir.web import speech
from comptoir.web.clock import today
from comptoir.web.today import counting

CAP = 99


@dataclass(frozen=True)
class Need:
    """How many there are of something, at most CAP + 1, which stands for more."""

    label: str
    number: int
    url: str
    is_late: bool = False

    @property
    def said(self) -> str:
        """`12`, `99+`, or a dash."""
        if self.number > CAP:
            return f"{speech.number(CAP)}+"
        return speech.number(self.number) if self.number else "–"


def of_user(request: HttpRequest) -> list[Need]:
    """The reader's follow-ups and resting deals, and what waits in the account's invoices. One query for each."""
    user, account, on = request.user, request.user.account, today(request)
    needs = [Need(_("Follow-ups due"), counting.due(request), reverse("today"))]
    if user.sees(Right.INVOICES):
        invoices = Invoice.objects.of(account)
        undecided = Reminder.objects.of(account).filter(state=Reminder.State.UNCERTAIN)
        needs += [
            Need(_("Drafts to book"), _count(invoices.drafts()), f"{reverse('invoices')}?tab=draft"),
            Need(_("Invoices overdue"), _count(invoices.overdue(on=on)), f"{reverse('invoices')}?tab=overdue", True),
            Need(_("Reminders to decide about"), _count(undecided), f"{reverse('reminders')}?tab=uncertain", True),
        ]
    if user.sees(Right.DEALS):
        mine = Deal.objects.of(account).filter(responsible_user=user)
        theirs = Quotation.objects.of(account).filter(deal__responsible_user=user)
        needs += [
            Need(
                _("My deals at rest"),
                _count(mine.needing_attention(on=on)),
                f"{reverse('deals_list')}?who=mine&attention=1",
                True,
            ),
            Need(_("My open quotations"), _count(theirs.open()), reverse("quotations")),
        ]
    return needs


def _count(rows: "QuerySet[Any]") -> int:
    return rows.order_by()[: CAP + 1].count()

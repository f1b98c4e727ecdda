"""What the receivables are asked for: which department, which currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from comptoir.accounts.models import Department
from comptoir.core.money import CURRENCIES
from comptoir.web.find import named


@dataclass(frozen=True)
class Asked:
    """The department and the currency in the address. A foreign department is missing: Http404."""

    request: HttpRequest

    @cached_property
    def department(self) -> Department | None:
        """Whose invoices; None: those of all."""
        return named(self.request, Department, "department")

    def currency(self, there: Iterable[str]) -> str:
        """The one asked for, else the account's, else the first in which something is due."""
        asked, usual, there = self.request.GET.get("currency", ""), self.request.user.account.currency, list(there)
        if asked in CURRENCIES:
            return asked
        return usual if usual in there or not there else there[0]

    @property
    def kept(self) -> dict[str, str]:
        """The department, as it stands in an address."""
        return {"department": str(self.department.pk)} if self.department else {}

    @property
    def is_over_time(self) -> bool:
        """Whether it is asked how it went in the last twelve months."""
        return "over-time" in self.request.GET

    def over_time_url(self, currency: str) -> str:
        """The same page with how it went, wherever in the list of those who owe."""
        query = self.request.GET.copy()
        query["currency"], query["over-time"] = currency, "yes"
        return f"?{query.urlencode()}"

    def url(self, currency: str, *, overdue: bool = False, **narrowing: str) -> str:
        """The invoices behind a figure in `currency`."""
        tab = {"tab": "overdue" if overdue else "outstanding"}
        return f"{reverse('invoices')}?{urlencode(tab | narrowing | {'currency': currency} | self.kept)}"

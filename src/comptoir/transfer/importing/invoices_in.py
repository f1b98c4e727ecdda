"""A file of invoices that were booked elsewhere, each for a customer that is found by VAT number or by name."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department
from comptoir.core.text import folded
from comptoir.customers import many
from comptoir.customers.facts import Facts
from comptoir.customers.many import New
from comptoir.customers.models import Customer, Kind
from comptoir.invoicing.historical import HistoricalInvoice, numbers_taken, take_over
from comptoir.transfer.importing import invoice_told
from comptoir.transfer.importing.going import Going, Row
from comptoir.transfer.importing.invoice_told import Told
from comptoir.transfer.models import ImportedRow
from comptoir.transfer.reading import Table


@dataclass
class InvoicesIn(Going):
    """Numbers must be new to the department. Whoever is not known is added as a company, when that was chosen."""

    places: dict[str, int] = field(default_factory=dict)
    """Where in the file a number stood first."""
    adding: dict[tuple[str, str], New] = field(default_factory=dict)
    """The companies to be added, by what finds them."""

    def prepare(self, table: Table) -> None:
        """What holds for the whole file."""
        account = self.importing.account
        departments = Department.objects.filter(account=account)
        chosen = departments.filter(pk=self.option("department", None)).first()
        self.department = chosen or departments.get(is_default=True)
        self.today, self.home = account.day(self.at), self.department.country
        self.adds_customers = bool(self.option("add_customers", False))

    def take(self, rows: list[Row]) -> None:
        """Check a batch against the file before it and against the account, and write it."""
        told = [each for row in rows if (each := invoice_told.told(row, home=self.home, today=self.today)) is not None]
        self._check_numbers(told)
        customers = self._customers(told)
        right = [(each, customers[each.row.place]) for each in told if not each.row.is_bad]
        self.totals["invoices"] += len(right)
        self.totals["settled"] += sum(_historical(each, each_of).is_settled for each, each_of in right)
        if self.may_write:
            self._write(right)

    def _check_numbers(self, told: list[Told]) -> None:
        taken = numbers_taken(self.department, [each.number for each in told])
        for each in told:
            if (first := self.places.setdefault(each.number, each.row.place)) != each.row.place:
                sentence = _("“%(number)s” stands in row %(row)s already.")
                each.row.blame("number", sentence % {"number": each.number, "row": first})
            elif each.number in taken:
                each.row.blame("number", _("An invoice “%(number)s” is there already.") % {"number": each.number})

    def _customers(self, told: list[Told]) -> dict[int, Customer]:
        """The customer of each row, by place; those that are nowhere are blamed or made ready to be added."""
        by_vat, by_name = self._found(told)
        found: dict[int, Customer] = {}
        for each in told:
            there = by_vat.get(each.vat_number) or by_name.get(folded(each.customer)) or []
            if len(there) > 1 and each.customer:
                there = [customer for customer in there if folded(customer.name) == folded(each.customer)] or there
            if len(there) > 1:
                column = "vat_number" if each.vat_number in by_vat else "customer"
                each.row.blame(column, _("Several customers are called “%(name)s”.") % {"name": there[0].name})
            elif there:
                found[each.row.place] = there[0]
            elif self.adds_customers:
                if new := self._to_add(each):
                    found[each.row.place] = new.customer
            else:
                words = {"name": each.customer or each.vat_number}
                each.row.blame("customer", _("There is no customer “%(name)s”.") % words)
        return found

    def _found(self, told: list[Told]) -> tuple[dict[str, list[Customer]], dict[str, list[Customer]]]:
        by_vat: dict[str, list[Customer]] = defaultdict(list)
        by_name: dict[str, list[Customer]] = defaultdict(list)
        customers = Customer.objects.of(self.importing.account).prefetch_related("addresses")
        if numbers := sorted({each.vat_number for each in told if each.vat_number}):
            for customer in customers.filter(vat_number__in=numbers):
                by_vat[customer.vat_number].append(customer)
        written = sorted({each.customer for each in told if each.customer})
        if written:
            sorted_names = sorted({folded(name) for name in written})
            for customer in customers.filter(Q(sort_name__in=sorted_names) | Q(name__in=written)):
                by_name[folded(customer.name)].append(customer)
        return by_vat, by_name

    def _to_add(self, each: Told) -> New | None:
        key = ("vat_number", each.vat_number) if each.vat_number else ("customer", folded(each.customer))
        if key in self.adding:
            return self.adding[key]
        facts: Facts = {"name": each.customer}
        if each.vat_number:
            facts["vat_number"] = each.vat_number
        if each.email:
            facts["emails"] = [{"type": "primary", "email": each.email}]
        try:
            new = many.prepared(facts, account=self.importing.account, kind=Kind.COMPANY, home=self.home, at=self.at)
        except ValidationError as refusal:
            for fact, errors in refusal.error_dict.items():
                each.row.blame("email" if fact == "emails" else "customer", errors[0].messages[0])
            return None
        new.effects = {"of_import": self.effect, "deactivated": False}
        self.adding[key] = new
        self.totals["added"] += 1
        if self.may_write:
            many.add_all([new], account=self.importing.account, by=self.by, at=self.at, kind="customer.imported")
            self.remember([self._made(each, ImportedRow.Made.CUSTOMER, new.customer.pk)])
        return new

    def _write(self, right: list[tuple[Told, Customer]]) -> None:
        historical = [_historical(told, customer) for told, customer in right]
        made = take_over(historical, department=self.department, by=self.by, at=self.at)
        self.remember(
            [
                self._made(told, ImportedRow.Made.INVOICE, invoice.pk)
                for (told, _customer), invoice in zip(right, made, strict=True)
            ]
        )

    def _made(self, told: Told, made: str, pk: Any) -> ImportedRow:
        return ImportedRow(of_import=self.importing, row=told.row.place, made=made, subject_id=pk)


def _historical(told: Told, customer: Customer) -> HistoricalInvoice:
    return HistoricalInvoice(
        customer=customer,
        number=told.number,
        invoice_date=told.invoice_date,
        due_on=told.due_on,
        total=told.total,
        currency=told.currency,
        paid_on=told.paid_on,
        paid_amount=told.paid_amount,
        purchase_order_number=told.purchase_order_number,
        payment_reference=told.payment_reference,
    )

"""A file of customers: each row adds one, changes one that is there, or is left out, as was chosen for the file."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.core.making import new_row
from comptoir.custom_fields.values import write_new
from comptoir.customers import many
from comptoir.customers.many import New
from comptoir.customers.records import home_of_facts
from comptoir.transfer.importing import customer_edits, customer_rows, meanings
from comptoir.transfer.importing.customer_rows import Told
from comptoir.transfer.importing.going import Going, Row
from comptoir.transfer.importing.known import Key, Known
from comptoir.transfer.importing.meanings import People
from comptoir.transfer.importing.own_fields import OwnFields
from comptoir.transfer.models import ImportedRow
from comptoir.transfer.reading import Table

SKIP, UPDATE, CREATE = "skip", "update", "create"


@dataclass
class CustomersIn(Going):
    """Duplicates are found by id, by VAT number and by e-mail, in the account and in the file itself."""

    places: dict[Key, int] = field(default_factory=dict)
    """Where in the file a customer stood first."""

    def prepare(self, table: Table) -> None:
        """Collect the e-mails of the file, so that the account is read through once."""
        account = self.importing.account
        self.known, self.people = Known(account), People(account)
        self.own = OwnFields(self.importing)
        self.home = str(self.option("home", ""))
        self.duplicates = str(self.option("duplicates", SKIP))
        places = [
            table.header.index(self.importing.mapping[name])
            for name in ("email", "invoicing_email")
            if name in self.importing.mapping
        ]
        if self.duplicates != CREATE and places:
            rows = (cells for _place, cells in table.rows())
            self.known.look_for_emails({meanings.text(cells[at]).lower() for cells in rows for at in places} - {""})

    def take(self, rows: list[Row]) -> None:
        """Check a batch, find who is there already, and write the rest."""
        checked = [pair for row in rows if (pair := self._checked(row)) is not None]
        matches = self._matches(checked)
        adding: list[tuple[Told, New]] = []
        for told, new in checked:
            there = matches[told.row.place]
            if there is not None and self.duplicates == UPDATE:
                self._edit(told, there)
            elif there is not None:
                self.totals["skipped"] += 1
            elif self._stands_once(told, new):
                adding.append((told, new))
        self._add(adding)

    def _checked(self, row: Row) -> tuple[Told, New] | None:
        told = customer_rows.told(row, home=self.home, people=self.people)
        try:
            new = many.prepared(told.facts, account=self.importing.account, kind=told.kind, home=self.home, at=self.at)
        except ValidationError as refusal:
            customer_rows.blame(row, refusal, home=self.home)
            return None
        told.custom = self.own.told(row, told.kind, home=home_of_facts(told.facts) or self.home)
        return None if row.is_bad else (told, new)

    def _matches(self, checked: list[tuple[Told, New]]) -> dict[int, Any]:
        """The customer that is there already, by place of the row; None: nobody."""
        found: dict[int, Any] = defaultdict(lambda: None)
        if self.duplicates == CREATE:
            return found
        own = self.known.by_ids(told.id for told, _new in checked if told.id)
        numbers = self.known.by_vat_numbers(new.vat_number for _told, new in checked if new.vat_number)
        for told, new in checked:
            if told.id in own:
                found[told.row.place] = told.id
                continue
            several = numbers.get((told.kind, new.vat_number)) or self.known.by_email(
                told.kind, new.emails, vat_number=new.vat_number
            )
            if len(several) > 1 and self.duplicates == UPDATE:
                told.row.blame("vat_number" if new.vat_number else "email", _("Several customers bear it."))
            found[told.row.place] = several[0] if several else None
        return found

    def _stands_once(self, told: Told, new: New) -> bool:
        """Whether no row before speaks of the same customer; what happens when one does was chosen for the file."""
        if self.duplicates == CREATE:
            return True
        keys: list[Key] = [("id", str(told.id))] if told.id else []
        if number := new.vat_number:
            keys.append(("vat_number", told.kind, number))
        else:
            keys += [("email", told.kind, email.lower()) for email in new.emails]
        for key in keys:
            if (first := self.places.setdefault(key, told.row.place)) != told.row.place:
                if self.duplicates == SKIP:
                    self.totals["skipped"] += 1
                else:
                    told.row.blame(key[0], _("It stands in row %(row)s already.") % {"row": first})
                return False
        return True

    def _edit(self, told: Told, pk: uuid.UUID) -> None:
        if (first := self.places.setdefault(("customer", str(pk)), told.row.place)) != told.row.place:
            told.row.blame("", _("It speaks of the same customer as row %(row)s.") % {"row": first})
            return
        self.totals["edited"] += 1
        if self.may_write:
            self.remember(customer_edits.edit(told, pk, by=self.by, at=self.at))

    def _add(self, adding: list[tuple[Told, New]]) -> None:
        self.totals["added"] += len(adding)
        self.totals["deactivated"] += sum(not told.is_active for told, _new in adding)
        if self.may_write and adding:
            for told, new in adding:
                if not told.is_active:
                    # Nothing else follows: no invoice is put on hold, no subscription ends.
                    new.customer.deactivated_at, new.customer.deactivated_by = self.at, self.by
                new.effects = {"of_import": self.effect, "deactivated": not told.is_active}
            many.add_all(
                [new for _told, new in adding],
                account=self.importing.account,
                by=self.by,
                at=self.at,
                kind="customer.imported",
            )
            write_new({new.customer.pk: told.custom for told, new in adding})
            made = ImportedRow.Made.CUSTOMER
            self.remember(
                [
                    new_row(
                        ImportedRow,
                        of_import_id=self.importing.pk,
                        row=told.row.place,
                        made=made,
                        subject_id=new.customer.pk,
                    )
                    for told, new in adding
                ]
            )

"""What the dialogs and the draft form ask."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.accounts.models import Account, Department
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.core.terms import PaymentTerm
from comptoir.invoicing.checking import EARLIEST, FARTHEST, LONGEST_TERM
from comptoir.invoicing.models import ExpectedPaymentMethod, Invoice
from comptoir.invoicing.models.payment import PaymentMethod
from comptoir.web.custom_fields.fields import WithCustomFields
from comptoir.web.customers.picker import CustomerField
from comptoir.web.forms import DateField, Form, MoneyField


class SensibleDateField(DateField):
    """A day that a document of today may bear: a slip in the year is refused."""

    today: dt.date

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= self.today + FARTHEST:
            raise forms.ValidationError(_("This day is too far away. Is the year right?"), code="far")


class DatedForm(Form):
    """A form that knows which day it is."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, SensibleDateField):
                field.today = today


class BookingForm(DatedForm):
    """The date that an invoice gets."""

    on = SensibleDateField(label=_("Invoice date"))


class CreditForm(DatedForm):
    """The date that a credit note gets."""

    on = SensibleDateField(label=_("Date of the credit note"))


class PartialCreditForm(CreditForm):
    """The date of a note of a part, and what was left of the invoice when it was shown."""

    left = forms.DecimalField(widget=forms.HiddenInput, localize=False)


class PaymentForm(DatedForm):
    """Money that came in. `request_key` makes a form sent twice register once."""

    amount = MoneyField(label=_("Amount"))
    paid_on = SensibleDateField(label=_("Paid on"))
    method = forms.ChoiceField(label=_("Method"), choices=PaymentMethod.choices)
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class HoldForm(DatedForm):
    """Why the chase stops, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    until = DateField(
        label=_("Until"), required=False, help_text=_("The first day it is reminded again. Empty: until you say so.")
    )

    def clean_until(self) -> dt.date | None:
        """Only a day to come ends a hold."""
        until: dt.date | None = self.cleaned_data["until"]
        if until is not None and not self.today < until <= self.today + dt.timedelta(days=3660):
            raise forms.ValidationError(_("Choose a day after today."), code="past")
        return until


class DraftForm(DatedForm, WithCustomFields):
    """Everything of a draft but its lines. Empty choices follow the customer."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    for_attention_of_name = forms.CharField(label=_("For the attention of"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail for this invoice"),
        required=False,
        help_text=_("Reminders go there. Empty: to the customer’s invoicing address."),
    )
    purchase_order_number = forms.CharField(label=_("Purchase order number"), max_length=60, required=False)
    payment_term = forms.ChoiceField(label=_("Payment term"), required=False)
    payment_days = forms.IntegerField(
        label=pgettext_lazy("payment term", "Days"), min_value=0, max_value=LONGEST_TERM, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    delivery_date = SensibleDateField(label=_("Delivery date"), required=False)
    expected_payment_method = forms.ChoiceField(
        label=_("Expected payment method"), choices=[("", "–"), *ExpectedPaymentMethod.choices], required=False
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *args: Any, account: Account, of_customer: bool, invoice: Invoice | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(account=account)
        departments = account.departments.filter(status=Department.Status.ACTIVE)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["payment_term"].choices = [  # type: ignore[attr-defined]
            *([] if of_customer else [("", _("As agreed with the customer"))]),
            *PaymentTerm.choices,
        ]
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            *([] if of_customer else [("", _("The customer’s"))]),
            *CURRENCY_CHOICES,
        ]
        self.has_departments = len(departments) > 1
        if not self.has_departments:
            self.fields["department"].widget = forms.HiddenInput()
        self.add_custom(account, "invoice", invoice.pk if invoice else None)

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them."""
        return self.others() | {"custom": self.custom()}

    def clean(self) -> dict[str, Any]:
        """Days are needed where the term counts them; empty choices are left out, so that the customer's hold."""
        cleaned = super().clean()
        term = cleaned.get("payment_term")
        counted = term in (PaymentTerm.AFTER_INVOICE_DATE, PaymentTerm.END_OF_MONTH)
        if counted and cleaned.get("payment_days") is None and "payment_days" not in self.errors:
            self.add_error("payment_days", _("Say how many days."))
        if term == PaymentTerm.CASH:
            cleaned["payment_days"] = 0
        for name in ("payment_term", "payment_days", "currency"):
            if cleaned.get(name) in ("", None) or (name == "payment_days" and not term):
                cleaned.pop(name, None)
        return cleaned


def initial_of(invoice: Invoice) -> dict[str, Any]:
    """What the form shows of a draft."""
    names = [*DraftForm.base_fields, "customer"]
    return {name: getattr(invoice, name) for name in names}

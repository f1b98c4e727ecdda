"""What a person says of a subscription."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.accounts.models import Account, Department
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.core.terms import PaymentTerm
from comptoir.invoicing.checking import LONGEST_TERM
from comptoir.invoicing.models import ExpectedPaymentMethod
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Schedule
from comptoir.subscriptions.records import EARLIEST_START, LATEST_START
from comptoir.web.custom_fields.fields import WithCustomFields
from comptoir.web.customers.picker import CustomerField
from comptoir.web.forms import DateField, Form
from comptoir.web.subscriptions import words

SAME_NAME = (
    "title starts_on ends_on for_attention_of_name note payment_term payment_days generation purchase_order_number "
    "expected_payment_method currency department customer"
).split()


class ScheduleForm(Form):
    """When periods begin and are billed: what the preview of the next invoices needs."""

    cycle = forms.ChoiceField(label=_("Billing cycle"), choices=words.cycle_choices)
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends on"), required=False, help_text=_("Empty: until somebody deactivates it."))
    days_in_advance = forms.TypedChoiceField(
        label=_("Invoice is made"), choices=words.in_advance_choices, coerce=int, required=False, empty_value=0
    )

    def __init__(self, *args: Any, subscription: Subscription | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget.attrs |= {"min": f"{EARLIEST_START}", "max": f"{LATEST_START}"}
        if subscription is not None and subscription.periods_behind:
            for name in ("cycle", "starts_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed since the first invoice.")

    def schedule(self) -> Schedule | None:
        """What the fields say so far; None while they do not say enough."""
        given = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        starts_on, cycle = given.get("starts_on"), given.get("cycle")
        if not cycle or starts_on is None or not EARLIEST_START <= starts_on <= LATEST_START:
            return None
        unit, period = _read(cycle)
        return Schedule(starts_on, unit, period, given.get("days_in_advance") or 0, given.get("ends_on"))


class SubscriptionForm(ScheduleForm, WithCustomFields):
    """Everything of a subscription but its lines. Empty choices follow the customer."""

    title = forms.CharField(label=_("Title"), max_length=200)
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    generation = forms.ChoiceField(
        label=_("When a period is due"), choices=words.generation_choices, widget=forms.RadioSelect
    )
    payment_term = forms.ChoiceField(label=_("Payment term"), required=False)
    payment_days = forms.IntegerField(
        label=pgettext_lazy("payment term", "Days"), min_value=0, max_value=LONGEST_TERM, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    for_attention_of_name = forms.CharField(label=_("For the attention of"), max_length=200, required=False)
    purchase_order_number = forms.CharField(label=_("Purchase order number"), max_length=60, required=False)
    expected_payment_method = forms.ChoiceField(
        label=_("Expected payment method"), choices=[("", "–"), *ExpectedPaymentMethod.choices], required=False
    )
    note = forms.CharField(
        label=_("Note on each invoice"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, account: Account, of_customer: bool, like: Subscription | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(account=account)
        self.order_fields(["customer", "title", "department"])
        departments = account.departments.filter(status=Department.Status.ACTIVE)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.has_departments = len(departments) > 1
        if not self.has_departments:
            self.fields["department"].widget = forms.HiddenInput()
            # Of one that is archived meanwhile nobody could see that it has to be replaced.
            self.initial = {**self.initial, "department": departments[0] if departments else None}
        terms: list[Any] = list(PaymentTerm.choices)
        currencies: list[Any] = list(CURRENCY_CHOICES)
        if not of_customer:
            terms = [("", _("As agreed with the customer")), *terms]
            currencies = [("", _("The customer’s")), *currencies]
        self.fields["payment_term"].choices = terms  # type: ignore[attr-defined]
        self.fields["currency"].choices = currencies  # type: ignore[attr-defined]
        self.add_custom(account, "subscription", like.pk if like else None)

    def clean(self) -> dict[str, Any]:
        """Days are needed where the term counts them."""
        cleaned = super().clean()
        counts_days = cleaned.get("payment_term") in (PaymentTerm.AFTER_INVOICE_DATE, PaymentTerm.END_OF_MONTH)
        if counts_days and cleaned.get("payment_days") is None and "payment_days" not in self.errors:
            self.add_error("payment_days", _("Say how many days."))
        return cleaned

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them; empty choices are left out, so that the customer's hold."""
        cleaned = self.cleaned_data
        given = {name: cleaned[name] for name in SAME_NAME}
        given["unit"], given["period"] = _read(cleaned["cycle"])
        given["days_in_advance"] = cleaned["days_in_advance"]
        if not given["currency"]:
            del given["currency"]
        if not given["payment_term"]:
            del given["payment_term"], given["payment_days"]
        else:
            given["payment_days"] = given["payment_days"] or 0
        return given | {"custom": self.custom()}


def initial_of(subscription: Subscription) -> dict[str, Any]:
    """What the form shows of a subscription."""
    initial = {name: getattr(subscription, name) for name in [*SAME_NAME, "days_in_advance", "discounts"]}
    return initial | {"cycle": f"{subscription.unit} {subscription.period}"}


def _read(cycle: str) -> tuple[str, int]:
    unit, period = cycle.split()
    return unit, int(period)

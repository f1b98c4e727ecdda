"""What a person says of a quotation."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department
from comptoir.core.money import CURRENCIES, CURRENCY_CHOICES
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.quotations.models import Expiry, Quotation
from comptoir.web.customers.picker import CustomerField
from comptoir.web.forms import DateField, Form

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
SAME_NAME = (
    "name department for_attention_of_name language text quotation_date expires_after action_after_expiry currency"
).split()
OF_A_DEAL = ("customer", "contact_person", "department", "account")
"""What the form needs to know of a deal besides."""


class DealField(forms.ModelChoiceField):
    """One of the customer's open deals, or a new one."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {obj.reference}"


class DealForm(Form):
    """For whom a quotation is, and on which deal. A deal that it was begun from (`given`) can always be chosen."""

    deal = DealField(label=_("Deal"), queryset=Deal.objects.none(), required=False, empty_label=_("A new deal"))
    deal_title = forms.CharField(
        label=_("Name of the new deal"), max_length=200, required=False, help_text=_("Empty: like the quotation.")
    )

    def __init__(self, *args: Any, account: Account, given: Deal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.given = account, given
        self.fields["customer"] = CustomerField(account=account)
        if "deal" in self.fields:
            ours = Deal.objects.of(account).select_related(*OF_A_DEAL)
            self.fields["deal"].queryset = ours.filter(  # type: ignore[attr-defined]
                Q(pk=given.pk) | Q(status="open") if given else Q(status="open")
            )

    def clean(self) -> dict[str, Any]:
        """A deal of somebody else is not meant: the customer was chosen anew after it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        deal, customer = cleaned.get("deal"), cleaned.get("customer")
        if deal and customer and deal != self.given and deal.customer_id != customer.pk:
            self.add_error("deal", _("This is a deal with somebody else. Choose one of this customer."))
        return cleaned

    @property
    def chosen_customer(self) -> Customer | None:
        """Who is chosen so far."""
        given = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        customer: Customer | None = given.get("customer")
        return customer

    @property
    def usual_currency(self) -> str:
        """That of what is chosen so far."""
        given = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        deal, customer = given.get("deal"), self.chosen_customer
        if isinstance(deal, Deal):
            return deal.currency
        return (customer.preferred_currency if customer else "") or self.account.currency

    def offer_deals(self) -> None:
        """Show the open deals of the customer that is chosen so far, the newest first."""
        if "deal" not in self.fields:
            return
        customer, field = self.chosen_customer, self.fields["deal"]
        deals = list(Deal.objects.open().filter(customer=customer).order_by("-created_at", "-pk")) if customer else []
        if self.given and self.given not in deals:
            deals.insert(0, self.given)
        labels = [(deal.pk, field.label_from_instance(deal)) for deal in deals]  # type: ignore[attr-defined]
        field.choices = [("", field.empty_label), *labels]  # type: ignore[attr-defined]


class QuotationForm(DealForm):
    """Everything of a quotation but its lines. Empty choices follow the deal and the customer."""

    name = forms.CharField(label=_("Name"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands above the lines."),
    )
    quotation_date = DateField(label=_("Date"))
    expires_after = DateField(label=_("Valid until"), required=False, help_text=_("Empty: without end."))
    action_after_expiry = forms.ChoiceField(label=_("After that day"), choices=Expiry.choices)
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    for_attention_of_name = forms.CharField(label=_("For the attention of"), max_length=200, required=False)

    def __init__(self, *args: Any, quotation: Quotation | None = None, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        departments = account.departments.filter(status=Department.Status.ACTIVE)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.has_departments = len(departments) > 1
        if not self.has_departments:
            self.fields["department"].widget = forms.HiddenInput()
        languages: list[Any] = list(settings.LANGUAGES)
        currencies: list[Any] = list(CURRENCY_CHOICES)
        if quotation is None:
            languages = [("", _("The customer’s")), *languages]
            currencies = [("", _("The deal’s or the customer’s")), *currencies]
        else:
            del self.fields["deal"], self.fields["deal_title"]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["currency"].choices = currencies  # type: ignore[attr-defined]
        for name in ("quotation_date", "expires_after"):
            self.fields[name].widget.attrs |= {"min": f"{EARLIEST}", "max": f"{LATEST}"}

    def clean_quotation_date(self) -> dt.date:
        """A slip in the year is refused."""
        return _sensible(self.cleaned_data["quotation_date"])

    def clean_expires_after(self) -> dt.date | None:
        """A slip in the year is refused."""
        on = self.cleaned_data["expires_after"]
        return _sensible(on) if on else None

    def given_fields(self) -> dict[str, Any]:
        """The fields as the verbs take them; empty choices are left out, so that the usual holds."""
        cleaned = {name: self.cleaned_data[name] for name in SAME_NAME}
        return {name: value for name, value in cleaned.items() if value or name not in ("language", "currency")}

    @property
    def currency_so_far(self) -> str:
        """What amounts are in as the form stands."""
        chosen = self.data.get("currency", "") if self.is_bound else self.initial.get("currency", "")
        return chosen if chosen in CURRENCIES else self.usual_currency


def initial_of(quotation: Quotation) -> dict[str, Any]:
    """What the form shows of a quotation."""
    return {name: getattr(quotation, name) for name in [*SAME_NAME, "customer"]}


def _sensible(on: dt.date) -> dt.date:
    if not EARLIEST <= on <= LATEST:
        raise forms.ValidationError(_("This day is too far away. Is the year right?"), code="far")
    return on

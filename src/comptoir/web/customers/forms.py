"""What a person types about a contact or a company, in the groups in which the form shows it."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.core.countries import country_choices
from comptoir.core.ids import new_id
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.customers import validation
from comptoir.customers.facts import Facts
from comptoir.customers.models import Address, AddressType, Customer, Kind
from comptoir.web.custom_fields.fields import WithCustomFields
from comptoir.web.customers.known import ADDRESS_PARTS, EMAILS, SAME_NAME, TELEPHONES, known_of, replaced
from comptoir.web.forms import DateField

_ONCE = "comptoir.customers.add"


def _as_in_model(name: str, **facts: Any) -> Any:
    return Customer._meta.get_field(name).formfield(**facts)


class CustomerForm(WithCustomFields):
    """The fields that contacts and companies share. `facts()` and `custom()` give them to the verbs."""

    vat_number = forms.CharField(label=_("VAT number"), required=False, max_length=40)
    national_identification_number = _as_in_model("national_identification_number")
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    invoicing_email = forms.CharField(label=_("E-mail for invoices"), required=False, max_length=254)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    mobile = forms.CharField(label=_("Mobile"), required=False, max_length=40)
    fax = forms.CharField(label=_("Fax"), required=False, max_length=40)
    website = forms.CharField(label=_("Website"), required=False, max_length=200)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Invoices and reminders are written in it.")
    )
    payment_term = _as_in_model("payment_term")
    payment_days = forms.IntegerField(label=_("Days"), min_value=0, max_value=365, required=False)
    preferred_currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", _("As the account")), *CURRENCY_CHOICES]
    )
    iban = forms.CharField(label=_("IBAN"), required=False, max_length=50)
    bic = forms.CharField(label=_("BIC"), required=False, max_length=20)
    electronic_invoicing_address = _as_in_model("electronic_invoicing_address")
    responsible_user = forms.ModelChoiceField(
        label=_("Account manager"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Words, with commas between them."))
    remarks = _as_in_model("remarks", widget=forms.Textarea(attrs={"rows": 3}))
    marketing_mails_consent = _as_in_model("marketing_mails_consent")
    once = forms.CharField(widget=forms.HiddenInput, required=False)
    """For a new customer: a signed id, so that a form sent twice adds one."""
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    """For a known one: its `updated_at` when the form was shown."""

    kind: str
    field_order = ("last_name", "first_name", "name", "vat_number", "responsible_user", "email")

    def __init__(self, *args: Any, account: Account, home: str = "", customer: Customer | None = None, **kwargs: Any):
        self.customer = customer
        self.home = home
        kwargs.setdefault("initial", known_of(customer) if customer else self._blank(account))
        super().__init__(*args, **kwargs)
        for type in AddressType.values:
            self._add_address(type)
        managers = User.objects.active(account)
        if customer is not None and customer.responsible_user_id:
            managers = managers | User.objects.of(account).filter(pk=customer.responsible_user_id)
        cast(forms.ModelChoiceField, self.fields["responsible_user"]).queryset = managers
        self.add_custom(account, self.kind, customer.pk if customer else None)

    def clean(self) -> dict[str, Any]:
        """Check what has its own writing; numbers without a country are of the primary address."""
        self.custom_home = country = self.cleaned_data.get("primary_country") or self.home
        given = super().clean()
        self._check("vat_number", lambda text: validation.vat_number(text, country=country))
        self._check("iban", validation.iban)
        self._check("bic", validation.bic)
        self._check("website", validation.website)
        for field in EMAILS:
            self._check(field, validation.email)
        for field in TELEPHONES:
            if field in self.fields:
                self._check(field, lambda text: validation.telephone(text, country=country))
        return given

    def facts(self) -> Facts:
        """The fields as the verbs take them. Further e-mails and telephones, which the form does not show, stay."""
        given = self.cleaned_data
        facts: dict[str, Any] = {field: given[field] for field in SAME_NAME if field in self.fields}
        facts["payment_days"] = given["payment_days"] or 0
        facts["tags"] = given["tags"].split(",")
        facts["emails"] = replaced(self.customer.emails if self.customer else [], EMAILS, "email", given)
        shown = {field: type for field, type in TELEPHONES.items() if field in self.fields}
        facts["telephones"] = replaced(self.customer.telephones if self.customer else [], shown, "number", given)
        facts["addresses"] = [
            {"type": type, **where} for type in AddressType.values if (where := self._address_given(type))
        ]
        return cast(Facts, facts)

    @property
    def id_once(self) -> uuid.UUID | None:
        """The id that this form has carried since it was first shown; None when it was tampered with."""
        try:
            return uuid.UUID(signing.loads(self.cleaned_data["once"], salt=_ONCE))
        except (signing.BadSignature, ValueError, TypeError):
            return None

    @property
    def seen_at(self) -> dt.datetime | None:
        """The state of the customer that the form was filled in from."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def look_again(self, customer: Customer) -> None:
        """Let the next try count as made from the present state of the customer; what was typed is kept."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = customer.updated_at.isoformat()
        self.data = data
        self.add_error(
            None,
            _("Somebody changed this customer while you were typing. Look at their change above, then save again."),
        )

    def other_addresses(self) -> Iterator[dict[str, Any]]:
        """The fields of the addresses that most customers do not have."""
        for type in AddressType.values[1:]:
            fields = {part: self[f"{type}_{part}"] for part in ADDRESS_PARTS}
            yield {"type": type, "label": AddressType(type).label, **fields}

    @property
    def has_other_addresses(self) -> bool:
        """Whether the folded part must be open: something in it is filled in or wrong."""
        return any(bound.value() or bound.errors for each in self.other_addresses() for bound in _bound(each))

    def _blank(self, account: Account) -> dict[str, Any]:
        return {
            "language": account.language,
            "payment_days": 30,
            "primary_country": self.home,
            "once": signing.dumps(str(new_id()), salt=_ONCE),
        }

    def _add_address(self, type: str) -> None:
        for part in ADDRESS_PARTS[:-1]:
            column: Any = Address._meta.get_field(part)
            self.fields[f"{type}_{part}"] = column.formfield()
        self.fields[f"{type}_country"] = forms.ChoiceField(
            label=_("Country"), required=False, choices=lambda: [("", ""), *country_choices()]
        )

    def _address_given(self, type: str) -> dict[str, str] | None:
        where = {part: self.cleaned_data[f"{type}_{part}"] for part in ADDRESS_PARTS}
        typed = any(where[part] for part in ADDRESS_PARTS[:-1])
        if not typed and (type != AddressType.PRIMARY or not where["country"]):
            return None
        where["country"] = where["country"] or self.cleaned_data["primary_country"] or self.home
        return where

    def _check(self, field: str, check: Callable[[str], str]) -> None:
        try:
            self.cleaned_data[field] = check(self.cleaned_data.get(field, ""))
        except ValidationError as error:
            self.add_error(field, error)


class ContactForm(CustomerForm):
    """A person."""

    kind = Kind.CONTACT
    first_name = _as_in_model("first_name")
    last_name = _as_in_model("last_name", required=True)
    salutation = _as_in_model("salutation")
    gender = _as_in_model("gender")
    birthdate = DateField(label=_("Date of birth"), required=False)


class CompanyForm(CustomerForm):
    """An enterprise."""

    kind = Kind.COMPANY
    mobile = None  # type: ignore[assignment]
    name = _as_in_model("name")
    business_type = _as_in_model("business_type", help_text=_("For example SRL, GmbH, BV."))


def form_of(kind: str) -> type[CustomerForm]:
    """The form for a contact or a company."""
    return CompanyForm if kind == Kind.COMPANY else ContactForm


def _bound(each: dict[str, Any]) -> list[forms.BoundField]:
    return [each[part] for part in ADDRESS_PARTS]

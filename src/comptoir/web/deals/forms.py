"""What a person says of a deal."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.customers.models import Kind
from comptoir.deals.models import Deal, LostReason, Source
from comptoir.web.custom_fields.fields import WithCustomFields
from comptoir.web.customers.picker import CustomerField
from comptoir.web.deals.phases import by_pipeline, phases_of
from comptoir.web.forms import DateField, DecimalField, Form, MoneyField

SAME_NAME = (
    "title customer contact_person department summary estimated_value currency estimated_closing_date source "
    "responsible_user purchase_order_number"
).split()


class DealForm(WithCustomFields):
    """Everything of a deal but its phase, which is moved rather than edited."""

    title = forms.CharField(label=_("Title"), max_length=200)
    estimated_value = MoneyField(label=_("Value"), required=False, help_text=_("Without VAT"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCY_CHOICES)
    estimated_closing_date = DateField(label=_("Closing date"), required=False)
    estimated_probability = DecimalField(
        label=_("Probability in %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("Not known")
    )
    responsible_user = forms.ModelChoiceField(
        label=_("Responsible"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("Not decided yet")
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    purchase_order_number = forms.CharField(label=_("Purchase order number"), max_length=60, required=False)

    def __init__(self, *args: Any, account: Account, deal: Deal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(account=account)
        self.fields["contact_person"] = CustomerField(
            account=account, kind=Kind.CONTACT, of="customer", label=_("Contact person"), required=False
        )
        self.order_fields(["title", "customer", "contact_person"])
        departments = account.departments.filter(status=Department.Status.ACTIVE)
        self._offer("source", Source.objects.of(account), Source.objects.of(account).filter(archived_at=None), deal)
        self._offer("responsible_user", User.objects.of(account), User.objects.active(account), deal)
        self._offer("department", account.departments.all(), departments, deal)
        self.has_departments = departments.count() > 1
        self.add_custom(account, "deal", deal.pk if deal else None)

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them; an empty probability is left out, so that the phase's holds."""
        given = {name: self.cleaned_data[name] for name in SAME_NAME}
        percent = self.cleaned_data["estimated_probability"]
        if percent is not None:
            given["estimated_probability"] = percent / 100
        return given | {"custom": self.custom()}

    def _offer(self, name: str, everyone: Any, offered: Any, deal: Deal | None) -> None:
        """Only what can be chosen today, and what the deal has already."""
        kept = getattr(deal, f"{name}_id", None)
        field = cast(forms.ModelChoiceField, self.fields[name])
        field.queryset = offered | everyone.filter(pk=kept) if kept else offered


class NewDealForm(DealForm):
    """A deal that is not there yet: it says in which phase it begins."""

    phase = forms.ChoiceField(label=_("Phase"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.fields["estimated_probability"].help_text = _("Empty: as the phase says")
        self.fields["title"].widget.attrs["autofocus"] = True
        phases = phases_of(account)
        self.phases = {str(phase.pk): phase for phase in phases}
        cast(forms.ChoiceField, self.fields["phase"]).choices = by_pipeline(phases)

    def given(self) -> dict[str, Any]:
        """The same, and the phase."""
        return super().given() | {"phase": self.phases[self.cleaned_data["phase"]]}


class LoseForm(Form):
    """Why a deal is lost. It may stay unsaid."""

    lost_reason = forms.ModelChoiceField(
        label=_("Reason"), queryset=LostReason.objects.none(), required=False, empty_label=_("Not said")
    )
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        reasons = LostReason.objects.of(account).filter(archived_at=None)
        cast(forms.ModelChoiceField, self.fields["lost_reason"]).queryset = reasons
        self.fields["lost_reason"].widget.attrs["autofocus"] = True


def known_of(deal: Deal) -> dict[str, Any]:
    """What the form shows of a deal."""
    return {name: getattr(deal, name) for name in SAME_NAME} | {
        "estimated_probability": percent(deal.estimated_probability)
    }


def percent(probability: Decimal) -> Decimal:
    """`25` of `0.2500`."""
    return (probability * 100).normalize()

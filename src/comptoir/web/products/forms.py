"""What is asked of a product."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department
from comptoir.core.units import UnitOfMeasure
from comptoir.invoicing.models import Product, TaxRate
from comptoir.web.forms import Form, MoneyField


class ProductForm(Form):
    """Everything of a product. What no other product may have is the verb's to say."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Please give it a name.")})
    code = forms.CharField(label=_("Code"), max_length=60, required=False)
    selling_price = MoneyField(label=_("Unit price"), max_digits=14, decimal_places=4, required=False)
    unit_of_measure = forms.ChoiceField(label=_("Unit"), choices=[("", "–"), *UnitOfMeasure.choices], required=False)
    tax_rate = forms.ModelChoiceField(
        label=_("VAT"), queryset=TaxRate.objects.none(), required=False, empty_label=_("As in the line above")
    )
    description = forms.CharField(
        label=_("Long text"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, account: Account, product: Product | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Q(archived_at__isnull=True, department__status=Department.Status.ACTIVE)
        rates = TaxRate.objects.of(account).filter(offered | Q(pk=product.tax_rate_id if product else None))
        field: Any = self.fields["tax_rate"]
        field.queryset = rates.select_related("department").order_by(
            "-department__is_default", "department__name", "-rate"
        )
        if len({rate.department_id for rate in field.queryset}) > 1:
            field.label_from_instance = lambda rate: f"{rate.description} · {rate.department.name}"
        self.fields["selling_price"].label = _("Unit price in %(currency)s") % {"currency": account.currency}


def initial_of(product: Product) -> dict[str, Any]:
    """What the form shows of a product."""
    return {name: getattr(product, name) for name in ProductForm.base_fields}

"""The VAT rates of a department, for owners and admins."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.invoicing import mentions, tax_rates
from comptoir.invoicing.models import WITH_MENTION, Category, TaxRate
from comptoir.subscriptions.models import Subscription
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import DecimalField, Form, accepted
from comptoir.web.toasts import toast


class WordsForm(Form):
    """What of a rate may change."""

    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=60,
        help_text=gettext_lazy("As it is chosen, and as it stands beside the lines of documents."),
    )
    legal_mention = forms.CharField(
        label=gettext_lazy("Legal mention"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "In your own words, whatever the customer’s language. Empty: the usual words, in theirs."
        ),
    )


class TaxRateForm(WordsForm):
    """A further rate."""

    category = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Category.choices)
    rate = DecimalField(
        label=gettext_lazy("Rate in %"),
        max_digits=6,
        decimal_places=3,
        required=False,
        help_text=gettext_lazy("Only for the kind “Taxed”; every other charges nothing."),
    )

    def clean_rate(self) -> Decimal:
        """As a fraction; nothing typed is nothing charged."""
        return (self.cleaned_data["rate"] or Decimal(0)) / 100


def overview(request: HttpRequest, id: UUID) -> HttpResponse:
    """All rates of the department; archived ones after the others."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, id)
    rates = sorted(department.tax_rates.all(), key=lambda rate: rate.archived_at is not None)
    context = {"department": department, "rates": [(rate, _mention(request, rate)) for rate in rates]}
    return render(request, "settings/tax_rates.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """A further rate."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, id)
    form = TaxRateForm(request.POST if request.method == "POST" else None)
    made = lambda: tax_rates.add_tax_rate(department, by=request.user, at=now(request), **form.cleaned_data)  # noqa: E731
    if accepted(form, made):
        toast(request, _("%(name)s is added.") % {"name": form.cleaned_data["description"]})
        return go(request, _home(department))
    return _dialog(request, form, department, title=_("New VAT rate"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call a rate otherwise, or let it say something else."""
    require(request.user, Right.SETTINGS)
    rate = _one(request, id)
    initial = {"description": rate.description, "legal_mention": rate.legal_mention}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    if rate.category not in WITH_MENTION:
        form.fields["legal_mention"].widget = forms.HiddenInput()
    done = lambda: tax_rates.change_tax_rate(rate, by=request.user, at=now(request), **form.cleaned_data)  # noqa: E731
    if accepted(form, done):
        toast(request, _("%(name)s is saved.") % {"name": form.cleaned_data["description"]})
        return go(request, _home(rate.department))
    title = _("Words of %(name)s") % {"name": rate.description}
    return _dialog(request, form, rate.department, title=title, rate=rate)


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let a rate be chosen no longer."""
    rate = _one(request, id)
    try:
        tax_rates.archive_tax_rate(rate, by=request.user, at=now(request))
    except ValidationError as refused:
        toast(request, refused.messages[0], warning=True)
    else:
        undo_url = reverse("restore_tax_rate", args=[rate.pk])
        billed = Subscription.objects.of(rate.account).active().filter(lines__tax_rate=rate).distinct().count()
        toast(request, _archived(rate, billed), undo_url=undo_url, warning=bool(billed))
    return go(request, _home(rate.department))


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let an archived rate be chosen again."""
    rate = tax_rates.restore_tax_rate(_one(request, id), by=request.user, at=now(request))
    toast(request, _("%(name)s can be chosen again.") % {"name": rate.description})
    return go(request, _home(rate.department))


def _archived(rate: TaxRate, billed: int) -> str:
    """What archiving did, and whom it leaves with a rate that cannot be billed any more."""
    if not billed:
        return _("%(name)s is archived.") % {"name": rate.description}
    sentence = ngettext(
        "%(name)s is archived. %(count)d active subscription has it and is not billed until it has another rate.",
        "%(name)s is archived. %(count)d active subscriptions have it and are not billed until they have another rate.",
        billed,
    )
    return sentence % {"name": rate.description, "count": billed}


def _one(request: HttpRequest, id: UUID) -> TaxRate:
    return own(request, TaxRate.objects.select_related("department", "account"), id)


def _home(department: Department) -> str:
    return reverse("tax_rates", args=[department.pk])


def _mention(request: HttpRequest, rate: TaxRate) -> str:
    return mentions.mention_of(rate, language=request.user.language)


def _dialog(
    request: HttpRequest, form: Form, department: Department, *, title: str, rate: TaxRate | None = None
) -> HttpResponse:
    language = request.user.language
    usual = [(category.label, mentions.usual(category, language=language)) for category in Category]
    context: dict[str, Any] = {
        "form": form,
        "rate": rate,
        "department": department,
        "home": _home(department),
        "usual": [pair for pair in usual if pair[1]],
        "usual_mention": mentions.usual(rate.category, language=language) if rate else "",
    }
    return dialog(request, "settings/tax_rate.html", context, title=title, status=422 if form.errors else 200)

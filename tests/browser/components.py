"""One page with every component, for the tests only; templates/ beside it holds its words."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.web.answers import dialog, go
from comptoir.web.forms import DateField, Form, MoneyField, accepted
from comptoir.web.toasts import toast


class Sample(Form):
    amount = MoneyField(label="Amount", help_text="Without VAT.")
    on = DateField(label="Date", required=False)
    reason = forms.ChoiceField(label="Reason", choices=[("", "None given"), ("b", "Bankruptcy")], required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    whole = forms.BooleanField(label="Pays the whole invoice", required=False)
    rights = forms.MultipleChoiceField(
        label="Rights", choices=[("a", "Invoices")], widget=forms.CheckboxSelectMultiple, required=False
    )


class Page:
    """Stands in for a page of a list."""

    count_text, previous_url, next_url = "148 in all", "?before=x", "?after=x"


def components(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST or None)
    accepted(form, lambda: None)
    context = {
        "form": form,
        "page": Page,
        "numbers": ["2026-118", "2026-117"],
        "sum": Decimal("4840"),
        "on": dt.date(2026, 11, 24),
        "at": dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.UTC),
    }
    return render(request, "components.html", context)


def say(request: HttpRequest) -> HttpResponse:
    toast(request, "Brasserie du Midi SRL deactivated: 4 invoices on hold", undo_url="/say/")
    return components(request)


def ask(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST or None, auto_id="asked_%s")
    if request.POST.get("note"):
        toast(request, "Brasserie du Midi SRL deactivated", undo_url="/say/")
        return go(request, "/components/")
    status = 422 if form.is_bound else 200
    return dialog(request, "ask.html", {"form": form, "again": form.is_bound}, title="Deactivate", status=status)


def refuse(request: HttpRequest) -> HttpResponse:
    raise NotAllowed(Right.INVOICES)


urlpatterns = [
    path("components/", components),
    path("say/", say),
    path("ask/", ask),
    path("refuse/", refuse),
    path("", include("comptoir.config.urls")),
]

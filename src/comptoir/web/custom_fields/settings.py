"""The account's own fields among the settings: added, edited, put in order, archived, restored, deleted."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.custom_fields import defining
from comptoir.custom_fields.models import About, CustomField, CustomValue
from comptoir.custom_fields.refusals import FieldRefused
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.custom_fields.forms import EditedFieldForm, FieldForm, NewFieldForm
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast

LAST = 10
"""So many changes are told."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All fields of the account, by what they are of."""
    require(request.user, Right.SETTINGS)
    account = request.user.account
    fields = _with_use(CustomField.objects.of(account))
    told = Activity.objects.of(account).filter(customer_id=None, subject_type="customfield").select_related("by")
    context = {
        "sections": [_section(about, fields) for about in _abouts(account)],
        "changes": told.order_by("-at", "-id")[:LAST],
    }
    return render(request, "custom_fields/overview.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, about: str) -> HttpResponse:
    """A further field of such records."""
    require(request.user, Right.SETTINGS)
    account = request.user.account
    if about not in _abouts(account):
        raise Http404
    form = NewFieldForm(request.POST if request.method == "POST" else None)

    def verb() -> None:
        defining.add_field(account, about=about, by=request.user, at=now(request), **form.given())

    titles = {
        About.CONTACT: _("New field of contacts"),
        About.COMPANY: _("New field of companies"),
        About.DEAL: _("New field of deals"),
        About.INVOICE: _("New field of invoices"),
        About.SUBSCRIPTION: _("New field of subscriptions"),
    }
    return _asked(request, form, verb, about, title=titles[About(about)], said=_("The field %(name)s is added."))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Another name or other words; whether it must be filled in."""
    require(request.user, Right.SETTINGS)
    field = _found(request, id)
    form = EditedFieldForm(request.POST if request.method == "POST" else None, custom_field=field)

    def verb() -> None:
        defining.edit_field(field, by=request.user, at=now(request), **form.given())

    title = _("Edit the field %(name)s") % {"name": field.label}
    return _asked(request, form, verb, field.about, title=title, said=_("The field %(name)s is saved."), field=field)


@require_POST
def place(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a field at the `position` posted; htmx gets its section anew."""
    field = _found(request, id)
    try:
        position = int(request.POST.get("position", ""))
    except ValueError:
        raise Http404 from None
    defining.place_field(field, position=position, by=request.user, at=now(request))
    if not request.headers.get("HX-Request"):
        return _done(request, field.about)
    section = _section(field.about, _with_use(CustomField.objects.of(request.user.account)))
    return render(request, "custom_fields/_of.html", {"section": section})


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show a field nowhere any more."""
    field = defining.archive_field(_found(request, id), by=request.user, at=now(request))
    undo_url = reverse("restore_custom_field", args=[field.pk])
    toast(request, _("The field %(name)s is archived; its values are kept.") % {"name": field.label}, undo_url=undo_url)
    return _done(request, field.about)


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show an archived field again."""
    field = _found(request, id)
    try:
        defining.restore_field(field, by=request.user, at=now(request))
        toast(request, _("The field %(name)s is used again.") % {"name": field.label})
    except FieldRefused as refusal:
        toast(request, str(refusal), warning=True)
    return _done(request, field.about)


@require_POST
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take away a field that is filled in nowhere."""
    field = _found(request, id)
    try:
        defining.delete_field(field, by=request.user, at=now(request))
        toast(request, _("The field %(name)s is deleted.") % {"name": field.label})
    except FieldRefused as refusal:
        toast(request, str(refusal), warning=True)
    return _done(request, field.about)


def _found(request: HttpRequest, id: UUID) -> CustomField:
    return own(request, CustomField.objects.select_related("account"), id)


def _abouts(account: Account) -> list[str]:
    """What there are fields of: of subscriptions only where the plan has them."""
    return [about for about in About.values if about != About.SUBSCRIPTION or account.has(Module.SUBSCRIPTIONS)]


def _with_use(fields: QuerySet[CustomField]) -> list[CustomField]:
    """The fields, each saying whether it `is_used`: filled in somewhere."""
    filled = CustomValue.objects.filter(field=OuterRef("pk"))
    return list(fields.annotate(is_used=Exists(filled)))


def _section(about: str, fields: list[CustomField]) -> dict[str, Any]:
    """The fields of such records with their places, those in use first."""
    mine = [field for field in fields if field.about == about]
    return {
        "about": about,
        "label": About(about).label,
        "fields": [field for field in mine if not field.is_archived],
        "archived": [field for field in mine if field.is_archived],
    }


def _asked(
    request: HttpRequest,
    form: FieldForm,
    verb: Callable[[], None],
    about: str,
    *,
    title: str,
    said: str,
    **context: Any,
) -> HttpResponse:
    try:
        if accepted(form, verb):
            toast(request, said % {"name": form.cleaned_data["label"]})
            return _done(request, about)
    except FieldRefused as refusal:
        form.add_error(None, ValidationError(str(refusal)))
    status = 422 if form.errors else 200
    context |= {"form": form, "about": about}
    return dialog(
        request, "custom_fields/field.html", context, title=title, status=status, styles="comptoir/custom-fields.css"
    )


def _done(request: HttpRequest, place: str) -> HttpResponse:
    """The overview again; where a dialog over it was sent, it stays where it was scrolled to."""
    url = reverse("custom_fields")
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == url:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return go(request, f"{url}#{place}")

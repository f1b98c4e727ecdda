"""How the documents of a department look, and which numbers they bear."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.core.colours import ENOUGH, contrast_with_white
from comptoir.core.pictures import picture_in
from comptoir.invoicing import logo_upload
from comptoir.invoicing.logos import logo_of
from comptoir.lifecycle import departments
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.settings.forms import LogoForm, LookForm
from comptoir.web.settings.series import numbers_of
from comptoir.web.toasts import toast

POLICY = "sandbox; default-src 'none'"


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Colour, logo and foot of the documents; what the next ones are called."""
    require(request.user, Right.SETTINGS)
    department, shown = own(request, Department, id), own(request, Department, id)
    form = LookForm(request.POST if request.method == "POST" else None, instance=department)
    facts = lambda: {"by": request.user, "at": now(request), **form.cleaned_data}  # noqa: E731
    if accepted(form, lambda: departments.change_department(shown, **facts())):
        toast(request, _("How documents look is saved."))
        return go(request, _page_of(shown))
    return _page(request, shown, form=form)


@require_http_methods(["GET", "POST"])
def put_logo(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Keep the picture that was sent."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LogoForm(*sent)
    put = lambda: logo_upload.put_logo(  # noqa: E731
        department, content=form.cleaned_data["logo"], by=request.user, at=now(request)
    )
    if accepted(form, put):
        toast(request, _("The logo stands on documents from now on."))
        return go(request, _page_of(department))
    return _page(request, department, logo_form=form)


@require_POST
def remove_logo(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Let documents bear no picture."""
    department = own(request, Department, id)
    logo_upload.remove_logo(department, by=request.user, at=now(request))
    toast(request, _("The logo is removed. Documents bear the name alone."))
    return go(request, _page_of(department))


@require_safe
def logo(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The picture itself, shown as what its bytes are and as nothing else."""
    content = logo_of(own(request, Department, id))
    picture = picture_in(content) if content else None
    if content is None or picture is None:
        raise Http404
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(content, content_type=picture.mime_type, headers=headers)


def _page_of(department: Department) -> str:
    return reverse("department_documents", args=[department.pk])


def _page(
    request: HttpRequest, department: Department, *, form: LookForm | None = None, logo_form: LogoForm | None = None
) -> HttpResponse:
    contrast = contrast_with_white(department.brand_color)
    context: dict[str, Any] = {
        "department": department,
        "form": form or LookForm(instance=department),
        "logo_form": logo_form or LogoForm(),
        "numbers": numbers_of(department, on=today(request)),
        "contrast": f"{contrast:.1f}" if contrast < ENOUGH else None,
    }
    faulty = bool(form and form.errors) or bool(logo_form and logo_form.errors)
    return render(request, "settings/department_documents.html", context, status=422 if faulty else 200)

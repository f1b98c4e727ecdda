"""How views answer, with and without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to `url`: a redirect; for htmx, which would follow it inside the part, the whole page goes there."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def back(request: HttpRequest, default: str) -> HttpResponse:
    """Lead back to where the form was sent from (its `next` field or the page before), else to `default`."""
    for url in (request.POST.get("next"), request.headers.get("HX-Current-URL"), request.headers.get("Referer")):
        if url and url_has_allowed_host_and_scheme(url, {request.get_host()}):
            return go(request, url)
    return go(request, default)


def came_from(request: HttpRequest, home: str) -> str:
    """The page that a dialog stands over, for its `next` field; the page before it, else `home`, when it stands alone."""
    over, before = request.headers.get("HX-Current-URL"), request.headers.get("Referer")
    return request.POST.get("next") or over or before or home


def dialog(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200, styles: str = ""
) -> HttpResponse:
    """Show `template` (a `.dialog` form) over the page for htmx, on a page of its own otherwise.

    Answer a form with errors with status 422, a preview that changed meanwhile with 409. `styles` of its own, which the
    page around it has anyway, are named for the page of its own.
    """
    context = {**context, "dialog_title": title, "dialog_template": template, "dialog_styles": styles}
    over_the_page = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "dialog"
    return render(request, template if over_the_page else "dialog_page.html", context, status=status)


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """Show a PDF in the browser; saved, it is called `name`."""
    disposition = content_disposition_header(as_attachment=False, filename=name) or ""
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})

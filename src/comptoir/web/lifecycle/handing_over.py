"""What is open with a customer, on a page of its own, and a colleague to hand it over to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.lifecycle import handing_over
from comptoir.lifecycle.giving import StaleWork
from comptoir.lifecycle.handing_over import CannotHandBack
from comptoir.lifecycle.open_work import open_work_of
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.lifecycle import words
from comptoir.web.lifecycle.forms import HandOver
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Name everything that is open with the customer; hand it over to whoever is chosen."""
    customer = own(request, Customer.objects.filter(kind=kind).select_related("account"), id)
    work = open_work_of(customer, at=now(request))
    form = HandOver(request.POST if request.method == "POST" else None, account=customer.account, work=work)
    stale = False
    if form.is_valid():
        try:
            return _handed_over(request, customer, form)
        except StaleWork:
            stale, work = True, open_work_of(customer, at=now(request))
    context = {
        "customer": customer,
        "work": work,
        "form": form,
        "stale": stale,
        "can_go_to_somebody": work.could_go_to(form.colleagues),
        "page_url": url_of(customer),
    }
    title = _("Open work with %(name)s") % {"name": customer.name}
    status = 409 if stale else 422 if form.errors else 200
    return dialog(request, "lifecycle/hand_over.html", context, title=title, status=status)


def _handed_over(request: HttpRequest, customer: Customer, form: HandOver) -> HttpResponse:
    to = form.cleaned_data["hand_over_to"]
    activity = handing_over.hand_over(
        customer, to=to, by=request.user, at=now(request), fingerprint=request.POST.get("fingerprint")
    )
    if activity is None:
        toast(request, _("%(name)s sees to all of it already.") % {"name": to.name})
    else:
        undo_url = reverse("undo_hand_over", args=[activity.pk])
        toast(request, words.handed_over(activity), undo_url=undo_url)
    return go(request, url_of(customer))


@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give it back, from the toast."""
    activity = own(request, Activity.objects.filter(kind="customer.handed_over"), id)
    customer = own(request, Customer, activity.customer_id)
    try:
        toast(request, words.given_back(handing_over.undo(activity, by=request.user, at=now(request))))
    except CannotHandBack:
        toast(request, _("Nothing is left to give back: it has been changed since."), warning=True)
    return go(request, url_of(customer))

"""The pages of products: the list, adding and changing, archiving and restoring."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.invoicing import products
from comptoir.invoicing.models import Product
from comptoir.web import paging
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.products.forms import ProductForm, initial_of
from comptoir.web.sent import id_in
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """The account's products by name; the archived ones apart."""
    query, archived = request.GET.get("q", "").strip(), "archived" in request.GET
    ours = Product.objects.of(request.user.account).filter(archived_at__isnull=not archived)
    rows = products.matching(ours, query).select_related("tax_rate")
    page = paging.page(request, rows, sorts={"name": "name"}, default="name")
    context = {"page": page, "q": query, "archived": archived, "currency": request.user.account.currency}
    return render(request, "products/overview.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a product."""
    require(request.user, Right.INVOICES)
    account = request.user.account
    form = ProductForm(request.POST or None, account=account)

    def add() -> None:
        products.add_product(account=account, by=request.user, at=now(request), id=id_in(request), **form.cleaned_data)

    try:
        if accepted(form, add):
            toast(request, _("%(name)s added.") % {"name": form.cleaned_data["name"]})
            return go(request, reverse("products"))
    except Product.DoesNotExist:
        raise Http404 from None
    return _page(request, form, title=_("New product"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change a product."""
    product = own(request, Product.objects.select_related("account", "tax_rate"), id)
    require(request.user, Right.INVOICES)
    form = ProductForm(request.POST or None, account=product.account, product=product, initial=initial_of(product))

    def change() -> None:
        products.change_product(product, by=request.user, at=now(request), **form.cleaned_data)

    if accepted(form, change):
        toast(request, _("%(name)s saved.") % {"name": form.cleaned_data["name"]})
        return go(request, reverse("products"))
    return _page(request, form, title=product.name, product=product)


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Offer it no more."""
    product = products.archive_product(own(request, Product, id), by=request.user, at=now(request))
    toast(request, _("%(name)s archived: it is no longer offered in lines.") % {"name": product.name})
    return go(request, reverse("products"))


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """Offer it again."""
    product = products.restore_product(own(request, Product, id), by=request.user, at=now(request))
    toast(request, _("%(name)s is offered again.") % {"name": product.name})
    return go(request, reverse("products"))


def _page(request: HttpRequest, form: ProductForm, *, title: str, product: Product | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "product": product, "id": request.POST.get("id") or new_id()}
    return render(request, "products/form.html", context, status=422 if form.is_bound else 200)

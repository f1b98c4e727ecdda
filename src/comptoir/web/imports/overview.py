"""Which files were brought, and what became of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.transfer.models import Import, ImportKind
from comptoir.web.paging import page


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of the account that concern what the user may change, newest first."""
    kinds = [kind for kind, right in RIGHTS.items() if request.user.may(right)]
    if not kinds:
        raise NotAllowed(Right.CUSTOMERS)
    rows = (
        Import.objects.of(request.user.account).filter(kind__in=kinds).select_related("by").defer("problems", "columns")
    )
    found = page(request, rows, sorts={"uploaded": "uploaded_at"}, default="-uploaded", size=30)
    return render(request, "imports/overview.html", {"page": found})


RIGHTS = {ImportKind.CUSTOMERS: Right.CUSTOMERS, ImportKind.INVOICES: Right.INVOICES}

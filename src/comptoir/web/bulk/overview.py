"""What was done with many records, and what is prepared."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptoir.bulk.models import About, BulkRun, RunState
from comptoir.bulk.records import RECORDS
from comptoir.web.bulk import words
from comptoir.web.bulk.offers import OFFERS, offered
from comptoir.web.paging import page


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The runs of the account that the user could have started, newest first; of those not started only their own."""
    rows = BulkRun.objects.of(request.user.account).filter(_theirs(request)).select_related("by")
    rows = rows.exclude(Q(state=RunState.PREPARED) & ~Q(by=request.user))
    found = page(request, rows, sorts={"created": "created_at"}, default="-created", size=30)
    for run in found.rows:
        run.offer = OFFERS[run.verb]
        run.things = words.counted(run.about, run.total)
        run.told = "" if run.is_prepared else words.told(run)
    return render(request, "bulk/overview.html", {"page": found})


def _theirs(request: HttpRequest) -> Q:
    seen = [about for about in About if (module := RECORDS[about].module) is None or request.user.sees(module)]
    return reduce(or_, (Q(about=about, verb__in=list(offered(request, about))) for about in seen))

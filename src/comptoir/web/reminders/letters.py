"""Letters to post: what waits to be printed, and what was printed and waits for a word about it."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comptoir.accounts.rights import Right, require
from comptoir.invoicing import posting
from comptoir.invoicing.letter_pdf import pdf_of
from comptoir.invoicing.models import Reminder
from comptoir.invoicing.posting import AT_ONCE, Printed
from comptoir.web import answers, paging
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """First what was printed, then what waits, the longest waiting first."""
    account = request.user.account
    waiting = posting.to_print(account).select_related("step", "invoice__customer")
    on_the_desk = posting.printed(account).select_related("step", "invoice__customer")
    context = {
        "page": paging.page(request, waiting, sorts={"queued": "queued_at"}, default="queued"),
        "printed": on_the_desk.order_by("claimed_at", "id")[:AT_ONCE],
        "at_once": AT_ONCE,
    }
    return render(request, "reminders/letters.html", context)


@require_POST
def print_them(request: HttpRequest) -> HttpResponse:
    """Print the chosen letter, or all that wait."""
    done = posting.print_letters(request.user.account, by=request.user, at=now(request), only=_ids(request.POST))
    for words, is_warning in _words(done):
        toast(request, words, warning=is_warning)
    return go(request, _page())


@require_POST
def posted(request: HttpRequest) -> HttpResponse:
    """The chosen letters were posted."""
    count = posting.mark_posted(request.user.account, _ids(request.POST) or [], by=request.user, at=now(request))
    toast(
        request,
        ngettext("%(count)s letter counts as sent.", "%(count)s letters count as sent.", count) % {"count": count},
    )
    return go(request, _page())


@require_POST
def not_posted(request: HttpRequest) -> HttpResponse:
    """The chosen letters were not posted: they wait again."""
    count = posting.mark_not_posted(request.user.account, _ids(request.POST) or [], by=request.user, at=now(request))
    toast(
        request,
        ngettext("%(count)s letter waits to be printed again.", "%(count)s letters wait to be printed again.", count)
        % {"count": count},
    )
    return go(request, _page())


def pdf(request: HttpRequest) -> HttpResponse:
    """The letters that were printed, or the chosen one, as a PDF: as often as the printer jams."""
    require(request.user, Right.INVOICES)
    rows = posting.printed(request.user.account)
    ids = _ids(request.GET)
    chosen = rows if ids is None else rows.filter(pk__in=ids)
    found = list(
        chosen.select_related("account", "step", "invoice__customer", "invoice__department", "invoice__account")
        .prefetch_related("invoice__customer__addresses")
        .order_by("claimed_at", "id")[:AT_ONCE]
    )
    if not found:
        raise Http404
    return answers.pdf(pdf_of(found), name=_file_name(found))


def _file_name(reminders: Sequence[Reminder]) -> str:
    if len(reminders) > 1:
        return _("Reminders.pdf")
    return _("Reminder %(number)s.pdf") % {"number": reminders[0].invoice.invoice_number.replace("/", "-")}


def _ids(chosen: QueryDict) -> list[UUID] | None:
    """The ids that were chosen; None: none were named, so all are meant. A malformed one is nobody's."""
    if not (texts := chosen.getlist("id")):
        return None
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None


def _words(done: Printed) -> list[tuple[str, bool]]:
    words = []
    if count := len(done.printed):
        sentence = ngettext("%(count)s letter is ready to print.", "%(count)s letters are ready to print.", count)
        words.append((sentence % {"count": count}, False))
    if done.withdrawn:
        sentence = _(
            "Not printed, because they were paid or put on hold meanwhile, or their customer gets no automatic "
            "reminders: %(numbers)s."
        )
        words.append((sentence % {"numbers": _numbers(done.withdrawn)}, True))
    if done.unreachable:
        sentence = _("Not printed, because there is no postal address: %(numbers)s.")
        words.append((sentence % {"numbers": _numbers(done.unreachable)}, True))
    return words or [(_("Nothing was waiting to be printed any more."), True)]


def _numbers(reminders: Sequence[Reminder]) -> str:
    return ", ".join(reminder.invoice.invoice_number for reminder in reminders)


def _page() -> str:
    return reverse("letters_to_post")

"""Sources and reasons for losing among the settings: added, renamed, archived, used again, removed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.deals import words
from comptoir.deals.models import LostReason, Source
from comptoir.deals.refusals import WordInUse
from comptoir.web.answers import dialog
from comptoir.web.clock import now
from comptoir.web.deals.settings.forms import NameForm
from comptoir.web.deals.settings.overview import done
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.toasts import toast

KINDS: dict[str, type[Source] | type[LostReason]] = {"sources": Source, "lost-reasons": LostReason}
"""The lists, as they are called in addresses."""


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A further word to choose."""
    require(request.user, Right.SETTINGS)
    model = _kind(kind)
    return _named(
        request,
        kind,
        lambda name: words.add_word(model, request.user.account, name=name, by=request.user, at=now(request)),
        title=_("New source") if model is Source else _("New reason for losing"),
        button=_("Add the source") if model is Source else _("Add the reason"),
        said=_("“%(name)s” is added."),
    )


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Call a word otherwise, on the deals that bear it too."""
    require(request.user, Right.SETTINGS)
    word = _word(request, kind, id)
    return _named(
        request,
        kind,
        lambda name: words.rename_word(word, name=name, by=request.user, at=now(request)),
        initial=word.name,
        title=_("Rename “%(name)s”") % {"name": word.name},
        button=_("Save"),
        note=_("The deals that bear it show the new name too."),
        said=_("“%(name)s” is saved."),
    )


@require_POST
def archive(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Let a word be chosen no longer."""
    word = words.archive_word(_word(request, kind, id), by=request.user, at=now(request))
    undo_url = reverse("restore_deal_word", args=[kind, word.pk])
    toast(request, _("“%(name)s” can no longer be chosen.") % {"name": word.name}, undo_url=undo_url)
    return done(request, kind)


@require_POST
def restore(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Let an archived word be chosen again."""
    word = words.restore_word(_word(request, kind, id), by=request.user, at=now(request))
    toast(request, _("“%(name)s” can be chosen again.") % {"name": word.name})
    return done(request, kind)


@require_POST
def remove(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Take away a word that no deal bears."""
    word = _word(request, kind, id)
    try:
        words.remove_word(word, by=request.user, at=now(request))
    except WordInUse as refusal:
        toast(request, str(refusal), warning=True)
    else:
        toast(request, _("“%(name)s” is removed.") % {"name": word.name})
    return done(request, kind)


def _kind(name: str) -> type[Source] | type[LostReason]:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _word(request: HttpRequest, kind: str, id: UUID) -> Source | LostReason:
    found: Source | LostReason = own(request, _kind(kind), id)  # type: ignore[assignment]
    return found


def _named(
    request: HttpRequest, kind: str, verb: Callable[[str], object], *, initial: str = "", said: str, **context: Any
) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": initial})
    if accepted(form, lambda: verb(form.cleaned_data["name"])):
        toast(request, said % {"name": form.cleaned_data["name"]})
        return done(request, kind)
    context |= {"form": form}
    status = 422 if form.errors else 200
    return dialog(request, "deals/settings/name.html", context, title=context["title"], status=status)

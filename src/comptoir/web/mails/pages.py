"""What an account's mails say, kind by kind and language by language, with a preview."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.core.mail import Letter
from comptoir.invoicing.mail_templates import change_template, own_words, reset_template
from comptoir.invoicing.models import MailKind
from comptoir.invoicing.placeholders import known_to
from comptoir.invoicing.usual_mails import usual
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.context import LANGUAGE_NAMES
from comptoir.web.forms import Form, accepted
from comptoir.web.mails.showing import Shown, show
from comptoir.web.toasts import toast


class WordsForm(Form):
    """Subject and body, with placeholders. Whether these can be filled is the verb's to say."""

    subject = forms.CharField(label=gettext_lazy("Subject"))
    body = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 18}))


def overview(request: HttpRequest) -> HttpResponse:
    """Every mail in every language, and whose words it has."""
    require(request.user, Right.SETTINGS)
    own = own_words(request.user.account_id)
    languages = [code for code, __ in settings.LANGUAGES]
    rows = [
        (kind, [(code, LANGUAGE_NAMES[code], (kind.value, code) in own) for code in languages]) for kind in MailKind
    ]
    return render(request, "mails/overview.html", {"rows": rows, "has_own": bool(own)})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The words of one mail beside what a customer reads; with the button "preview" they are shown and not kept."""
    said, is_own = _said(request, kind, language)
    asked = request.POST if request.method == "POST" else None
    form = WordsForm(asked, initial={"subject": said.subject, "body": said.body})
    keeps = asked is not None and "preview" not in asked
    facts = {"kind": kind, "language": language, "by": request.user, "at": now(request)}
    if keeps and accepted(form, lambda: change_template(request.user.account, **facts, **form.cleaned_data)):
        toast(request, _("The words are saved. The next mail has them."))
        return go(request, request.path)
    for field in form.fields.values():
        field.widget.attrs["lang"] = language
    context = _around(kind, language) | {
        "form": form,
        "is_own": is_own,
        "placeholders": known_to(kind),
        "shown": _shown(request, kind, language, said),
        "languages": LANGUAGE_NAMES.items(),
    }
    return render(request, "mails/edit.html", context, status=422 if keeps and form.errors else 200)


@require_POST
def preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """What a customer reads of the words as they stand in the form."""
    said, __ = _said(request, kind, language)
    context = _around(kind, language) | {"shown": _shown(request, kind, language, said)}
    return render(request, "mails/_preview.html", context)


@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show Comptoir's words; use them again."""
    _said(request, kind, language)
    if request.method == "POST":
        reset_template(request.user.account, kind=kind, language=language, by=request.user, at=now(request))
        toast(request, _("Comptoir’s words are used again."))
        return go(request, reverse("mail_template", args=(kind, language)))
    title = _("Use Comptoir’s words again")
    shown = show(usual(kind, language), account=request.user.account, kind=kind, language=language, on=today(request))
    context = _around(kind, language) | {"title": title, "letter": shown.letter}
    return dialog(request, "mails/reset.html", context, title=title, styles="comptoir/mails.css")


def _said(request: HttpRequest, kind: str, language: str) -> tuple[Letter, bool]:
    """The words there are, and whether they are the account's own. For whoever may change settings."""
    require(request.user, Right.SETTINGS)
    if kind not in MailKind.values or language not in LANGUAGE_NAMES:
        raise Http404
    own = own_words(request.user.account_id, kind=kind, language=language).get((kind, language))
    return own or usual(kind, language), own is not None


def _shown(request: HttpRequest, kind: str, language: str, said: Letter) -> Shown:
    """The preview of what was typed, else of what is kept."""
    typed = Letter(
        " ".join(request.POST.get("subject", said.subject).split()),
        request.POST.get("body", said.body).replace("\r\n", "\n"),
    )
    return show(typed, account=request.user.account, kind=kind, language=language, on=today(request))


def _around(kind: str, language: str) -> dict[str, object]:
    return {"kind": MailKind(kind), "language": language, "language_name": LANGUAGE_NAMES[language]}

"""Sending a quotation: the letter before it leaves, and what became of each."""

import datetime as dt
import re
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.core.mail import transport
from comptoir.quotations import sending
from comptoir.quotations.letters import letter, recipients_of
from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation, Sending
from comptoir.quotations.refusals import ChangedMeanwhile, Expired, NoRecipient, NotOpen
from comptoir.web.answers import go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import Form, accepted
from comptoir.web.links import url_of
from comptoir.web.quotations.asking import ask
from comptoir.web.toasts import toast

State = Sending.State


class SendForm(Form):
    """To whom, with which letter. `link` is the address in it, `seen` the version that it speaks of."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    recipients = forms.CharField(
        label=gettext_lazy("To"),
        widget=forms.Textarea(attrs={"rows": 1, "class": "one-line", "spellcheck": "false"}),
        help_text=gettext_lazy("Several with a comma between."),
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=250)
    body = forms.CharField(label=gettext_lazy("Letter"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    link = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_recipients(self) -> list[str]:
        """The addresses; whether they are any is the verb's to say."""
        return [address for address in re.split(r"[,;\s]+", self.cleaned_data["recipients"]) if address]


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the letter and to whom it goes; send it with the document."""
    known = Quotation.objects.select_related("account", "customer", "department", "deal__contact_person")
    quotation = own(request, known, id)
    require(request.user, Right.DEALS)
    if not quotation.can_be_accepted(on=today(request)):
        toast(request, str(Expired() if quotation.is_open else NotOpen()), warning=True)
        return go(request, url_of(quotation))
    form = SendForm(request.POST if request.method == "POST" else None, initial=_prepared(quotation))
    sent: list[Sending] = []
    status = 422 if form.is_bound else 200
    try:
        if accepted(form, lambda: sent.append(_sent(request, quotation, form.cleaned_data))):
            _say(request, sent[0])
            return go(request, url_of(quotation))
    except NoRecipient as refusal:
        form.add_error("recipients", str(refusal))
    except ChangedMeanwhile:
        quotation.refresh_from_db()
        form, status = _again(form, quotation), 409
    except (NotOpen, Expired) as refusal:
        toast(request, str(refusal), warning=True)
        return go(request, url_of(quotation))
    except Quotation.DoesNotExist:
        raise Http404 from None  # deleted in this very moment
    for name in ("subject", "body"):
        form.fields[name].widget.attrs["lang"] = quotation.language
    title = _("Send %(reference)s") % {"reference": quotation.reference}
    return ask(request, "send", quotation, title=title, status=status, form=form)


def sendings_of(quotation: Quotation, *, at: dt.datetime) -> list[Sending]:
    """Its sendings, newest first; one whose answer nobody noted is told as uncertain."""
    found = list(quotation.sendings.select_related("by"))
    for each in found:
        if each.is_uncertain(at=at):
            each.state = State.UNCERTAIN
    return found


def _prepared(quotation: Quotation) -> dict[str, Any]:
    written = letter(quotation)
    return {
        "id": new_id(),
        "recipients": ", ".join(recipients_of(quotation)),
        "subject": written.subject,
        "body": written.body,
        "seen": quotation.updated_at.isoformat(),
        "link": public_url(quotation),
    }


def _sent(request: HttpRequest, quotation: Quotation, given: dict[str, Any]) -> Sending:
    """Raises what the verb does, and ChangedMeanwhile when the letter speaks of another version."""
    given = dict(given)
    seen, link = given.pop("seen"), given.pop("link")
    if (seen, link) != (quotation.updated_at.isoformat(), public_url(quotation)):
        raise ChangedMeanwhile
    with transport(settings.EMAIL_URL) as way_out:
        return sending.send(quotation, by=request.user, at=now(request), transport=way_out, **given)


def _again(form: SendForm, quotation: Quotation) -> SendForm:
    """What was typed, about the quotation as it is now, with the address that it has now."""
    data, fresh = cast(QueryDict, form.data).copy(), _prepared(quotation)
    if data.get("link"):
        data["body"] = data.get("body", "").replace(data["link"], fresh["link"])
    data["seen"], data["link"] = fresh["seen"], fresh["link"]
    return SendForm(data)


def _say(request: HttpRequest, sent: Sending) -> None:
    facts = {"reference": sent.quotation.reference, "recipients": ", ".join(sent.recipients), "reason": sent.error}
    if sent.state == State.SENT and not sent.error:
        toast(request, _("%(reference)s sent to %(recipients)s.") % facts)
    elif sent.state == State.SENT:
        sentence = _("%(reference)s sent, but not to everybody. The mail server said: %(reason)s")
        toast(request, sentence % facts, warning=True)
    elif sent.state == State.FAILED:
        sentence = _("%(reference)s was not sent. The mail server said: %(reason)s")
        toast(request, sentence % facts, warning=True)
    elif sent.state == State.UNCERTAIN:
        sentence = _(
            "Nobody knows whether %(reference)s arrived: the mail server gave no answer. Ask before you send it again."
        )
        toast(request, sentence % facts, warning=True)
    else:
        toast(request, _("%(reference)s is leaving already.") % facts, warning=True)

"""What owners and admins say of pipelines, phases and words."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comptoir.deals.models import Phase, Pipeline, Unit
from comptoir.web.forms import DecimalField, Form

NEITHER = _("A probability is between 0 and 100.")


class NameForm(Form):
    """What something is called."""

    name = forms.CharField(label=_("Name"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True


class PhaseForm(NameForm):
    """A phase, without its place. Its probability is said in percent."""

    probability = DecimalField(
        label=_("Probability in %"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={
            "invalid": _("This is not a number. Write it like 12.5."),
            "min_value": NEITHER,
            "max_value": NEITHER,
        },
    )
    attention_after = forms.IntegerField(
        label=_("Needs attention after"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
    )
    attention_unit = forms.ChoiceField(label=_("Counted in"), choices=Unit.choices)

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them."""
        return self.cleaned_data | {"probability": self.cleaned_data["probability"] / 100}


class NewPhaseForm(PhaseForm):
    """A phase that is not there yet: it says behind which one it comes."""

    after = forms.ModelChoiceField(label=_("Comes after"), queryset=Phase.objects.none(), empty_label=None)

    def __init__(self, *args: Any, pipeline: Pipeline, **kwargs: Any) -> None:
        initial = {"attention_after": 14, "after": pipeline.phases.last()}
        super().__init__(*args, initial=initial, **kwargs)
        cast(forms.ModelChoiceField, self.fields["after"]).queryset = pipeline.phases.all()


class RehousingForm(Form):
    """Where the deals of each of `phases`, which go, are to go: one of `places`. Phases without deals are not asked for."""

    def __init__(self, *args: Any, phases: QuerySet[Phase], places: Iterable[Phase], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        counted = phases.annotate(deal_count=Count("deals"), open_count=Count("deals", filter=Q(deals__status="open")))
        self.phases = {f"into_{phase.pk.hex}": phase for phase in counted if phase.deal_count}
        self.places = {str(place.pk): place for place in places}
        grouped = groupby(self.places.values(), key=lambda place: place.pipeline.name)
        groups = [(name, [(str(place.pk), place.name) for place in group]) for name, group in grouped]
        same_name = {place.name: pk for pk, place in reversed(self.places.items())}
        for name, phase in self.phases.items():
            self.fields[name] = forms.ChoiceField(
                label=_("The deals in %(phase)s move to") % {"phase": phase.name},
                choices=[("", _("Choose a phase")), *groups],
                initial=same_name.get(phase.name, ""),
                help_text=_counted(phase),
                error_messages={"required": _("Choose where they go.")},
            )

    def given(self) -> dict[Phase, Phase]:
        """Which phase takes over from which."""
        return {phase: self.places[self.cleaned_data[name]] for name, phase in self.phases.items()}


def known_of(phase: Phase) -> dict[str, Any]:
    """What the form shows of a phase."""
    percent: Decimal = (phase.probability * 100).normalize()
    return {
        "name": phase.name,
        "probability": percent,
        "attention_after": phase.attention_after,
        "attention_unit": phase.attention_unit,
    }


def _counted(phase: Any) -> str:
    """`3 open deals`, `2 closed deals`, `5 deals, 3 of them open`."""
    count, open_ = phase.deal_count, phase.open_count
    if open_ == count:
        return ngettext("%(count)s open deal", "%(count)s open deals", count) % {"count": count}
    if not open_:
        return ngettext("%(count)s closed deal", "%(count)s closed deals", count) % {"count": count}
    sentence = ngettext("%(count)s deals, %(open)s of them open", "%(count)s deals, %(open)s of them open", open_)
    return sentence % {"count": count, "open": open_}

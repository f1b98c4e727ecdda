"""What is called something within a list is called so once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.deals.models import LostReason, Phase, Pipeline, Source

TAKEN = {
    Pipeline: _("There is a pipeline of this name already. Choose another name."),
    Phase: _("This pipeline has a phase of this name already. Choose another name."),
    Source: _("There is a source of this name already. Choose another name."),
    LostReason: _("There is a reason of this name already. Choose another name."),
}


def save_named(thing: Pipeline | Phase | Source | LostReason) -> None:
    """Keep a new or changed thing of the settings; a name counts the same in capitals.

    Raises ValidationError with an entry for each field at fault: a name that is missing, too long or taken, a
    probability that is none…
    """
    thing.name = " ".join(thing.name.split())
    faults: dict[str, Any] = {}
    try:
        thing.clean_fields(exclude={"id", "account", "pipeline"})
    except ValidationError as wrong:
        faults = wrong.error_dict
    if not thing.name:
        faults["name"] = _("Please fill this in.")
    if faults:
        raise ValidationError(faults)
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as taken:
        raise ValidationError({"name": TAKEN[type(thing)]}) from taken

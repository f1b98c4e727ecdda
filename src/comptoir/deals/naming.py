"""What is called something within a list is called so once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comptoir.deals.models import Phase, Pipeline, Word


def save_named(thing: Pipeline | Phase | Word) -> None:
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
        raise ValidationError({"name": thing.name_taken}) from taken

"""What the pages say of runs and of their rows."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.bulk.models import About, BulkRow, BulkRun, RowState
from comptoir.web import speech
from comptoir.web.bulk import stopping

SAID: dict[str, Any] = {
    "gone": gettext_lazy("It does not exist any more."),
    "failed": gettext_lazy("Something failed, and nothing was changed. The log of the server says more."),
    "refused": "%(sentence)s",
    "tagged": gettext_lazy("Tags added"),
    "tagged_already": gettext_lazy("Had these tags already"),
    "untagged": gettext_lazy("Tags removed"),
    "not_tagged": gettext_lazy("Did not have these tags"),
    "assigned": gettext_lazy("Assigned"),
    "assigned_already": gettext_lazy("Was assigned so already"),
    "task_added": gettext_lazy("Task for %(assignee)s"),
    "held": gettext_lazy("On hold"),
    "held_leaving": gettext_lazy("On hold; a reminder was leaving at that very moment and may still arrive."),
    "held_already": gettext_lazy("Was on hold already"),
    "settled": gettext_lazy("Is paid: no reminders are sent for it any more."),
    "released": gettext_lazy("No longer on hold"),
    "not_held": gettext_lazy("Was not on hold"),
    "deactivated_already": gettext_lazy("Was deactivated already"),
    "reactivated": gettext_lazy("Reactivated"),
    "active_already": gettext_lazy("Was active already"),
}
"""By the code of a row, a sentence that its facts fill."""


def said(row: BulkRow) -> str:
    """What became of a row."""
    if row.left_out:
        return _("Left out")
    if row.state == RowState.WAITING:
        return ""
    if row.said["code"] == "deactivated":
        return stopping.deactivated(row.said)
    return str(SAID[row.said["code"]]) % row.said


def counted(about: str, count: int) -> str:
    """ "1,204 invoices"."""
    sentences = {
        About.CUSTOMER: ngettext("%(count)s customer", "%(count)s customers", count),
        About.INVOICE: ngettext("%(count)s invoice", "%(count)s invoices", count),
        About.SUBSCRIPTION: ngettext("%(count)s subscription", "%(count)s subscriptions", count),
        About.DEAL: ngettext("%(count)s deal", "%(count)s deals", count),
    }
    return sentences[About(about)] % {"count": speech.number(count)}


def told(run: BulkRun) -> str:
    """What the verb of a run that was started was told: "late, vip", "Call them, due 3 December 2026"."""
    options = run.options
    if run.verb in ("tag", "untag"):
        return ", ".join(options["tags"])
    if run.verb == "assign":
        return options["name"] or _("Nobody")
    if run.verb == "add_tasks":
        due = speech.day(dt.date.fromisoformat(options["due_on"]), "long")
        return _("%(title)s, due %(day)s") % {"title": options["title"], "day": due}
    if run.verb == "deactivate":
        return stopping.told(options)
    return _told_of_hold(options) if run.verb == "hold" else ""


def _told_of_hold(options: dict[str, Any]) -> str:
    parts = [options["reason"]] if options["reason"] else []
    if options["until"]:
        parts.append(_("until %(day)s") % {"day": speech.day(dt.date.fromisoformat(options["until"]), "long")})
    return ", ".join(parts)

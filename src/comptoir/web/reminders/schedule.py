"""The reminder schedule of each department, and its letters to look at."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.invoicing import letters, schedule
from comptoir.invoicing.late_costs import rules_of
from comptoir.invoicing.models import ReminderStep, Tone
from comptoir.invoicing.reminding import schedules_of
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.context import LANGUAGE_NAMES
from comptoir.web.find import own
from comptoir.web.forms import Form, accepted
from comptoir.web.reminders import late_costs
from comptoir.web.reminders.forms import IntervalForm, StepForm
from comptoir.web.toasts import toast


def overview(request: HttpRequest) -> HttpResponse:
    """The schedules of all departments in use."""
    departments = list(request.user.account.departments.filter(status=Department.Status.ACTIVE))
    schedules = schedules_of(department.pk for department in departments)
    rules = rules_of(department.pk for department in departments)
    context = {
        "departments": [
            {
                "department": department,
                "schedule": schedules[department.pk],
                "late_costs": late_costs.shown(department, rules, on=today(request)),
            }
            for department in departments
        ],
        "tones": Tone.choices,
    }
    return render(request, "reminders/schedule.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Add a step to a department's schedule."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, department_id)
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _taken(
        form, lambda: schedule.add_step(department, by=request.user, at=now(request), **form.cleaned_data)
    ):
        toast(request, _("The step was added."))
        return go(request, reverse("reminder_schedule"))
    title = _("Add a step for %(department)s") % {"department": department.name}
    return _step_dialog(request, form, title=title, button=_("Add the step"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change a step: its days, its letter, its way, its late costs."""
    require(request.user, Right.SETTINGS)
    step = _step(request, id)
    facts = {name: getattr(step, name) for name in ("days_overdue", "tone", "channel", "adds_late_costs")}
    form = StepForm(request.POST if request.method == "POST" else None, initial=facts)
    if form.is_valid() and _taken(
        form, lambda: schedule.change_step(step, by=request.user, at=now(request), **form.cleaned_data)
    ):
        toast(request, _("The step was changed."))
        return go(request, reverse("reminder_schedule"))
    title = _("Change the step of %(days)s days") % {"days": facts["days_overdue"]}
    return _step_dialog(request, form, title=title, button=_("Change the step"))


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a step out of the schedule."""
    require(request.user, Right.SETTINGS)
    step = _step(request, id)
    if request.method == "POST":
        schedule.remove_step(step, by=request.user, at=now(request))
        toast(request, _("The step was removed."))
        return go(request, reverse("reminder_schedule"))
    title = _("Remove the step of %(days)s days") % {"days": step.days_overdue}
    return dialog(request, "reminders/remove_step.html", {"step": step, "title": title}, title=title)


@require_http_methods(["GET", "POST"])
def interval(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Set the days between two reminders of one invoice."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department, department_id)
    form = IntervalForm(
        request.POST if request.method == "POST" else None, initial={"days": department.reminder_interval}
    )
    if accepted(
        form,
        lambda: schedule.set_interval(department, form.cleaned_data["days"], by=request.user, at=now(request)),
    ):
        toast(request, _("The days between two reminders were changed."))
        return go(request, reverse("reminder_schedule"))
    title = _("Days between two reminders of %(department)s") % {"department": department.name}
    context = {"form": form, "title": title, "schedule_url": reverse("reminder_schedule")}
    return dialog(request, "reminders/interval.html", context, title=title, status=422 if form.errors else 200)


def letter(request: HttpRequest, department_id: UUID, tone: str) -> HttpResponse:
    """A letter of a department in one of the languages, about an invented invoice."""
    department = own(request, Department, department_id)
    if tone not in Tone.values:
        raise Http404
    languages = [code for code, __ in settings.LANGUAGES]
    language = request.GET.get("language", request.user.language)
    language = language if language in languages else "en"
    context = {
        "department": department,
        "letter": letters.example(department, tone=tone, language=language, on=today(request)),
        "tone": Tone(tone),
        "language": language,
        "languages": [(code, LANGUAGE_NAMES[code]) for code in languages],
    }
    return render(request, "reminders/letter.html", context)


def _step(request: HttpRequest, id: UUID) -> ReminderStep:
    steps = ReminderStep.objects.filter(department__account=request.user.account, archived_at__isnull=True)
    found = steps.select_related("department__account").filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def _taken(form: Form, verb: Any) -> bool:
    """Whether the verb took it; a day that is taken is said beside its field."""
    try:
        verb()
    except schedule.DayTaken as refusal:
        form.add_error("days_overdue", str(refusal))
        return False
    return True


def _step_dialog(request: HttpRequest, form: StepForm, *, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "schedule_url": reverse("reminder_schedule")}
    return dialog(request, "reminders/step.html", context, title=title, status=422 if form.errors else 200)

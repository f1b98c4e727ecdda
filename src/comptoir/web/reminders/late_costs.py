"""What each department asks of customers who pay late: shown beside its schedule, with an example, and changed."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.models import Department
from comptoir.accounts.rights import Right, require
from comptoir.customers.models import Kind
from comptoir.invoicing import late_cost_rules
from comptoir.invoicing.late_costs import LateCosts, Rules
from comptoir.invoicing.models import LateCostRule
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.reminders.forms import RuleForm
from comptoir.web.toasts import toast


@dataclass(frozen=True)
class Shown:
    """A rule and what it comes to in the example."""

    rule: LateCostRule
    label: str
    example: LateCosts


def shown(department: Department, rules: Rules, *, on: dt.date) -> list[Shown]:
    """The rules of `department` towards companies and persons, those that ask for nothing included."""
    labels = {Kind.COMPANY: _("Companies"), Kind.CONTACT: _("Persons")}
    return [_shown(department, rules, kind, label, on=on) for kind, label in labels.items()]


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, department_id: UUID, kind: str) -> HttpResponse:
    """Change what a department asks of companies, or of persons."""
    require(request.user, Right.SETTINGS)
    department = own(request, Department.objects.select_related("account"), department_id)
    if kind not in Kind.values:
        raise Http404
    rule = late_cost_rules.rule_of(department, kind)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    if accepted(form, lambda: _set(request, department, kind, form)):
        toast(request, _("The late costs were changed."))
        return go(request, reverse("reminder_schedule"))
    title = (
        _("Late costs of companies, %(department)s")
        if kind == Kind.COMPANY
        else _("Late costs of persons, %(department)s")
    ) % {"department": department.name}
    context = {
        "form": form,
        "title": title,
        "rule": rule,
        "example": late_cost_rules.example(rule, on=today(request)),
        "schedule_url": reverse("reminder_schedule"),
    }
    return dialog(request, "reminders/late_costs.html", context, title=title, status=422 if form.errors else 200)


def _set(request: HttpRequest, department: Department, kind: str, form: RuleForm) -> None:
    late_cost_rules.set_rule(department, customer_kind=kind, by=request.user, at=now(request), **form.cleaned_data)


def _shown(department: Department, rules: Rules, kind: str, label: str, *, on: dt.date) -> Shown:
    rule = rules.get((department.pk, kind)) or LateCostRule(department=department, customer_kind=kind)
    rule.department = department
    return Shown(rule, label, late_cost_rules.example(rule, on=on))

"""Building segments of every subject, with groups, as a browser without JavaScript does it."""

import re
from typing import Any

import pytest

from comptoir.accounts.models import Account
from comptoir.custom_fields.models import CustomField
from comptoir.segments.models import Segment
from comptoir.segments.rules import MOST_RULES
from tests.factories import NOW, a_company, a_member, a_user, an_account, an_invoice
from tests.web.segments.test_pages import a_segment, logged_in

pytestmark = pytest.mark.django_db

STATUS = ("status", "equals", "outstanding")
GONE = ("customer_active", "equals", "no")
TOTAL = ("total", "at_least", "100")


def a_form(*rules: tuple[str, ...], **others: Any) -> dict[str, Any]:
    """What the browser sends of invoices: rules, each perhaps with its group."""
    columns: dict[str, Any] = {"name": "Mine", "match": "all", "shared": "", "about": "invoice", "was_about": "invoice"}
    for at, name in enumerate(("field", "operator", "value")):
        columns[name] = [rule[at] for rule in rules]
    columns["was"] = columns["field"]
    columns["group"] = [rule[3] if len(rule) > 3 else "" for rule in rules]
    return columns | others


def groups_in(page: str) -> list[str]:
    return re.findall(r'name="group" value="(\d*)"', page)


@pytest.fixture
def account() -> Account:
    return an_account()


def test_a_segment_of_invoices_with_a_group_is_kept_and_shown_again(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(STATUS, (*GONE, "1"), (*TOTAL, "1"), match_1="any")
    answer = client.post("/segments/new/", form)
    segment = Segment.objects.get()
    assert segment.about == "invoice"
    keys = ("field", "operator", "value")
    group = [dict(zip(keys, rule, strict=True)) for rule in (GONE, TOTAL)]
    assert segment.rules == [dict(zip(keys, STATUS, strict=True)), {"match": "any", "rules": group}]
    page = client.get(answer.headers["Location"]).content.decode()
    assert groups_in(page) == ["", "2", "2"]
    assert '<select name="match_2"' in page
    assert "An invoice is in when it answers to" in page
    assert 'name="about"' not in page


def test_groups_and_rules_in_them_are_added_and_removed(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(STATUS, (*GONE, "1"), TOTAL, match_1="any")

    def after(**button: str) -> list[str]:
        return groups_in(client.post("/segments/new/", form | button).content.decode())

    assert after(add="1") == ["", "1", "1", ""]
    assert after(add="") == ["", "1", "", ""]
    assert after(add="7") == ["", "1", "", ""]
    assert after(add_group="1") == ["", "1", "", "2"]
    assert after(remove_group="1") == ["", ""]
    assert after(remove_group="") == ["", "1", ""]
    assert after(remove="1") == ["", ""]


def test_a_full_segment_takes_no_more(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(*[STATUS] * MOST_RULES)
    for button in ({"add": ""}, {"add_group": "1"}):
        page = client.post("/segments/new/", form | button).content.decode()
        assert len(groups_in(page)) == MOST_RULES
        assert 'name="add"' not in page


def test_another_subject_begins_with_one_rule_to_fill(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(STATUS, (*GONE, "1"), about="deal")
    page = client.post("/segments/rules/", form).content.decode()
    assert groups_in(page) == [""]
    assert "A deal is in when it answers to" in page
    assert '<option value="closing_date">Closing date</option>' in page
    assert "Purchase order number" not in page
    assert client.post("/segments/new/", form | {"refresh": "1"}).status_code == 200
    assert not Segment.objects.exists()


def test_the_subject_of_a_new_one_may_stand_in_the_address(account: Account) -> None:
    client = logged_in(a_member(account, hidden=["deals"]))
    page = client.get("/segments/new/?about=invoice").content.decode()
    assert '<option value="invoice" selected>' in page
    for about in ("deal", "robot"):
        page = client.get(f"/segments/new/?about={about}").content.decode()
        assert '<option value="customer" selected>' in page
        assert '<option value="deal"' not in page


def test_the_count_is_of_what_the_segment_consists_of(account: Account) -> None:
    an_invoice(a_company(account, deactivated_at=NOW))
    an_invoice(a_company(account))
    client = logged_in(a_member(account))
    assert "2 invoices" in client.post("/segments/rules/", a_form(STATUS)).content.decode()
    assert "1 invoice<" in client.post("/segments/rules/", a_form(STATUS, (*GONE, "1"))).content.decode()


def test_what_is_wrong_in_a_group_is_said_beside_its_rule(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(STATUS, (*GONE, "1"), ("total", "at_least", "much", "1"), match_1="any")
    answer = client.post("/segments/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.index('id="rule-2-error"') > page.index('id="rule-2-value"')
    assert "rule-1-error" not in page


def test_a_rule_about_a_field_that_was_archived_is_shown_as_broken(account: Account) -> None:
    user = a_user(account)
    facts = {"about": "invoice", "label": "Project", "kind": "single_line", "created_at": NOW}
    field = CustomField.objects.create(account=account, **facts)
    an_invoice(a_company(account))
    rule = {"field": f"custom:{field.pk}", "operator": "is_empty", "value": ""}
    segment = a_segment(user, about="invoice", rules=[rule, {"match": "any", "rules": [rule]}])
    client = logged_in(user)
    assert "Project is empty" in client.get("/segments/?counts=1").content.decode()
    assert "1 invoice<" in client.get("/segments/?counts=1").content.decode()
    CustomField.objects.update(archived_at=NOW)
    page = client.get("/segments/?counts=1").content.decode()
    assert page.count("Broken rule") == 2
    assert "0 invoices<" in page
    assert "This field no longer exists." in client.get(f"/segments/{segment.key}/").content.decode()


def test_fields_of_another_account_are_not_there(account: Account) -> None:
    facts = {"about": "invoice", "label": "Secret", "kind": "single_line", "created_at": NOW}
    theirs = CustomField.objects.create(account=an_account(name="Elsewhere"), **facts)
    client = logged_in(a_user(account))
    assert "Secret" not in client.get("/segments/new/?about=invoice").content.decode()
    answer = client.post("/segments/new/", a_form((f"custom:{theirs.pk}", "is_empty", "")))
    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()

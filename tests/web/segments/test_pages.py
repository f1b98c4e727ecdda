"""The pages of segments, as a browser without JavaScript sees them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Role
from comptoir.customers.models import Tag
from comptoir.segments import keeping
from comptoir.segments.models import Segment
from tests.factories import NOW, a_company, a_contact, a_member, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db

INACTIVE = {"field": "active", "operator": "equals", "value": "no"}


def a_segment(by: User, **facts: Any) -> Segment:
    facts = {"name": "Gone", "match": "all", "rules": [INACTIVE]} | facts
    return keeping.create(**facts, by=by, at=NOW)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_form(*rules: tuple[str, str, str], **others: str) -> dict[str, Any]:
    """What the browser sends: the rules in columns, as they were shown."""
    columns: dict[str, Any] = {"name": "Mine", "match": "all", "shared": ""}
    columns |= {"field": [], "operator": [], "value": [], "was": []}
    for field, operator, value in rules:
        columns["field"].append(field)
        columns["was"].append(field)
        columns["operator"].append(operator)
        columns["value"].append(value)
    return columns | others


@pytest.fixture
def account() -> Account:
    return an_account()


def test_the_list_has_the_ready_made_first_with_counts_and_words(account: Account) -> None:
    a_company(account, deactivated_at=NOW)
    a_contact(account, deactivated_at=NOW)
    a_contact(account, deactivated_at=NOW)
    user = a_member(account)
    a_segment(user, name="My own")
    a_segment(a_user(account), name="A colleague's", shared=True)
    a_segment(a_user(account), name="A colleague's secret")
    page = logged_in(user).get("/segments/?counts=1").content.decode()
    assert "Active equals no" in page
    assert "2 contacts" in page
    assert "1 company" in page
    assert "secret" not in page
    names = ["Deactivated customers", "With active subscriptions", "My own", "A colleague&#x27;s"]
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)


def test_the_list_costs_as_many_queries_for_three_segments_as_for_one(
    account: Account, django_assert_max_num_queries: Any
) -> None:
    user = a_member(account)
    a_company(account, tags=("horeca",))
    rules = [
        {"field": "tag", "operator": "equals", "value": str(Tag.objects.get().pk)},
        {"field": "account_manager", "operator": "equals", "value": str(user.pk)},
    ]
    client = logged_in(user)
    numbers = []
    for _ in range(3):
        a_segment(user, rules=rules)
        a_segment(a_user(account), rules=rules, shared=True)
        with django_assert_max_num_queries(12) as queries:
            assert client.get("/segments/?counts=1").status_code == 200
        numbers.append(len(queries))
    assert len(set(numbers)) == 1


def test_the_list_does_not_wait_for_its_counts_which_follow_by_themselves(account: Account) -> None:
    a_company(account, deactivated_at=NOW)
    client = logged_in(a_member(account))
    page = client.get("/segments/").content.decode()
    assert "1 company" not in page
    assert 'hx-get="/segments/?counts=1"' in page
    counts = client.get("/segments/?counts=1", headers={"HX-Request": "true"}).content.decode()
    assert '<span id="companies-in-deactivated" hx-swap-oob="true">1 company</span>' in counts
    assert "<main" not in counts


def test_without_segments_of_one_s_own_the_list_says_what_they_are(account: Account) -> None:
    assert "No segments of your own yet" in logged_in(a_member(account)).get("/segments/").content.decode()


def test_on_the_plan_go_nothing_speaks_of_subscriptions() -> None:
    client = logged_in(a_user(an_account(plan="go")))
    for url in ("/segments/", "/segments/new/"):
        assert "active subscriptions" not in client.get(url).content.decode().lower()
    assert client.get("/segments/active-subscriptions/").status_code == 404


def test_making_one_keeps_what_was_typed_in_the_reader_s_own_decimals(account: Account) -> None:
    user = a_member(account, language="nl")
    client = logged_in(user)
    answer = client.post("/segments/new/", a_form(("outstanding", "at_least", "1.250,50"), shared="yes"))
    segment = Segment.objects.get()
    assert answer.headers["Location"] == f"/segments/{segment.pk}/"
    assert segment.rules == [{"field": "outstanding", "operator": "at_least", "value": "1250.50"}]
    assert (segment.name, segment.created_by, segment.is_shared) == ("Mine", user, True)
    assert 'value="1250,5"' in client.get(answer.headers["Location"]).content.decode()


def test_bad_input_comes_back_with_every_field_and_a_sentence_beside_it(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(("outstanding", "at_least", "much"), ("name", "contains", "Midi"), name="", match="any")
    answer = client.post("/segments/new/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Type an amount, for example 1250.00." in page
    assert "Please fill this in." in page
    assert 'value="much"' in page
    assert 'value="Midi"' in page
    assert '<option value="any" selected>' in page
    assert not Segment.objects.exists()
    named = client.post("/segments/new/", form | {"name": "Mine"})
    assert named.status_code == 422
    assert "A rule is not finished." in named.content.decode()


def test_rules_are_added_and_removed_without_javascript_and_nothing_is_lost(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(("name", "contains", "Midi"), ("active", "equals", "no"), name="Half done", shared="yes")
    added = client.post("/segments/new/", form | {"add": "1"})
    assert added.status_code == 200
    page = added.content.decode()
    assert page.count('name="field"') == 3
    assert 'value="Midi"' in page
    assert 'value="Half done"' in page
    assert "error" not in page.split("<main")[1].split("</main>")[0].replace("circle-alert", "")
    removed = client.post("/segments/new/", form | {"remove": "0"}).content.decode()
    assert removed.count('name="field"') == 1
    assert 'value="Midi"' not in removed
    assert '<option value="active" selected>' in removed
    assert not Segment.objects.exists()


def test_a_row_follows_its_field_without_javascript(account: Account) -> None:
    client = logged_in(a_member(account))
    form = a_form(("country", "contains", "Midi"), add="1") | {"was": ["name"]}
    page = client.post("/segments/new/", form).content.decode()
    assert '<option value="BE">Belgium</option>' in page
    assert "Midi" not in page
    saved_at_once = client.post("/segments/new/", a_form(("country", "contains", "Midi")) | {"was": ["name"]})
    assert saved_at_once.status_code == 422
    assert "Choose how to compare." in saved_at_once.content.decode()


@pytest.mark.parametrize("place", ["7", "-1", "x", "", "9" * 5000], ids=["beyond", "below", "x", "empty", "huge"])
def test_removing_a_rule_that_is_not_there_removes_nothing(account: Account, place: str) -> None:
    form = a_form(("name", "contains", "Midi"), remove=place)
    assert 'value="Midi"' in logged_in(a_member(account)).post("/segments/new/", form).content.decode()


def test_a_form_with_nothing_in_it_is_refused_kindly(account: Account) -> None:
    client = logged_in(a_member(account))
    assert client.post("/segments/new/", {}).status_code == 422
    answer = client.post("/segments/new/", {"name": "Empty", "match": "all"})
    assert "A segment needs at least one rule" in answer.content.decode()
    assert client.post("/segments/new/", a_form(("a\0b", "\0", "\0"), name="x\0")).status_code == 422
    assert client.post("/segments/new/", {"name": "X", "match": "sideways", "field": ["active"]}).status_code == 422


def test_the_count_is_live_and_waits_for_unfinished_rules(account: Account) -> None:
    a_company(account, deactivated_at=NOW)
    client = logged_in(a_member(account))
    finished = client.post("/segments/rules/", a_form(("active", "equals", "no"))).content.decode()
    assert "0 contacts" in finished
    assert "1 company" in finished
    unfinished = client.post("/segments/rules/", a_form(("active", "equals", "no"), ("name", "contains", ""))).content
    assert "Finish the rules to see what they let in." in unfinished.decode()
    assert not Segment.objects.exists()


def test_editing_saves_name_rules_and_who_sees_it(account: Account) -> None:
    user = a_member(account)
    segment = a_segment(user)
    form = a_form(("kind", "equals", "company"), name="Renamed", match="any", shared="yes")
    assert logged_in(user).post(f"/segments/{segment.pk}/", form).status_code == 302
    segment.refresh_from_db()
    assert (segment.name, segment.match, segment.is_shared) == ("Renamed", "any", True)
    assert segment.rules == [{"field": "kind", "operator": "equals", "value": "company"}]


def test_a_rule_whose_tag_was_deleted_is_shown_as_broken(account: Account) -> None:
    user = a_member(account)
    a_company(account, tags=("horeca",))
    segment = a_segment(user, rules=[{"field": "tag", "operator": "is_not", "value": str(Tag.objects.get().pk)}])
    Tag.objects.all().delete()
    client = logged_in(user)
    for url in ("/segments/", f"/segments/{segment.pk}/"):
        assert "This tag no longer exists." in client.get(url).content.decode()
    assert "0 companies" in client.get("/segments/?counts=1").content.decode()


def test_ready_made_ones_are_read_and_copied_but_not_changed(account: Account) -> None:
    client = logged_in(a_user(account))
    page = client.get("/segments/deactivated/").content.decode()
    assert "Active equals no" in page
    assert "/contacts/?segment=deactivated" in page
    assert "/companies/?segment=deactivated" in page
    assert client.post("/segments/deactivated/", a_form(("active", "equals", "yes"))).status_code == 403
    copied = client.get("/segments/new/?copy=deactivated").content.decode()
    assert 'value="Copy of Deactivated customers"' in copied
    assert '<option value="active" selected>' in copied


def test_colleagues_read_a_shared_segment_and_do_not_see_a_private_one(account: Account) -> None:
    maker, colleague = a_member(account), a_member(account)
    segment = a_segment(maker)
    client = logged_in(colleague)
    urls = [f"/segments/{segment.pk}/", f"/segments/{segment.pk}/delete/", f"/segments/new/?copy={segment.pk}"]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    assert client.post(f"/segments/{segment.pk}/share/").status_code == 404
    keeping.share(segment, by=maker, at=NOW)
    page = client.get(urls[0]).content.decode()
    assert "Active equals no" in page
    assert 'name="field"' not in page
    assert "delete" not in page
    assert client.post(urls[0], a_form(("active", "equals", "yes"))).status_code == 403
    assert client.post(urls[1]).status_code == 403
    assert client.post(f"/segments/{segment.pk}/unshare/").status_code == 403
    segment.refresh_from_db()
    assert (segment.rules, segment.is_shared) == ([INACTIVE], True)


def test_foreign_and_unknown_segments_are_missing(account: Account) -> None:
    foreign = a_segment(a_user(an_account(name="Elsewhere")), shared=True)
    client = logged_in(a_user(account))
    for key in (foreign.pk, an_unknown_id(), "unheard-of"):
        assert client.get(f"/segments/{key}/").status_code == 404
        assert client.post(f"/segments/{key}/", a_form(("active", "equals", "yes"))).status_code == 404
        assert client.get(f"/companies/export.csv?segment={key}").status_code == 404
    for verb in ("delete", "share", "unshare"):
        assert client.post(f"/segments/{foreign.pk}/{verb}/").status_code == 404
    assert Segment.objects.count() == 1


def test_sharing_and_keeping_private_from_the_menu(account: Account) -> None:
    user = a_member(account)
    segment, client = a_segment(user), logged_in(user)
    client.post(f"/segments/{segment.pk}/share/")
    segment.refresh_from_db()
    assert segment.is_shared
    client.post(f"/segments/{segment.pk}/unshare/")
    segment.refresh_from_db()
    assert not segment.is_shared


def test_deleting_asks_first(account: Account) -> None:
    user = a_member(account)
    segment, client = a_segment(user, name="Old"), logged_in(user)
    assert "Delete “Old”" in client.get(f"/segments/{segment.pk}/delete/").content.decode()
    assert Segment.objects.count() == 1
    assert client.post(f"/segments/{segment.pk}/delete/").headers["Location"] == reverse("segments")
    assert not Segment.objects.exists()


def test_an_admin_deletes_what_a_colleague_shared(account: Account) -> None:
    segment = a_segment(a_member(account), shared=True)
    logged_in(a_user(account, role=Role.ADMIN)).post(f"/segments/{segment.pk}/delete/")
    assert not Segment.objects.exists()


def test_visitors_log_in_first(account: Account) -> None:
    assert Client().get("/segments/").status_code == 302
    assert Client().get("/companies/export.csv").status_code == 302

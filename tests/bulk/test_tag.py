"""Tags on many customers."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.bulk.starting import start
from comptoir.customers.models import Customer, Tag
from tests.bulk.runs import LATER, a_run, done, results
from tests.factories import NOW, a_company, a_contact, a_user, an_account

pytestmark = pytest.mark.django_db


def words_on(customer: Customer) -> set[str]:
    return {tag.name for tag in customer.tags.all()}


def test_each_gets_those_it_does_not_bear() -> None:
    user = a_user(an_account())
    a, b, c = a_company(user.account, "A", tags=("Late",)), a_contact(user.account, "B B"), a_company(user.account, "C")
    run = done(a_run(a, b, c, by=user), tags=["late", " #vip "])
    assert [words_on(each) for each in (a, b, c)] == [{"Late", "vip"}, {"Late", "vip"}, {"Late", "vip"}]
    assert {code for _state, code in results(run).values()} == {"tagged"}
    assert Tag.objects.count() == 2
    assert set(Customer.objects.values_list("updated_at", flat=True)) == {LATER}
    told = Activity.objects.get(customer_id=a.pk)
    assert (told.kind, told.by, told.at) == ("customer.edited", user, LATER)
    assert told.effects == {"name": "A", "changes": [{"field": "tags", "old": "Late", "new": "Late, vip"}]}


def test_who_bears_them_all_is_unchanged() -> None:
    user = a_user(an_account())
    run = done(a_run(a_company(user.account, "A", tags=("late",)), by=user), tags=["LATE"])
    assert results(run) == {"A": ("unchanged", "tagged_already")}
    assert not Activity.objects.exists()
    assert Customer.objects.get().updated_at == NOW


def test_they_are_taken_off() -> None:
    user = a_user(an_account())
    a, b = a_company(user.account, "A", tags=("late", "horeca")), a_company(user.account, "B", tags=("horeca",))
    run = done(a_run(a, b, verb="untag", by=user), tags=["Late", "unknown"])
    assert results(run) == {"A": ("done", "untagged"), "B": ("unchanged", "not_tagged")}
    assert words_on(a) == {"horeca"}
    assert Activity.objects.get().effects["changes"] == [{"field": "tags", "old": "horeca, late", "new": "horeca"}]


@pytest.mark.parametrize("tags", [[], ["  ", "#"], ["x" * 61]])
def test_at_least_one_that_fits_is_needed(tags: list[str]) -> None:
    user = a_user(an_account())
    run = a_run(a_company(user.account), by=user)
    with pytest.raises(ValidationError) as refusal:
        start(run, by=user, at=NOW, options={"tags": tags})
    assert list(refusal.value.error_dict) == ["tags"]
    run.refresh_from_db()
    assert run.is_prepared

"""The settings of deals: pipelines, phases, sources, reasons for losing."""

import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.deals import phases, pipelines, words
from comptoir.deals.models import Deal, LostReason, Phase, Pipeline, Source
from comptoir.deals.pipelines import add_pipeline
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account, the_phase

pytestmark = pytest.mark.django_db
PATH = "/settings/deals/"
PHASE = {"name": "Visit", "probability": "30", "attention_after": "3", "attention_unit": "weeks"}


@pytest.fixture
def owner(client: Client) -> User:
    """An owner, logged in."""
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def plain(html: str) -> str:
    """What one reads, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def phases_of(pipeline: Pipeline) -> list[str]:
    return [phase.name for phase in pipeline.phases.all()]


def test_the_page_shows_each_pipeline_with_its_phases_and_open_deals(client: Client, owner: User) -> None:
    customer = a_company(owner.account)
    a_deal(customer), a_deal(customer), a_deal(customer, status="won")
    Phase.objects.filter(name="Contacted").update(attention_after=3, attention_unit="weeks")
    words = plain(client.get(PATH).text)
    assert "Sales Default" in words
    assert "1 New 10 % Needs attention after 14 days 2" in words
    assert "2 Contacted 25 % Needs attention after 3 weeks 0" in words


def test_it_shows_the_words_with_the_deals_that_bear_them_and_archived_ones_last(client: Client, owner: User) -> None:
    source = Source.objects.get(account=owner.account, name="Website")
    a_deal(a_company(owner.account), source=source)
    Source.objects.filter(name="Cold call").update(archived_at=NOW)
    words = plain(client.get(PATH).text)
    assert "Website 1" in words
    assert words.index("Website 1") < words.index("Cold call Archived –")
    LostReason.objects.all().delete()
    assert "Why deals are lost." in client.get(PATH).text


def test_nothing_of_another_account_is_shown(client: Client, owner: User) -> None:
    other = an_account(name="Other")
    add_pipeline(other, name="Their pipeline", by=None, at=NOW)
    Source.objects.create(account=other, name="Their source")
    assert "Their" not in client.get(PATH).text


def test_as_many_queries_for_one_row_as_for_three(client: Client, owner: User) -> None:
    customer, sources = a_company(owner.account), Source.objects.filter(account=owner.account)
    counts = []
    for rows in (1, 2):
        for n in range(rows):
            pipeline = add_pipeline(owner.account, name=f"Pipeline {rows} {n}", by=None, at=NOW)
            for phase, source in zip(pipeline.phases.all(), sources[:rows], strict=False):
                a_deal(customer, phase=phase, source=source)
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_member_reads_all_of_it_and_is_offered_nothing(client: Client, owner: User) -> None:
    client.force_login(a_member(owner.account, "deals"))
    html = client.get(PATH).text
    assert "Negotiation" in html
    assert "Website" in html
    assert "<main" in html
    main = html[html.index("<main") : html.index("</main>")]
    assert 'method="post"' not in main
    assert 'aria-haspopup="menu"' not in main
    assert f'href="{PATH}' not in main


def test_a_member_who_does_not_see_deals_does_not_see_their_settings(client: Client, owner: User) -> None:
    client.force_login(a_member(owner.account, hidden=["deals"]))
    answer = client.get(PATH)
    assert answer.status_code == 403
    assert "Negotiation" not in answer.text


def test_the_tab_leads_here(client: Client, owner: User) -> None:
    assert f'href="{PATH}"' in client.get("/settings/account/").text
    assert f'href="{PATH}" aria-current="page"' in client.get(PATH).text


def commands(account: Any) -> list[str]:
    """The addresses of everything that changes something of the account, without those that add from nothing."""
    pipeline, phase = Pipeline.objects.get(account=account), the_phase(account)
    source, reason = (kind.objects.filter(account=account)[0] for kind in (Source, LostReason))
    return [
        *(f"pipelines/{pipeline.pk}/{verb}" for verb in ("", "duplicate/", "make-default/", "delete/", "phases/new/")),
        *(f"phases/{phase.pk}/{verb}" for verb in ("", "place/", "delete/")),
        *(f"sources/{source.pk}/{verb}" for verb in ("", "archive/", "restore/", "remove/")),
        *(f"lost-reasons/{reason.pk}/{verb}" for verb in ("", "archive/", "restore/", "remove/")),
    ]


def test_a_member_changes_nothing_and_is_told_who_can(client: Client, owner: User) -> None:
    client.force_login(a_member(owner.account, "deals", "customers"))
    adding = ["pipelines/new/", "sources/new/", "lost-reasons/new/"]
    for path in [*adding, *commands(owner.account)]:
        answer = client.post(PATH + path, PHASE | {"position": "2"})
        assert answer.status_code == 403, path
        assert "Only an owner or admin can change these settings." in answer.text
    assert not Phase.objects.filter(name="Visit").exists()


def test_what_belongs_to_another_account_or_to_none_is_not_found(client: Client, owner: User) -> None:
    other = an_account(name="Other")
    for path in commands(other):
        unknown = re.sub(r"[0-9a-f-]{36}", str(uuid.uuid4()), path)
        for address in (PATH + path, PATH + unknown):
            assert client.post(address, PHASE | {"position": "2"}).status_code == 404, address
    assert client.get(f"{PATH}colours/new/").status_code == 404
    assert Phase.objects.filter(name="Visit").count() == 0


def test_a_pipeline_is_added_with_the_usual_phases(client: Client, owner: User) -> None:
    assert "It begins with the usual phases" in client.get(f"{PATH}pipelines/new/").text
    answer = client.post(f"{PATH}pipelines/new/", {"name": "Large projects"}, follow=True)
    assert "The pipeline Large projects is added." in answer.text
    pipeline = Pipeline.objects.get(name="Large projects")
    assert (pipeline.account, phases_of(pipeline)[0]) == (owner.account, "New")


def test_a_name_that_is_taken_is_said_beside_it_and_what_was_typed_is_kept(client: Client, owner: User) -> None:
    for path in ("pipelines/new/", f"pipelines/{Pipeline.objects.get().pk}/duplicate/"):
        answer = client.post(PATH + path, {"name": "SALES"})
        assert answer.status_code == 422
        assert "There is a pipeline of this name already. Choose another name." in answer.text
        assert 'value="SALES"' in answer.text
    answer = client.post(f"{PATH}sources/new/", {"name": ""})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text


def test_a_pipeline_is_renamed_duplicated_and_made_the_default(client: Client, owner: User) -> None:
    path = f"{PATH}pipelines/{Pipeline.objects.get().pk}/"
    assert 'value="Sales"' in client.get(path).text
    client.post(path, {"name": "Small projects"})
    assert 'value="Small projects (copy)"' in client.get(f"{path}duplicate/").text
    answer = client.post(f"{path}duplicate/", {"name": "Large projects"}, follow=True)
    assert "Small projects" in answer.text
    copy = Pipeline.objects.get(name="Large projects")
    answer = client.post(f"{PATH}pipelines/{copy.pk}/make-default/", follow=True)
    assert "New deals begin in Large projects now." in answer.text
    assert Pipeline.objects.get(is_default=True) == copy


def test_a_phase_is_added_where_it_was_asked_for(client: Client, owner: User) -> None:
    pipeline = Pipeline.objects.get()
    path = f"{PATH}pipelines/{pipeline.pk}/phases/new/"
    last = the_phase(owner.account, 5)
    assert f'<option value="{last.pk}" selected>Negotiation' in client.get(path).text
    answer = client.post(path, PHASE | {"after": the_phase(owner.account, 2).pk, "probability": "12,5"}, follow=True)
    assert "The phase Visit is added." in answer.text
    assert phases_of(pipeline)[2] == "Visit"
    assert "3 Visit 12.5 % Needs attention after 3 weeks 0" in plain(answer.text)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": "New"}, "This pipeline has a phase of this name already."),
        ({"probability": "101"}, "A probability is between 0 and 100."),
        ({"probability": "-1"}, "A probability is between 0 and 100."),
        ({"probability": "high"}, "This is not a number."),
        ({"probability": ""}, "Please fill this in."),
        ({"attention_after": "53"}, "A deal needs attention after 1 to 365 days, or 1 to 52 weeks."),
        ({"attention_after": "0"}, "A deal needs attention after 1 to 365 days, or 1 to 52 weeks."),
        ({"attention_unit": "years"}, "years is not one of the available choices."),
    ],
)
def test_a_phase_that_cannot_be_comes_back_with_the_reason(
    client: Client, owner: User, facts: dict[str, str], sentence: str
) -> None:
    phase = the_phase(owner.account, 2)
    for path in (f"pipelines/{phase.pipeline_id}/phases/new/", f"phases/{phase.pk}/"):
        answer = client.post(PATH + path, PHASE | {"after": str(phase.pk)} | facts)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert phases_of(phase.pipeline) == ["New", "Contacted", "Meeting held", "Quotation sent", "Negotiation"]


def test_a_phase_of_another_pipeline_is_no_place_to_come_after(client: Client, owner: User) -> None:
    theirs = the_phase(an_account(name="Other"))
    path = f"{PATH}pipelines/{the_phase(owner.account).pipeline_id}/phases/new/"
    assert client.post(path, PHASE | {"after": theirs.pk}).status_code == 422


def test_a_phase_is_edited(client: Client, owner: User) -> None:
    phase = the_phase(owner.account, 2)
    html = client.get(f"{PATH}phases/{phase.pk}/").text
    assert 'value="25"' in html
    assert "Comes after" not in html
    client.post(f"{PATH}phases/{phase.pk}/", PHASE)
    phase.refresh_from_db()
    assert (phase.name, str(phase.probability), phase.attention_days) == ("Visit", "0.3000", 21)


def test_a_phase_is_moved_with_and_without_javascript(client: Client, owner: User) -> None:
    phase = the_phase(owner.account)
    path = f"{PATH}phases/{phase.pk}/place/"
    answer = client.post(path, {"position": "2"})
    assert answer.headers["Location"] == f"{PATH}#pipeline-{phase.pipeline_id}"
    assert phases_of(phase.pipeline)[:2] == ["Contacted", "New"]
    answer = client.post(path, {"position": "3"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "2 Meeting held" in plain(answer.text)
    assert "3 New" in plain(answer.text)
    assert client.post(path, {"position": "x"}).status_code == 404


def test_an_empty_phase_is_deleted_after_saying_so(client: Client, owner: User) -> None:
    phase = the_phase(owner.account, 2)
    path = f"{PATH}phases/{phase.pk}/delete/"
    assert "The phase Contacted disappears from the pipeline Sales. There are no deals in it." in client.get(path).text
    assert "The phase Contacted is deleted." in client.post(path, follow=True).text
    assert not Phase.objects.filter(pk=phase.pk).exists()


def test_the_deals_of_a_deleted_phase_go_where_they_are_sent(client: Client, owner: User) -> None:
    phase, into, customer = the_phase(owner.account), the_phase(owner.account, 3), a_company(owner.account)
    a_deal(customer), a_deal(customer, status="lost")
    path, field = f"{PATH}phases/{phase.pk}/delete/", f"into_{phase.pk.hex}"
    html = client.get(path).text
    assert "The deals in New move to" in html
    assert "2 deals, 1 of them open" in html
    assert f'value="{phase.pk}"' not in html
    answer = client.post(path, {field: ""})
    assert answer.status_code == 422
    assert "Choose where they go." in answer.text
    assert client.post(path, {field: str(the_phase(an_account(name="Other")).pk)}).status_code == 422
    client.post(path, {field: str(into.pk)})
    assert [deal.phase for deal in Deal.objects.all()] == [into, into]


def test_a_deal_that_arrived_meanwhile_is_shown_before_anything_is_done(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    phase = the_phase(owner.account)
    pipeline = add_pipeline(owner.account, name="Large projects", by=None, at=NOW)
    for path, there, module in (
        (f"{PATH}phases/{phase.pk}/delete/", phase, "phases"),
        (f"{PATH}pipelines/{pipeline.pk}/delete/", pipeline.phases.all()[0], "pipelines"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"comptoir.web.deals.settings.{module}._delete", _after_a_deal(there, module))
            answer = client.post(path)
        assert answer.status_code == 409
        assert "Meanwhile a deal arrived, and nothing has been done. Please look again." in answer.text
        assert "1 open deal" in answer.text
        assert Phase.objects.filter(pk=there.pk).exists()


def _after_a_deal(phase: Phase, module: str) -> Callable[..., None]:
    """The deletion, just after somebody else put a deal into the phase."""
    really = import_module(f"comptoir.web.deals.settings.{module}")._delete

    def delete(*args: Any) -> None:
        a_deal(a_company(phase.account), phase=phase)
        really(*args)

    return delete


def test_the_only_phase_of_a_pipeline_stays(client: Client, owner: User) -> None:
    phase = the_phase(owner.account)
    Phase.objects.exclude(pk=phase.pk).delete()
    path = f"{PATH}phases/{phase.pk}/delete/"
    assert path not in client.get(PATH).text
    for answer in (client.get(path), client.post(path)):
        assert "New is the only one of Sales. Add another one first." in answer.text
        assert 'class="button danger"' not in answer.text
    assert answer.status_code == 409
    assert Phase.objects.get() == phase


def test_a_pipeline_is_deleted_and_its_deals_go_where_they_are_sent(client: Client, owner: User) -> None:
    pipeline = add_pipeline(owner.account, name="Large projects", by=None, at=NOW)
    first, second = pipeline.phases.all()[:2]
    Phase.objects.filter(pk=second.pk).update(name="Idea")
    customer = a_company(owner.account)
    a_deal(customer, "Shop", phase=first), a_deal(customer, "House", phase=second)
    path = f"{PATH}pipelines/{pipeline.pk}/delete/"
    html = client.get(path).text
    assert "The deals in Idea move to" in html
    assert html.count("<select") == 2
    assert f'<option value="{the_phase(owner.account).pk}" selected>New' in html
    facts = {f"into_{first.pk.hex}": str(the_phase(owner.account).pk)}
    assert client.post(path, facts).status_code == 422
    facts[f"into_{second.pk.hex}"] = str(the_phase(owner.account, 5).pk)
    assert "The pipeline Large projects is deleted." in client.post(path, facts, follow=True).text
    assert {deal.title: deal.phase.name for deal in Deal.objects.all()} == {"Shop": "New", "House": "Negotiation"}


def test_the_default_pipeline_is_not_deleted_and_says_why(client: Client, owner: User) -> None:
    path = f"{PATH}pipelines/{Pipeline.objects.get().pk}/delete/"
    assert path not in client.get(PATH).text
    for answer in (client.get(path), client.post(path)):
        assert "New deals begin in Sales, so it cannot be deleted." in answer.text
        assert 'class="button danger"' not in answer.text
    assert answer.status_code == 409
    assert Pipeline.objects.count() == 1


@pytest.mark.parametrize(("kind", "model"), [("sources", Source), ("lost-reasons", LostReason)])
def test_words_are_added_renamed_and_removed(
    client: Client, owner: User, kind: str, model: type[Source] | type[LostReason]
) -> None:
    answer = client.post(f"{PATH}{kind}/new/", {"name": "Fair"})
    assert answer.headers["Location"] == f"{PATH}#{kind}"
    word = model.objects.get(name="Fair")
    assert word.account == owner.account
    assert 'value="Fair"' in client.get(f"{PATH}{kind}/{word.pk}/").text
    assert "“Large fair” is saved." in client.post(f"{PATH}{kind}/{word.pk}/", {"name": "Large fair"}, follow=True).text
    assert "“Large fair” is removed." in client.post(f"{PATH}{kind}/{word.pk}/remove/", follow=True).text
    assert not model.objects.filter(pk=word.pk).exists()


def test_a_word_in_use_is_archived_and_comes_back_with_undo(client: Client, owner: User) -> None:
    source = Source.objects.get(account=owner.account, name="Website")
    path = f"{PATH}sources/{source.pk}/"
    assert f"{path}archive/" not in client.get(PATH).text
    a_deal(a_company(owner.account), source=source)
    html = client.get(PATH).text
    assert f"{path}archive/" in html
    assert f"{path}remove/" not in html
    answer = client.post(f"{path}remove/", follow=True)
    assert "There are deals that bear it, so it cannot be removed. Archive it instead." in answer.text
    answer = client.post(f"{path}archive/", follow=True)
    assert "“Website” can no longer be chosen." in answer.text
    assert answer.text.count(f'action="{path}restore/"') == 2
    client.post(f"{path}restore/")
    source.refresh_from_db()
    assert not source.is_archived


def test_a_dialog_over_the_page_leaves_it_where_it_was_scrolled_to(client: Client, owner: User) -> None:
    over = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PATH}#sources"}
    answer = client.post(f"{PATH}sources/new/", {"name": "Fair"}, headers=over)
    assert answer.headers["HX-Refresh"] == "true"
    alone = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PATH}sources/new/"}
    answer = client.post(f"{PATH}sources/new/", {"name": "Show"}, headers=alone)
    assert answer.headers["HX-Redirect"] == f"{PATH}#sources"


def test_the_last_changes_are_told_in_words(client: Client, owner: User) -> None:
    account, by = owner.account, {"by": owner, "at": NOW}
    pipeline = pipelines.add_pipeline(account, name="Large projects", **by)
    pipelines.duplicate_pipeline(pipeline, name="Copy", **by)
    pipelines.mark_as_default(pipelines.rename_pipeline(pipeline, name="Projects", **by), **by)
    phase = phases.add_phase(pipeline, name="Visit", probability=Decimal("0.3"), **by)
    facts: dict[str, Any] = {"name": "Call", "probability": Decimal("0.125"), "attention_unit": "weeks"}
    phases.edit_phase(phase, **facts, **by)
    a_deal(a_company(account), phase=phases.place_phase(phase, position=1, **by))
    phases.delete_phase(phase, into=pipeline.phases.all()[1], **by)
    html = plain(client.get(PATH).text)
    assert [sentence for sentence in SENTENCES if sentence not in html] == []


SENTENCES = [
    "Sofie Vermeulen Phase Call of the pipeline Projects deleted 1 deal moved from Call to New",
    "Phase Call of the pipeline Projects moved to place 1",
    "Phase Call of the pipeline Projects edited Name (was “Visit”) Probability: 12.5 % (was 30 %) "
    "Needs attention after 14 weeks (was 14 days)",
    "Phase Visit added to the pipeline Projects",
    "Projects made the default pipeline",
    "Pipeline Large projects renamed to Projects",
    "Pipeline Copy added as a copy of Large projects",
    "Pipeline Large projects added",
]


@pytest.mark.parametrize(("kind", "called"), [(Source, "Source"), (LostReason, "Reason for losing")])
def test_changes_of_words_are_told_too(
    client: Client, owner: User, kind: type[Source] | type[LostReason], called: str
) -> None:
    by = {"by": None, "at": NOW}
    word = words.rename_word(words.add_word(kind, owner.account, name="Fair", **by), name="Show", **by)
    words.remove_word(words.restore_word(words.archive_word(word, **by), **by), **by)
    html = plain(client.get(PATH).text)
    for sentence in ("“Fair” added", "“Fair” renamed to “Show”", "“Show” archived", "“Show” taken into use again"):
        assert f"Comptoir, by itself {called} {sentence}" in html
    assert f"{called} “Show” removed" in html


def test_a_deleted_pipeline_tells_where_its_deals_went(client: Client, owner: User) -> None:
    pipeline = add_pipeline(owner.account, name="Large projects", by=None, at=NOW)
    phase = pipeline.phases.all()[1]
    a_deal(a_company(owner.account), phase=phase), a_deal(a_company(owner.account), phase=phase, status="won")
    pipelines.delete_pipeline(pipeline, into={phase: the_phase(owner.account)}, by=owner, at=NOW)
    told = "Pipeline Large projects deleted 2 deals moved from Contacted to New"
    assert told in plain(client.get(PATH).text)

"""Notes are written, read, changed and deleted on the pages of customers and deals."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.dossier.models import Note
from comptoir.dossier.notes import LONGEST, edit_note
from comptoir.web.dossier.parts import notes_url
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_deal, a_note, a_user, an_account, an_unknown_id

IN_PLACE = {"HX-Request": "true", "HX-Target": "notes"}
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


def filled(content: str, **facts: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    return {"content": content, "request_key": an_unknown_id(), **facts}


def test_a_note_stands_on_top_of_the_others_with_the_form_above(client: Client, jan: User, midi: Customer) -> None:
    a_note(midi, jan, "Older", added_at=NOW - dt.timedelta(days=1))
    answer = client.post(f"/notes/new/?customer={midi.pk}", filled("Likes parasols"), follow=True)
    assert answer.redirect_chain == [(notes_url(midi), 302)]
    assert [note.content for note in answer.context["page"].rows] == ["Likes parasols", "Older"]
    assert "Note added" in answer.text
    assert f'action="/notes/new/?customer={midi.pk}"' in answer.text


def test_empty_the_tab_says_what_comes_here(client: Client, midi: Customer) -> None:
    assert "No notes yet" in client.get(notes_url(midi)).text


def test_for_htmx_the_page_is_asked_for_again_so_that_its_parts_can_be_taken(client: Client, midi: Customer) -> None:
    answer = client.post(f"/notes/new/?customer={midi.pk}", filled("Likes parasols"), headers=IN_PLACE)
    assert (answer.status_code, answer["Location"]) == (302, notes_url(midi))
    page = client.get(answer["Location"], headers=IN_PLACE).text
    for part in ('id="notes"', 'id="tabs"', 'id="timeline"', 'id="toasts"', 'Notes <span class="count">1</span>'):
        assert part in page


def test_from_a_dialog_it_leads_to_the_notes(client: Client, midi: Customer) -> None:
    address = f"/notes/new/?customer={midi.pk}"
    assert "New note about Brasserie du Midi SRL" in client.get(address, headers=DIALOG).text
    answer = client.post(address, filled("Likes parasols"), headers=DIALOG)
    assert answer["HX-Redirect"] == notes_url(midi)


@pytest.mark.parametrize(("content", "says"), [("  ", "Please fill this in."), ("x" * (LONGEST + 1), "20000")])
def test_what_is_wrong_is_said_where_one_writes(client: Client, midi: Customer, content: str, says: str) -> None:
    in_place = client.post(f"/notes/new/?customer={midi.pk}", filled(content), headers=IN_PLACE)
    assert (in_place.status_code, in_place["HX-Retarget"], in_place["HX-Reselect"]) == (422, "#new-note", "#new-note")
    assert in_place.text.strip().startswith('<form class="new-note"')
    page = client.post(f"/notes/new/?customer={midi.pk}", filled(content))
    assert page.status_code == 422
    assert says in in_place.text
    assert says in page.text
    assert not Note.objects.exists()


def test_sent_twice_it_is_there_once(client: Client, midi: Customer) -> None:
    form = filled("Once")
    for _time in range(2):
        client.post(f"/notes/new/?customer={midi.pk}", form)
    assert Note.objects.count() == 1


def test_nothing_that_is_written_is_run(client: Client, jan: User, midi: Customer) -> None:
    a_note(
        midi,
        jan,
        "<script>alert(1)</script>\n\nSee https://example.org/?a=1&b=<x> or javascript:alert(1)\nMail luc@example.org",
    )
    page = client.get(notes_url(midi)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    link = '<a href="https://example.org/?a=1&amp;b=" target="_blank" rel="nofollow noopener noreferrer">'
    assert link in page
    assert 'href="mailto:luc@example.org"' in page
    assert 'href="javascript' not in page


def test_a_long_note_is_folded_and_complete(client: Client, jan: User, midi: Customer) -> None:
    a_note(midi, jan, "word " * 300 + "the end")
    page = client.get(notes_url(midi)).text
    assert "Show the whole note" in page
    assert "the end</p>" in page


def test_a_note_about_a_deal_names_it_on_the_customers_page(client: Client, jan: User, midi: Customer) -> None:
    deal = a_deal(midi, "New terrace")
    client.post(f"/notes/new/?deal={deal.pk}", filled("They wait for the bank"))
    note = Note.objects.get()
    assert (note.deal, note.customer) == (deal, midi)
    page = client.get(notes_url(midi)).text
    assert page.count(f'<a href="{url_of(deal)}">New terrace</a>') == 2  # beside the note, and on the timeline
    jan.hidden = ["deals"]
    jan.save()
    assert f'<a href="{url_of(deal)}">New terrace</a>' not in client.get(notes_url(midi)).text


def test_what_is_another_members_cannot_be_changed(client: Client, jan: User, midi: Customer) -> None:
    theirs = a_note(midi, a_user(jan.account))
    page = client.get(notes_url(midi)).text
    assert f"/notes/{theirs.pk}/" not in page
    for verb in ("", "delete/"):
        answer = client.get(f"/notes/{theirs.pk}/{verb}")
        assert answer.status_code == 403
        assert "Only the person who wrote this note, an owner or an admin can change it." in answer.text
        assert client.post(f"/notes/{theirs.pk}/{verb}", {"content": "x"}).status_code == 403
    assert Note.objects.get().content == theirs.content


def test_a_note_is_edited(client: Client, jan: User, midi: Customer) -> None:
    note = a_note(midi, jan, "Likes parasols")
    form = client.get(f"/notes/{note.pk}/").text
    assert "Likes parasols</textarea>" in form
    sent = {"content": "Likes awnings", "seen": note.updated_at.isoformat(), "next": f"{notes_url(midi)}&after=x"}
    answer = client.post(f"/notes/{note.pk}/", sent)
    assert answer["Location"] == f"{notes_url(midi)}&after=x"
    page = client.get(notes_url(midi)).text
    assert "Likes awnings" in page
    assert "edited " in page
    assert client.post(f"/notes/{note.pk}/", {"content": ""}).status_code == 422


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_is_replaced(
    client: Client, jan: User, midi: Customer
) -> None:
    note = a_note(midi, jan, "First")
    edit_note(note, content="Second", by=a_user(jan.account), at=NOW + dt.timedelta(hours=1))
    sent = {"content": "Third", "seen": NOW.isoformat()}
    answer = client.post(f"/notes/{note.pk}/", sent)
    assert answer.status_code == 409
    for words in ("Somebody changed this note meanwhile.", "<p>Second</p>", "Third</textarea>"):
        assert words in answer.text
    note.refresh_from_db()
    sent["seen"] = note.updated_at.isoformat()
    client.post(f"/notes/{note.pk}/", sent)
    assert Note.objects.get().content == "Third"


def test_a_note_is_deleted_after_it_was_said_what_goes(client: Client, jan: User, midi: Customer) -> None:
    note = a_note(midi, jan, "Likes parasols")
    question = client.get(f"/notes/{note.pk}/delete/").text
    for words in ("Likes parasols", "Jan Peeters wrote it on 24 November 2026.", "This cannot be undone."):
        assert words in question
    answer = client.post(f"/notes/{note.pk}/delete/", follow=True)
    assert answer.redirect_chain == [(notes_url(midi), 302)]
    assert "Note deleted" in answer.text
    assert not Note.objects.exists()


def test_pages_begin_after_one_another(client: Client, jan: User, midi: Customer) -> None:
    for one in range(30):
        a_note(midi, jan, f"Note {one}", added_at=NOW + dt.timedelta(minutes=one))
    first = client.get(notes_url(midi)).context["page"]
    rest = client.get(url_of(midi) + first.next_url).context["page"]
    assert [note.content for note in [*first.rows, *rest.rows]] == [f"Note {one}" for one in reversed(range(30))]


def test_the_notes_of_another_account_are_not_found(client: Client, jan: User) -> None:
    owner = a_user(an_account(name="Elsewhere"))
    theirs = a_company(owner.account)
    note, deal = a_note(theirs, owner), a_deal(theirs)
    for address in (
        f"/notes/{note.pk}/",
        f"/notes/{note.pk}/delete/",
        f"/notes/{an_unknown_id()}/",
        f"/notes/new/?customer={theirs.pk}",
        f"/notes/new/?deal={deal.pk}",
        "/notes/new/?customer=x",
        "/notes/new/",
    ):
        assert (address, client.get(address).status_code) == (address, 404)
        assert (address, client.post(address, filled("x")).status_code) == (address, 404)
    assert Note.objects.get().content == note.content

"""Files are added, opened, renamed and deleted on the pages of customers and deals."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.dossier.files import MEGABYTE, add_file
from comptoir.dossier.models import File
from comptoir.web.dossier.parts import files_url
from comptoir.web.links import url_of
from tests.dossier.samples import JPEG, MAIL, PDF, PNG
from tests.factories import NOW, a_company, a_deal, a_user, an_account, an_unknown_id

IN_PLACE = {"HX-Request": "true", "HX-Target": "files"}


def sent(*files: tuple[str, bytes], **facts: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    uploads = [SimpleUploadedFile(name, content, "text/html") for name, content in files]
    return {"file": uploads, "request_key": an_unknown_id(), **facts}


def a_file(customer: Customer, by: User, name: str = "offer.pdf", content: bytes = PDF, **facts: Any) -> File:
    return add_file(customer, name=name, content=io.BytesIO(content), by=by, at=NOW, **facts)


def download(client: Client, file: File, query: str = "") -> tuple[Any, bytes]:
    answer = client.get(f"/files/{file.pk}/{query}")
    assert answer.status_code == 200
    return answer, b"".join(answer.streaming_content)


def test_several_are_added_at_once(client: Client, jan: User, midi: Customer) -> None:
    form = sent(("offer.pdf", PDF), ("plan.png", PNG))
    answer = client.post(f"/files/new/?customer={midi.pk}", form, follow=True)
    assert answer.redirect_chain == [(files_url(midi), 302)]
    assert {file.name for file in answer.context["page"].rows} == {"offer.pdf", "plan.png"}
    assert "2 files added" in answer.text
    assert 'Files <span class="count">2</span>' in answer.text
    assert File.objects.get(name="offer.pdf").uploaded_by == jan


def test_each_is_accepted_or_refused_with_its_own_sentence(client: Client, midi: Customer, kept: Path) -> None:
    form = sent(("offer.pdf", PDF), ("<b>plan.pdf", PNG), ("empty.pdf", b""), ("virus.exe", b"MZ"))
    page = client.post(f"/files/new/?customer={midi.pk}", form, follow=True).text
    assert "offer.pdf added" in page
    assert "3 files were not added:" in page
    for said in (
        "<strong>&lt;b&gt;plan.pdf</strong> · This file is called .pdf but is not a PDF file.",
        "<strong>empty.pdf</strong> · This file is empty.",
        "<strong>virus.exe</strong> · Files called .exe are not kept here.",
    ):
        assert said in page
    assert [file.name for file in File.objects.all()] == ["offer.pdf"]
    assert sum(path.is_file() for path in kept.rglob("*")) == 1
    assert "were not added" not in client.get(files_url(midi)).text


def test_what_was_refused_is_told_on_the_page_it_was_meant_for(client: Client, jan: User, midi: Customer) -> None:
    client.post(f"/files/new/?customer={midi.pk}", sent(("virus.exe", b"MZ")))
    assert "virus.exe" not in client.get(files_url(a_company(jan.account, "Other SRL"))).text
    assert "1 file was not added:" in client.get(files_url(midi)).text


def test_what_the_page_itself_did_not_send_is_told_too(client: Client, midi: Customer) -> None:
    form = {"too_large": ["film.zip"], "too_much": ["plan.png"], "request_key": an_unknown_id()}
    page = client.post(f"/files/new/?customer={midi.pk}", form, follow=True).text
    assert "<strong>film.zip</strong> · This file is larger than 25 MB." in page
    assert "<strong>plan.png</strong> · 100 MB can be sent at once. Add this one again." in page


def test_without_a_file_the_form_comes_back(client: Client, midi: Customer) -> None:
    answer = client.post(f"/files/new/?customer={midi.pk}", {"request_key": an_unknown_id()})
    assert answer.status_code == 422
    assert "No file was chosen." in answer.text
    assert "Add files to Brasserie du Midi SRL" in client.get(f"/files/new/?customer={midi.pk}").text


def test_sent_twice_they_are_there_once(client: Client, midi: Customer) -> None:
    key = an_unknown_id()
    for _time in range(2):
        client.post(f"/files/new/?customer={midi.pk}", sent(("a.pdf", PDF), ("b.pdf", PDF), request_key=key))
    assert sorted(file.name for file in File.objects.all()) == ["a.pdf", "b.pdf"]


def test_a_large_one_goes_through_the_disk(client: Client, midi: Customer, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    content = PDF.ljust(3 * MEGABYTE)
    client.post(f"/files/new/?customer={midi.pk}", sent(("offer.pdf", content)))
    assert download(client, File.objects.get())[1] == content


def test_for_htmx_the_page_is_asked_for_again(client: Client, midi: Customer) -> None:
    answer = client.post(f"/files/new/?customer={midi.pk}", sent(("offer.pdf", PDF)), headers=IN_PLACE)
    assert (answer.status_code, answer["Location"]) == (302, files_url(midi))
    assert 'id="files"' in client.get(answer["Location"], headers=IN_PLACE).text


def test_a_file_of_a_deal_names_it_on_the_customers_page(client: Client, jan: User, midi: Customer) -> None:
    deal = a_deal(midi, "New terrace")
    client.post(f"/files/new/?deal={deal.pk}", sent(("offer.pdf", PDF)))
    file = File.objects.get()
    assert (file.deal, file.customer) == (deal, midi)
    assert f'<a href="{url_of(deal)}">New terrace</a>' in client.get(files_url(midi)).text


def test_it_comes_back_as_it_was_to_be_saved(client: Client, jan: User, midi: Customer) -> None:
    answer, content = download(client, a_file(midi, jan, "Übersicht “2026”; x=y.pdf"))
    assert content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%9Cbersicht%20%E2%80%9C2026%E2%80%9D%3B%20x%3Dy.pdf"
    )
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private"


@pytest.mark.parametrize(
    ("name", "content", "policy"),
    [
        ("plan.png", PNG, "sandbox; default-src 'none'"),
        ("photo.jpg", JPEG, "sandbox; default-src 'none'"),
        ("offer.pdf", PDF, "frame-ancestors 'none'"),
    ],
)
def test_images_and_pdf_are_opened_on_request(
    client: Client, jan: User, midi: Customer, name: str, content: bytes, policy: str
) -> None:
    file = a_file(midi, jan, name, content)
    answer = download(client, file, "?open")[0]
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (policy, "nosniff")
    assert f'href="/files/{file.pk}/?open"' in client.get(files_url(midi)).text


@pytest.mark.parametrize(("name", "content"), [("letter.eml", MAIL), ("read me.txt", b"hello"), ("list.csv", b"a;b")])
def test_everything_else_is_never_opened(client: Client, jan: User, midi: Customer, name: str, content: bytes) -> None:
    file = a_file(midi, jan, name, content)
    answer = download(client, file, "?open")[0]
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert f'href="/files/{file.pk}/?open"' not in client.get(files_url(midi)).text


def test_bytes_that_were_lost_are_not_there(client: Client, jan: User, midi: Customer) -> None:
    file = a_file(midi, jan)
    Path(file.content.path).unlink()
    assert client.get(f"/files/{file.pk}/").status_code == 404


def test_a_file_is_renamed(client: Client, jan: User, midi: Customer) -> None:
    file = a_file(midi, a_user(jan.account))
    assert 'value="offer.pdf"' in client.get(f"/files/{file.pk}/rename/").text
    assert client.post(f"/files/{file.pk}/rename/", {"name": " "}).status_code == 422
    assert client.post(f"/files/{file.pk}/rename/", {"name": "x" * 201}).status_code == 422
    answer = client.post(f"/files/{file.pk}/rename/", {"name": "Signed offer"}, follow=True)
    assert answer.redirect_chain == [(files_url(midi), 302)]
    assert [row.name for row in answer.context["page"].rows] == ["Signed offer.pdf"]
    assert "File renamed: Signed offer.pdf (was offer.pdf)" in answer.text


def test_a_file_is_deleted_after_it_was_said_what_goes(client: Client, jan: User, midi: Customer) -> None:
    file = a_file(midi, a_user(jan.account))
    question = client.get(f"/files/{file.pk}/delete/").text
    for words in ("Delete offer.pdf", "Sofie Vermeulen added it on 24 November 2026", "This cannot be undone."):
        assert words in question
    answer = client.post(f"/files/{file.pk}/delete/", follow=True)
    assert answer.redirect_chain == [(files_url(midi), 302)]
    assert "offer.pdf deleted" in answer.text
    assert "No files yet" in answer.text


def test_pages_begin_after_one_another(client: Client, jan: User, midi: Customer) -> None:
    for one in range(27):
        a_file(midi, jan, f"{one}.pdf")
    first = client.get(files_url(midi)).context["page"]
    rest = client.get(url_of(midi) + first.next_url).context["page"]
    assert len({file.name for file in [*first.rows, *rest.rows]}) == 27


def test_the_files_of_another_account_are_not_found(client: Client, jan: User) -> None:
    owner = a_user(an_account(name="Elsewhere"))
    theirs = a_company(owner.account)
    file, deal = a_file(theirs, owner), a_deal(theirs)
    for address in (
        f"/files/{file.pk}/",
        f"/files/{file.pk}/?open",
        f"/files/{file.pk}/rename/",
        f"/files/{file.pk}/delete/",
        f"/files/{an_unknown_id()}/",
        f"/files/new/?customer={theirs.pk}",
        f"/files/new/?deal={deal.pk}",
        "/files/new/",
    ):
        assert (address, client.get(address).status_code) == (address, 404)
        assert client.post(address, sent(("a.pdf", PDF), name="x")).status_code in (404, 405)
    assert File.objects.get().name == "offer.pdf"


def test_visitors_see_no_file(client: Client, jan: User, midi: Customer) -> None:
    file = a_file(midi, jan)
    client.logout()
    answer = client.get(f"/files/{file.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/files/{file.pk}/")

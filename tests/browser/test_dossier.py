"""Notes and files in a real browser: written, dropped, refused, saved; with scripts and without."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.dossier.models import File, Note
from comptoir.dossier.notes import add_note
from comptoir.web.dossier.parts import files_url, notes_url
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.dossier.samples import PDF, PNG

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """
([zone, files]) => {
  const data = new DataTransfer();
  for (const [name, size] of files) data.items.add(new File(["%PDF-1.7", new Uint8Array(size)], name));
  for (const kind of ["dragover", "drop"]) {
    document.querySelector(zone).dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  }
}
"""


@pytest.fixture
def on_disk(tmp_path: Path) -> Path:
    """A folder with an offer, and a picture that is called PDF."""
    (tmp_path / "offer.pdf").write_bytes(PDF)
    (tmp_path / "plan.pdf").write_bytes(PNG)
    return tmp_path


def timeline(page: Page) -> list[str]:
    """What the activities tell, from the newest on."""
    return [" ".join(text.split()) for text in page.locator(".timeline > li:not(.older)").all_inner_texts()]


def test_a_note_is_written_in_place(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto(notes_url(business.company))
    page.evaluate("window.kept = true")
    field = page.get_by_role("textbox", name="New note")
    field.fill("They wait for the bank.\nSee https://example.org/plans")
    field.press("Control+Enter")
    note = page.locator(".note")
    expect(note).to_contain_text("They wait for the bank.")
    expect(note.get_by_role("link", name="https://example.org/plans")).to_have_attribute("rel", re.compile("nofollow"))
    expect(page.locator("#tab-notes .count")).to_have_text("1")
    expect(page.get_by_role("region", name="Activities")).to_contain_text("Note added")
    expect(page.locator(".toast")).to_contain_text("Note added")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert page.evaluate("window.kept")
    assert faults(page) == []


def test_an_empty_note_is_refused_in_place(business: Business, log_in: LogIn) -> None:
    add_note(business.company, content="Earlier", by=business.owner, at=timezone.now())
    page = log_in(business.owner)
    page.goto(notes_url(business.company))
    page.get_by_role("button", name="Add the note").click()
    field = page.get_by_role("textbox", name="New note")
    expect(field).to_have_accessible_description("Please fill this in.")
    expect(page.locator(".note")).to_contain_text("Earlier")
    assert faults(page) == []
    field.fill("Now")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator(".note")).to_have_count(2)


def test_a_note_is_edited_and_deleted(business: Business, log_in: LogIn) -> None:
    add_note(business.company, content="word " * 400 + "the end", by=business.owner, at=timezone.now())
    page = log_in(business.owner)
    page.goto(notes_url(business.company))
    expect(page.get_by_text("the end")).to_be_hidden()
    page.get_by_text("Show the whole note").click()
    expect(page.get_by_text("the end")).to_be_visible()
    page.locator(".note").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit note")
    dialog.get_by_label("Note").fill("Short")
    assert faults(page) == []
    dialog.get_by_label("Note").press("Control+Enter")
    expect(page.locator(".note .words")).to_have_text("Short")
    page.locator(".note").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog", name="Delete this note").get_by_role("button", name="Delete the note").click()
    expect(page.get_by_role("heading", name="No notes yet")).to_be_visible()
    assert not Note.objects.exists()


def test_without_javascript_a_note_is_written_too(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner, java_script_enabled=False)
    page.goto(notes_url(business.company))
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()
    page.get_by_role("textbox", name="Note").fill("Likes parasols")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator(".note")).to_contain_text("Likes parasols")


def test_files_are_chosen_and_sent_at_once(business: Business, log_in: LogIn, on_disk: Path) -> None:
    page = log_in(business.owner)
    page.goto(files_url(business.company))
    page.evaluate("window.kept = true")
    page.get_by_label("Add files").set_input_files([on_disk / "offer.pdf", on_disk / "plan.pdf"])
    expect(page.locator(".files tbody tr")).to_have_count(1)
    expect(page.locator("#files .notice")).to_contain_text("plan.pdf · This file is called .pdf but is not a PDF file.")
    expect(page.locator("#tab-files .count")).to_have_text("1")
    expect(page.get_by_role("region", name="Activities")).to_contain_text("File added: offer.pdf")
    assert page.evaluate("window.kept")
    assert faults(page) == []


def test_what_was_kept_is_saved_as_it_was(business: Business, log_in: LogIn, on_disk: Path) -> None:
    page = log_in(business.owner)
    page.goto(files_url(business.company))
    page.get_by_label("Add files").set_input_files(on_disk / "offer.pdf")
    page.locator(".files").get_by_role("button", name="More actions").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Download").click()
    assert saved.value.suggested_filename == "offer.pdf"
    assert Path(saved.value.path()).read_bytes() == PDF


def test_files_are_dropped_and_what_is_too_large_is_not_even_sent(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto(files_url(business.company))
    sizes: list[int] = []
    page.on("request", lambda request: sizes.append(len(request.post_data_buffer or b"")))
    page.evaluate(DROP, ["#timeline", [["offer.pdf", 10], ["film.zip", 26 << 20]]])
    expect(page.locator(".files tbody tr")).to_have_count(1)
    expect(page.locator("#files .notice")).to_contain_text("film.zip · This file is larger than 25 MB.")
    assert max(sizes) < 10_000
    assert File.objects.get().name == "offer.pdf"


def test_a_file_is_renamed_and_deleted(business: Business, log_in: LogIn, on_disk: Path) -> None:
    page = log_in(business.owner)
    page.goto(files_url(business.company))
    page.get_by_label("Add files").set_input_files(on_disk / "offer.pdf")
    dots = page.locator(".files").get_by_role("button", name="More actions")
    dots.click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("dialog", name="Rename").get_by_label("Name").fill("Signed offer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Signed offer.pdf")).to_be_visible()
    dots.click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog", name="Delete Signed offer.pdf").get_by_role("button", name="Delete the file").click()
    expect(page.get_by_role("heading", name="No files yet")).to_be_visible()
    assert not File.objects.exists()


def test_without_javascript_files_are_sent_by_a_button(business: Business, log_in: LogIn, on_disk: Path) -> None:
    page = log_in(business.owner, java_script_enabled=False)
    page.goto(files_url(business.company))
    page.get_by_label("Add files").set_input_files([on_disk / "offer.pdf", on_disk / "plan.pdf"])
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="offer.pdf")).to_be_visible()
    expect(page.get_by_text("This file is called .pdf but is not a PDF file.")).to_be_visible()


@pytest.mark.parametrize("item", ["New note", "Add files"])
def test_notes_and_files_are_made_from_the_menu_beside_new_invoice(
    business: Business, log_in: LogIn, on_disk: Path, item: str
) -> None:
    page = log_in(business.owner)
    page.goto(url_of(business.company))
    page.get_by_role("button", name="Something else for this customer").click()
    page.get_by_role("menuitem", name=item).click()
    dialog = page.get_by_role("dialog")
    assert faults(page) == []
    if item == "New note":
        dialog.get_by_label("Note").fill("Likes parasols")
    else:
        dialog.get_by_label("Add files").set_input_files(on_disk / "offer.pdf")
    dialog.get_by_role("button", name="Add the").click()
    expect(page.locator("#tab")).to_contain_text("Likes parasols" if item == "New note" else "offer.pdf")
    assert timeline(page)[0].endswith("Likes parasols" if item == "New note" else "File added: offer.pdf (41 bytes)")

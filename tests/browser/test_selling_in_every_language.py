"""From the deal to the answer and what is to be done then, walked in French, Dutch and German."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from comptoir.deals.models import Deal
from comptoir.quotations.links import public_url
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import NOW, a_quotation


@dataclass(frozen=True)
class Words:
    """How one language says it."""

    deals: str
    new_deal: str
    title: str
    customer: str
    badge: str
    add_the_deal: str
    move: str
    moved: str
    your_name: str
    i_accept: str
    accept: str
    accepted_by: str
    new_task: str
    add_the_task: str
    done: str
    calendar: str
    notes: str


WORDS = {
    "fr": Words(
        "Opportunités", "Nouvelle opportunité", "Intitulé", "Client", "Désactivé", "Ajouter l’opportunité",
        "Déplacer vers Contacted", "Opportunité déplacée vers Contacted\xa0: Terrasse", "Votre nom", "J’accepte ce devis",
        "Accepter le devis", "Accepté par Hilde Maes", "Nouvelle tâche", "Ajouter la tâche", "Fait", "Calendrier", "Notes",
    ),
    "nl": Words(
        "Deals", "Nieuwe deal", "Titel", "Klant", "Gedeactiveerd", "Deal toevoegen",
        "Verplaatsen naar Contacted", "Terrasse verplaatst naar Contacted", "Uw naam", "Ik aanvaard deze offerte",
        "Offerte aanvaarden", "Aanvaard door Hilde Maes", "Nieuwe taak", "De taak toevoegen", "Klaar", "Agenda", "Notities",
    ),
    "de": Words(
        "Deals", "Neuer Deal", "Titel", "Kunde", "Deaktiviert", "Deal hinzufügen",
        "Nach Contacted verschieben", "Terrasse nach Contacted verschoben", "Ihr Name", "Ich nehme dieses Angebot so an",
        "Angebot annehmen", "Angenommen von Hilde Maes", "Neue Aufgabe", "Aufgabe hinzufügen", "Erledigt", "Kalender", "Notizen",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", list(WORDS))
def test_a_deal_a_quotation_and_what_is_to_be_done(
    language: str, business: Business, log_in: LogIn, browser: Browser, live_server: object, settings: object
) -> None:
    settings.BASE_URL = live_server.url
    words = WORDS[language]
    type(business.company).objects.filter(pk=business.company.pk).update(deactivated_at=NOW, language=language)
    business.owner.language = language
    business.owner.save()
    page = log_in(business.owner)

    page.get_by_role("link", name=words.deals, exact=True).click()
    page.get_by_role("link", name=words.new_deal).first.click()
    page.get_by_label(words.title).fill("Terrasse")
    page.get_by_role("combobox", name=words.customer).fill("midi")
    expect(page.get_by_role("option", name="Brasserie du Midi SRL")).to_contain_text(words.badge)
    page.get_by_role("option", name="Brasserie du Midi SRL").click()
    page.get_by_role("button", name=words.add_the_deal).click()
    expect(page.get_by_role("heading", name="Terrasse", level=1)).to_be_visible()
    assert faults(page) == []

    page.goto("/deals/")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Terrasse", exact=True))
    card.locator("[popovertarget]").click()
    page.get_by_role("menuitem", name=words.move).click()
    expect(page.locator("#toasts")).to_contain_text(words.moved)

    deal = Deal.objects.get(title="Terrasse")
    quotation = a_quotation(deal, language=language)
    window = browser.new_context()
    theirs = window.new_page()
    theirs.goto(public_url(quotation))
    expect(theirs.locator("html")).to_have_attribute("lang", re.compile(language))
    theirs.get_by_label(words.your_name).first.fill("Hilde Maes")
    theirs.get_by_label(words.i_accept).check()
    theirs.get_by_role("button", name=words.accept).click()
    expect(theirs.get_by_text("Hilde Maes").first).to_be_visible()
    assert faults(theirs) == []
    window.close()

    page.goto(f"/quotations/{quotation.pk}/")
    expect(page.get_by_role("heading", name=words.accepted_by)).to_be_visible()
    assert faults(page) == []

    page.goto("/today/")
    expect(page.get_by_role("main")).to_contain_text(quotation.reference)
    page.goto("/follow-ups/")
    page.get_by_role("link", name=words.new_task).first.click()
    dialog = page.get_by_role("dialog", name=words.new_task)
    dialog.get_by_label(words.title).fill("Parasols")
    dialog.get_by_role("button", name=words.add_the_task).click()
    page.get_by_role("button", name=f"{words.done}").first.wait_for()
    expect(page.get_by_role("row").filter(has_text="Parasols")).to_be_visible()
    page.get_by_role("link", name=words.calendar).click()
    expect(page.get_by_role("link", name="Parasols").first).to_be_visible()
    assert faults(page) == []

    page.goto(f"/companies/{business.company.pk}/?tab=notes")
    expect(page.get_by_role("link", name=re.compile(f"^{words.notes}")).first).to_be_visible()
    assert faults(page) == []

"""The words of the headline in four languages, as docs/domain.md has them: what people look for on the screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """How one language says it. `{n}` and `{name}` are filled in."""

    companies: str
    contacts: str
    more_actions: str
    deactivate: str
    reactivate: str
    dialog: str
    hold_box: str
    end_box: str
    cancel: str
    reason: str
    bankruptcy: str
    deactivated: str
    activities: str
    on_hold: str
    release: str
    undo: str


WORDS = {
    "en": Words(
        companies="Companies",
        contacts="Contacts",
        more_actions="More actions",
        deactivate="Deactivate",
        reactivate="Reactivate",
        dialog="Deactivate {name}",
        hold_box="Put the {n} outstanding invoices on hold",
        end_box="Deactivate the {n} active subscription",
        cancel="Cancel",
        reason="Reason",
        bankruptcy="Bankruptcy",
        deactivated="Deactivated",
        activities="Activities",
        on_hold="On hold",
        release="Mark as no longer on hold",
        undo="Undo",
    ),
    "fr": Words(
        companies="Entreprises",
        contacts="Contacts",
        more_actions="Autres actions",
        deactivate="Désactiver",
        reactivate="Réactiver",
        dialog="Désactiver {name}",
        hold_box="Mettre en attente les {n} factures en suspens",
        end_box="Désactiver le {n} abonnement actif",
        cancel="Annuler",
        reason="Motif",
        bankruptcy="Faillite",
        deactivated="Désactivé",
        activities="Activités",
        on_hold="En attente",
        release="N’est plus en attente",
        undo="Annuler l’action",
    ),
    "nl": Words(
        companies="Bedrijven",
        contacts="Contacten",
        more_actions="Meer acties",
        deactivate="Deactiveren",
        reactivate="Heractiveren",
        dialog="{name} deactiveren",
        hold_box="De {n} openstaande facturen in de wacht zetten",
        end_box="Het {n} actieve abonnement deactiveren",
        cancel="Annuleren",
        reason="Reden",
        bankruptcy="Faillissement",
        deactivated="Gedeactiveerd",
        activities="Activiteiten",
        on_hold="In de wacht",
        release="Niet langer in de wacht",
        undo="Ongedaan maken",
    ),
    "de": Words(
        companies="Firmen",
        contacts="Kontakte",
        more_actions="Weitere Aktionen",
        deactivate="Deaktivieren",
        reactivate="Reaktivieren",
        dialog="{name} deaktivieren",
        hold_box="Die {n} ausstehenden Rechnungen zurückstellen",
        end_box="Das {n} aktive Abonnement deaktivieren",
        cancel="Abbrechen",
        reason="Grund",
        bankruptcy="Insolvenz",
        deactivated="Deaktiviert",
        activities="Aktivitäten",
        on_hold="Zurückgestellt",
        release="Nicht mehr zurückgestellt",
        undo="Rückgängig",
    ),
}

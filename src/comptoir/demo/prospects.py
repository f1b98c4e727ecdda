"""What the demo's business hopes to sell, and has sold or lost: its deals, and the quotations on them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """A quotation: (what, price without VAT) charged once, perhaps (what, price) each month and one that can be chosen.

    `fate` is open, read, accepted, refused or expired; so many `days_ago` it was sent, so many it was answered.
    """

    name: str
    lines: tuple[tuple[str, str], ...]
    days_ago: int
    fate: str = "open"
    monthly: tuple[str, str] | None = None
    optional: tuple[str, str] | None = None
    answered: int = 0
    comment: str = ""


@dataclass(frozen=True)
class Prospect:
    """A deal, added so many `days_ago` and last moved so many days ago, into the phase counted from 1.

    `closing` is its closing date, in days from today. An `outcome` (won, lost) came so many days ago.
    """

    customer: str
    title: str
    value: str | None
    days_ago: int
    phase: int
    moved: int = 0
    by: str = "sales"
    closing: int | None = None
    contact: str = ""
    source: int = 3
    """Which of the account's sources, counted from 1."""
    outcome: str = ""
    ended: int = 0
    reason: int = 0
    """Which of the account's reasons for losing, counted from 1."""
    remark: str = ""
    currency: str = "EUR"
    offers: tuple[Offer, ...] = ()


PROSPECTS = (
    Prospect("Brasserie du Midi SRL", "Terrace heating for the winter", "6420.00", 34, 4, 6, closing=12,
             contact="Luc Martin", offers=(
                 Offer("Chauffage de terrasse", (("Chauffage de terrasse 2 kW, dix pièces", "4280.00"),
                                                 ("Pose et raccordement", "2140.00")), 6, "read",
                       monthly=("Entretien et assistance", "100.00"), optional=("Commande par téléphone", "395.00")),)),
    Prospect("Brasserie du Nord SRL", "New cold room", "18900.00", 60, 5, 3, closing=20, contact="Philippe Servais",
             offers=(Offer("Chambre froide 12 m³", (("Chambre froide 12 m³, posée", "16750.00"),
                                                    ("Reprise de l'ancienne installation", "-850.00"),
                                                    ("Mise en service", "3000.00")), 5),)),
    Prospect("Imprimerie Delattre SA", "Ventilation of the print hall", "42500.00", 48, 3, 19, "owner", 45,
             "Bernard Delattre", source=2),
    Prospect("Clinique vétérinaire des Ardennes SRL", "Air quality in the operating room", "7850.00", 12, 2, 9,
             contact="Catherine Noël", closing=40),
    Prospect("Boulangerie Pirard SRL", "Hood above the ovens", "3200.00", 3, 1, closing=30, source=1),
    Prospect("Hôtel du Vieux Pont SA", "Heat pump for the east wing", "61000.00", 90, 5, 8, "owner", 9, "Isabelle Thiry",
             offers=(Offer("Pompe à chaleur, aile est", (("Pompe à chaleur 32 kW", "48200.00"),), 62, "expired"),
                     Offer("Pompe à chaleur, aile est, avec stockage",
                           (("Pompe à chaleur 32 kW", "47300.00"), ("Ballon tampon 1 500 l", "6900.00"),
                            ("Pose et mise en service", "6800.00")), 8, "read", monthly=("Télésurveillance", "240.00")))),
    Prospect("Drukkerij Goossens BV", "Maintenance contract 2027", "5760.00", 20, 4, 5, "pieter", 15, "Jan Goossens",
             offers=(Offer("Onderhoud 2027", (("Opname van de installatie", "480.00"),), 5,
                           monthly=("Onderhoud en permanentie", "440.00")),)),
    Prospect("Hotel Zeebries NV", "Renovation of 24 bathrooms", "88000.00", 75, 3, 31, "pieter", -4,
             "Katrien Vandenberghe", source=2),
    Prospect("Advocatenkantoor Claeys & Partners BV", "Thermostats room by room", "4450.00", 16, 2, 15, "owner", 35,
             "Dries Mertens"),
    Prospect("Domaine de la Cense SARL", "Heating of the winery", "23700.00", 38, 2, 10, closing=60,
             contact="Marion Leclercq", source=4),
    Prospect("Drukwerk & Zo B.V.", "Advice on ventilation", None, 20, 1, 0, "pieter", source=1),
    Prospect("Kita Regenbogen e. V.", "Water treatment", "9300.00", 15, 1, 0, closing=75, contact="Ulrike Sommer",
             source=4),
    Prospect("Kantoorpark Merwede B.V.", "Service contract for four towers", "34800.00", 55, 5, 2, "pieter", 6,
             "Marieke de Jong",
             offers=(Offer("Servicecontract vier torens", (("Nulmeting", "1200.00"),), 9, "refused", answered=4,
                           monthly=("Onderhoud vier torens", "2900.00"), comment="Graag met twee bezoeken per jaar."),
                     Offer("Servicecontract vier torens, twee bezoeken", (("Nulmeting", "1200.00"),), 2,
                           monthly=("Onderhoud vier torens", "2650.00")))),
    Prospect("Zuiderhaven Shipping B.V.", "Ventilation of the engine hall", "51000.00", 44, 3, 7, "owner", 50,
             "David Whitfield", currency="USD"),
    Prospect("Emma Carlisle", "Heat pump at home", "12400.00", 30, 4, 11, closing=18, source=2,
             offers=(Offer("Heat pump for Tervuren", (("Heat pump 8 kW, installed", "7480.00"),
                                                      ("Floor circuits, ground floor", "4920.00")), 11, "read",
                           monthly=("Yearly check, paid monthly", "19.50"), optional=("Smart thermostat", "189.00")),)),
    Prospect("Johan De Smet", "Radiators for the bathroom", "1950.00", 9, 2, 4, "pieter", 25, source=1),
    # Business with them was stopped; one still talks.
    Prospect("Steuerkanzlei Albrecht PartG mbB", "New office in Cologne", "8600.00", 25, 2, 12, "owner", 80,
             "Katja Albrecht"),
    Prospect("Els Verhaegen", "Boiler certificate for the sale of the house", "420.00", 14, 1, 0, closing=20),
    Prospect("Bakkerij De Korenaar BV", "Second oven room", "14200.00", 85, 5, 50, "pieter", -38, "Wim Peeters",
             outcome="won", ended=40,
             offers=(Offer("Tweede ovenruimte", (("Ventilatie ovenruimte, geplaatst", "11900.00"),
                                                 ("Aanpassing elektriciteit", "2300.00")), 50, "accepted", answered=40,
                           monthly=("Onderhoud ovenruimte", "85.00"), optional=("Filters voor een jaar", "474.00")),)),
    Prospect("Metallbau Radermacher GmbH", "Heaters for hall 2", "22800.00", 70, 4, 26, "pieter", -10,
             "Guido Radermacher", outcome="won", ended=12,
             offers=(Offer("Lufterhitzer Halle 2", (("Lufterhitzer 45 kW, zwölf Stück", "22680.00"),
                                                    ("Einweisung", "120.00")), 26, "accepted", answered=12),)),
    Prospect("Pharmacie de la Citadelle SELARL", "Air conditioning of the shop", "11600.00", 120, 5, 80, closing=-72,
             contact="Sylvie Lemaire", outcome="won", ended=70, source=2),
    Prospect("Transport Van Hecke NV", "Heating of the depot", "37000.00", 110, 4, 41, "pieter", -20, "Kurt Van Hecke",
             outcome="lost", ended=25, reason=1, remark="A discounter was a third cheaper, without maintenance.",
             offers=(Offer("Verwarming depot", (("Luchtverhitters, geplaatst", "37000.00"),), 41, "refused", answered=25,
                           comment="Te duur."),)),
    Prospect("La Table d'Oscar SARL", "Extraction for the kitchen", "16500.00", 130, 3, 84, closing=-55,
             outcome="lost", ended=60, reason=2, source=4),
    Prospect("James Holloway", "Underfloor heating", "9900.00", 95, 2, 70, closing=-30, outcome="lost", ended=33,
             reason=4, source=1),
)  # fmt: skip

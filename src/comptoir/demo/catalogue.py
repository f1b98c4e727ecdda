"""What the demo's business sells, in its customers' languages."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random


@dataclass(frozen=True)
class Item:
    """Something sold: its price without VAT, from how many to how many at a time, and to which trades."""

    words: dict[str, str]
    price: str
    fewest: int = 1
    most: int = 1
    trades: str = "horeca industry office shop care home"


def _said(en: str, nl: str, fr: str, de: str) -> dict[str, str]:
    return {"en": en, "nl": nl, "fr": fr, "de": de}


LABOUR = Item(
    _said("Technician, per hour", "Technicus, per uur", "Technicien, par heure", "Techniker, je Stunde"), "62.00", 2, 9
)
TRAVEL = Item(_said("Travel", "Verplaatsing", "Déplacement", "Anfahrt"), "45.00")

ITEMS = (
    Item(_said("Circulation pump, replaced", "Circulatiepomp, vervangen", "Circulateur, remplacement",
               "Umwälzpumpe, ersetzt"), "389.00"),
    Item(_said("Smart thermostat", "Slimme thermostaat", "Thermostat connecté", "Intelligenter Thermostat"), "189.00", 1, 3),
    Item(_said("Set of F7 filters", "Set F7-filters", "Jeu de filtres F7", "Filtersatz F7"), "118.50", 1, 4),
    Item(_said("Radiator 22/600/1200", "Radiator 22/600/1200", "Radiateur 22/600/1200", "Heizkörper 22/600/1200"),
         "264.00", 1, 5),
    Item(_said("Leak detection with tracer gas", "Lekdetectie met traceergas", "Recherche de fuite au gaz traceur",
               "Leckortung mit Spürgas"), "345.00"),
    Item(_said("Condensing boiler 24 kW, installed", "Condensatieketel 24 kW, geplaatst",
               "Chaudière à condensation 24 kW, posée", "Brennwertkessel 24 kW, eingebaut"), "2890.00", trades="home shop"),
    Item(_said("Heat pump 8 kW, installed", "Warmtepomp 8 kW, geplaatst", "Pompe à chaleur 8 kW, posée",
               "Wärmepumpe 8 kW, eingebaut"), "7480.00", trades="home office care"),
    Item(_said("Boiler service with certificate", "Onderhoud ketel met attest", "Entretien de chaudière avec attestation",
               "Kesselwartung mit Bescheinigung"), "149.00", trades="home shop"),
    Item(_said("Water softener salt, 25 kg", "Zout voor waterverzachter, 25 kg", "Sel pour adoucisseur, 25 kg",
               "Regeneriersalz, 25 kg"), "13.75", 2, 12, "home horeca care"),
    Item(_said("Terrace heater 2 kW", "Terrasverwarmer 2 kW", "Chauffage de terrasse 2 kW", "Terrassenstrahler 2 kW"),
         "428.00", 1, 6, "horeca"),
    Item(_said("Kitchen hood, degreased", "Dampkap, ontvet", "Hotte de cuisine, dégraissage", "Küchenabzug, entfettet"),
         "275.00", 1, 2, "horeca care"),
    Item(_said("Cold room, check and refill", "Koelcel, controle en bijvulling", "Chambre froide, contrôle et appoint",
               "Kühlraum, Prüfung und Nachfüllung"), "312.00", 1, 2, "horeca shop"),
    Item(_said("Cleaning of air ducts, per metre", "Reiniging luchtkanalen, per meter",
               "Nettoyage de gaines, par mètre", "Reinigung der Luftkanäle, je Meter"), "14.50", 20, 120,
         "office care industry horeca"),
    Item(_said("Measuring of air quality with report", "Meting luchtkwaliteit met verslag",
               "Mesure de la qualité de l'air avec rapport", "Messung der Luftqualität mit Bericht"), "420.00",
         trades="office care"),
    Item(_said("Ventilation unit with heat recovery", "Ventilatie-unit met warmteterugwinning",
               "Groupe de ventilation à récupération", "Lüftungsgerät mit Wärmerückgewinnung"), "3150.00", 1, 2,
         "office care shop"),
    Item(_said("Warm air heater 45 kW", "Luchtverhitter 45 kW", "Aérotherme 45 kW", "Lufterhitzer 45 kW"), "1890.00", 1, 3,
         "industry"),
    Item(_said("Air curtain for gate", "Luchtgordijn voor poort", "Rideau d'air pour porte", "Luftschleier für Tor"),
         "1240.00", 1, 2, "industry shop"),
    Item(_said("Study and plans", "Studie en plannen", "Étude et plans", "Planung und Zeichnungen"), "1150.00",
         trades="office industry care horeca"),
)  # fmt: skip

REVERSE_CHARGE = _said(
    "VAT reverse charged: article 196 of Directive 2006/112/EC.",
    "Btw verlegd: artikel 196 van richtlijn 2006/112/EG.",
    "Autoliquidation de la TVA : article 196 de la directive 2006/112/CE.",
    "Steuerschuldnerschaft des Leistungsempfängers: Artikel 196 der Richtlinie 2006/112/EG.",
)
RATES = {"EUR": Decimal(1), "GBP": Decimal("0.86"), "USD": Decimal("1.09"), "CHF": Decimal("0.95")}
"""What a euro's worth of work is charged in another currency."""


def basket(trade: str, rng: Random) -> list[tuple[Item, Decimal]]:
    """What one invoice charges: a few things, mostly with work and travel."""
    items = [item for item in ITEMS if trade in item.trades.split()]
    chosen = [
        (item, Decimal(rng.randint(item.fewest, item.most))) for item in rng.sample(items, rng.choice((1, 1, 2, 3)))
    ]
    if rng.random() < 0.8:
        chosen += [(LABOUR, Decimal(rng.randint(LABOUR.fewest * 2, LABOUR.most * 2)) / 2), (TRAVEL, Decimal(1))]
    return chosen

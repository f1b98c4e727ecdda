"""What the demo's people have to do and have done: calls, meetings, tasks, and what they wrote down.

Days are counted from today: -3 is three days ago, 2 the day after tomorrow. `deal` is the title of one of `prospects`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ACall:
    """A call, made when it has an `outcome` (which of the account's, counted from 1)."""

    customer: str
    about: str
    day: int
    hour: int
    by: str = "sales"
    contact: str = ""
    deal: str = ""
    outcome: int = 0
    summary: str = ""


@dataclass(frozen=True)
class AMeeting:
    """A meeting; those of the past were held."""

    customer: str
    title: str
    day: int
    hour: int
    minutes: int = 60
    users: tuple[str, ...] = ("sales",)
    contacts: tuple[str, ...] = ()
    place: str = ""
    deal: str = ""


@dataclass(frozen=True)
class ATask:
    """A task of one's own making, done or not."""

    customer: str
    title: str
    day: int
    by: str = "sales"
    priority: str = "C"
    deal: str = ""
    done: bool = False


@dataclass(frozen=True)
class ANote:
    """Something worth remembering."""

    customer: str
    words: str
    day: int
    by: str = "sales"


CALLS = (
    ACall("Brasserie du Midi SRL", "Has he seen the quotation for the terrace?", 0, 11, contact="Luc Martin",
          deal="Terrace heating for the winter"),
    ACall("Brasserie du Nord SRL", "Date for the cold room", 0, 15, contact="Philippe Servais", deal="New cold room"),
    ACall("Kantoorpark Merwede B.V.", "Two visits a year instead of one", 1, 10, "pieter", "Marieke de Jong",
          "Service contract for four towers"),
    ACall("Hôtel du Vieux Pont SA", "Financing of the heat pump", 0, 14, "owner", "Isabelle Thiry",
          "Heat pump for the east wing"),
    ACall("Emma Carlisle", "Questions about the subsidy", 3, 16, deal="Heat pump at home"),
    ACall("Domaine de la Cense SARL", "Measurements of the winery", -2, 9, contact="Marion Leclercq",
          deal="Heating of the winery"),
    ACall("Hotel Zeebries NV", "Is the renovation still planned?", -6, 11, "pieter", "Katrien Vandenberghe",
          "Renovation of 24 bathrooms", 2),
    ACall("Drukkerij Goossens BV", "Number of machines", -5, 10, "pieter", "Jan Goossens", "Maintenance contract 2027", 1,
          "Eleven, two of them new."),
    ACall("Transport Van Hecke NV", "Why not us?", -24, 15, "pieter", "Kurt Van Hecke", "Heating of the depot", 1,
          "Price only. He will think of us for the maintenance."),
    ACall("Els Verhaegen", "Where to send the certificate", 2, 13, deal="Boiler certificate for the sale of the house"),
)  # fmt: skip

MEETINGS = (
    AMeeting("Imprimerie Delattre SA", "Visit of the print hall", -19, 10, 90, ("owner", "pieter"), ("Bernard Delattre",),
             "Rue du Moulin 48, Liège", "Ventilation of the print hall"),
    AMeeting("Kantoorpark Merwede B.V.", "Walk through the towers", -30, 13, 120, ("pieter",),
             ("Marieke de Jong", "Sander Visser"), "Europalaan 93, Utrecht", "Service contract for four towers"),
    AMeeting("Brasserie du Midi SRL", "Look at the terrace", -12, 9, 45, ("sales",), ("Luc Martin",),
             "Boulevard Jamar 17, Saint-Gilles", "Terrace heating for the winter"),
    AMeeting("Hôtel du Vieux Pont SA", "Sign the heat pump", 1, 14, 60, ("owner", "sales"), ("Isabelle Thiry",),
             "Quai de Meuse 21, Dinant", "Heat pump for the east wing"),
    AMeeting("Clinique vétérinaire des Ardennes SRL", "Measure the air", 2, 10, 60, ("sales",), ("Catherine Noël",),
             "Rue de la Gare 9, Libramont", "Air quality in the operating room"),
    AMeeting("", "Week's planning", 0, 9, 30, ("owner", "pieter", "sales", "amelie")),
    AMeeting("", "Week's planning", 7, 9, 30, ("owner", "pieter", "sales", "amelie")),
    AMeeting("Zuiderhaven Shipping B.V.", "On board with the engineers", 6, 11, 180, ("owner", "pieter"),
             ("David Whitfield",), "Waalhaven Oostzijde 77, Rotterdam", "Ventilation of the engine hall"),
    AMeeting("Steuerkanzlei Albrecht PartG mbB", "Plans of the new office", 9, 15, 60, ("owner",), ("Katja Albrecht",),
             "Video", "New office in Cologne"),
)  # fmt: skip

TASKS = (
    ATask("Hotel Zeebries NV", "Ask the architect for the plans", -3, "pieter", "B", "Renovation of 24 bathrooms"),
    ATask("Boulangerie Pirard SRL", "Send the leaflet about hoods", 0, deal="Hood above the ovens"),
    ATask("Advocatenkantoor Claeys & Partners BV", "Count the radiators", 1, "owner", "C", "Thermostats room by room"),
    ATask("", "Order leaflets for the fair", 4, "sales", "D"),
    ATask("Brasserie du Nord SRL", "Check the delivery time of the cold room", 0, "owner", "A", "New cold room"),
    ATask("Kita Regenbogen e. V.", "Water analysis from the town", 5, deal="Water treatment"),
    ATask("Drukwerk & Zo B.V.", "Find somebody who knows ink mist", -8, "pieter", "D", "Advice on ventilation"),
    ATask("Brasserie du Midi SRL", "Ask the town about heaters on the terrace", -9, deal="Terrace heating for the winter",
          done=True),
    ATask("Pharmacie de la Citadelle SELARL", "Plan the installation", -66, deal="Air conditioning of the shop", done=True),
)  # fmt: skip

NOTES = (
    ANote("Brasserie du Midi SRL", "The terrace belongs to the town: heaters need a permit from 1 December on.", -11),
    ANote("Brasserie du Midi SRL", "Luc prefers to be called before eleven, never during lunch.", -200),
    ANote("Hôtel du Vieux Pont SA", "Mme Thiry decides, but the bank wants to see the energy study first.", -20, "owner"),
    ANote("Kantoorpark Merwede B.V.", "Key of tower C: ask the porter at the Europalaan entrance.", -29, "pieter"),
    ANote("Steuerkanzlei Albrecht PartG mbB", "They left Düsseldorf, but the partner wants us for the new office.", -24,
          "owner"),
    ANote("Emma Carlisle", "House of 1932, cellar floods in winter. Outdoor unit on the garage roof.", -28),
)  # fmt: skip

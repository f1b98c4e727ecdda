"""The demo's companies. Nobody does business under these names there, as far as we know; all numbers are made up.

`plot` tells what becomes of their invoices; `selling.Fate` explains the words.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Company:
    """A company and its story. `manager` is the e-mail name of its account manager, `trade` chooses what it buys."""

    name: str
    form: str
    language: str
    country: str
    street: str
    place: str
    """Postal code, two spaces, city."""
    area: str
    """The area code of its telephone, without the 0."""
    trade: str
    plot: str = ""
    manager: str = "sales"
    term: str = "30"
    """Days after the invoice date, or "eom 30": days after the end of its month."""
    currency: str = ""
    joined: int = 0
    """How many days ago it became a customer; 0: long ago."""
    tags: tuple[str, ...] = ()
    remarks: str = ""

    @property
    def full_name(self) -> str:
        """As its invoices name it."""
        return f"{self.name} {self.form}"


MIDI, NORD = "Brasserie du Midi SRL", "Brasserie du Nord SRL"
"""Twins: both owe, both get a reminder and an invoice tomorrow morning, unless business with one of them is stopped today."""
_TWINS = "paid late:9 overdue:12 open draft:4"

COMPANIES = (
    # Belgium, in French
    Company("Brasserie du Midi", "SRL", "fr", "BE", "Boulevard Jamar 17", "1060  Saint-Gilles", "2", "horeca", _TWINS,
            term="21", joined=430),
    Company("Brasserie du Nord", "SRL", "fr", "BE", "Boulevard Adolphe Max 112", "1000  Bruxelles", "2", "horeca", _TWINS,
            term="21", joined=432),
    Company("Imprimerie Delattre", "SA", "fr", "BE", "Rue du Moulin 48", "4020  Liège", "4", "industry",
            "paid late:12 overdue:33 open", "owner"),
    Company("Clinique vétérinaire des Ardennes", "SRL", "fr", "BE", "Rue de la Gare 9", "6800  Libramont", "61", "care",
            "paid paid"),
    Company("Boulangerie Pirard", "SRL", "fr", "BE", "Place du Marché 3", "4800  Verviers", "87", "horeca",
            "paid open overdue:5", term="14", joined=300),
    Company("Hôtel du Vieux Pont", "SA", "fr", "BE", "Quai de Meuse 21", "5500  Dinant", "82", "horeca",
            "paid late:18 overdue:20 part:48 open", "owner", tags=("VIP",),
            remarks="Fermé en février. Toujours appeler la réception avant une intervention."),
    Company("Menuiserie Collignon", "SRL", "fr", "BE", "Chaussée de Namur 204", "5030  Gembloux", "81", "industry",
            "paid late:6 overdue:15 hold:40", remarks="Conteste le décompte d'heures de la chaufferie."),
    Company("Crèche Les Lutins", "ASBL", "fr", "BE", "Rue des Tilleuls 14", "1300  Wavre", "10", "care",
            "paid credited paid"),
    Company("Librairie Page Suivante", "SRL", "fr", "BE", "Rue de Nimy 56", "7000  Mons", "65", "shop",
            "paid late:30 overdue:110 overdue:80 draft:70", joined=480),
    # Belgium, in Dutch
    Company("Drukkerij Goossens", "BV", "nl", "BE", "Nijverheidslaan 12", "9000  Gent", "9", "industry",
            "paid openpart open", "pieter", "eom 30"),
    Company("Bakkerij De Korenaar", "BV", "nl", "BE", "Bondgenotenlaan 88", "3000  Leuven", "16", "horeca",
            "paid overdue:8", "pieter", joined=260),
    Company("Hotel Zeebries", "NV", "nl", "BE", "Albert I-promenade 61", "8400  Oostende", "59", "horeca",
            "paid late:22 open overdue:2", "pieter", tags=("VIP",), joined=400),
    Company("Advocatenkantoor Claeys & Partners", "BV", "nl", "BE", "Mechelsesteenweg 155", "2018  Antwerpen", "3", "office",
            "paid paid open", "owner"),
    Company("Basisschool De Wegwijzer", "VZW", "nl", "BE", "Kerkstraat 27", "9300  Aalst", "53", "care",
            "paid open draft:3", "pieter", "eom 30"),
    Company("Transport Van Hecke", "NV", "nl", "BE", "Ringlaan 40", "8800  Roeselare", "51", "industry",
            "paid late:4 bounced:26", "pieter"),
    Company("Fitnessclub Kracht", "BV", "nl", "BE", "Diestsesteenweg 310", "3010  Kessel-Lo", "16", "shop",
            "paid late:25 overdue:130 part:100", "pieter", joined=505),
    Company("Meubelen Dewaele", "BV", "nl", "BE", "Rijksweg 95", "8520  Kuurne", "56", "shop",
            "paid late:14", "pieter"),
    Company("Tandartspraktijk Lievens", "BV", "nl", "BE", "Dorpsplein 6", "2800  Mechelen", "15", "care",
            "paid", "pieter", joined=420),
    # Belgium, in German
    Company("Metallbau Radermacher", "GmbH", "de", "BE", "Industriestraße 22", "4700  Eupen", "87", "industry",
            "paid overdue:3 open", "pieter"),
    Company("Gasthaus Zur Alten Mühle", "GmbH", "de", "BE", "Hauptstraße 64", "4780  Sankt Vith", "80", "horeca",
            "paid late:10 paid"),
    # France
    Company("La Table d'Oscar", "SARL", "fr", "FR", "18 rue de Béthune", "59000  Lille", "3", "horeca",
            "paid late:28 hold:52 overdue:75"),
    Company("Transports Vasseur", "SAS", "fr", "FR", "4 rue de l'Épinette", "59223  Roncq", "3", "industry",
            "paid paid credited", term="eom 30"),
    Company("Pharmacie de la Citadelle", "SELARL", "fr", "FR", "31 rue Saint-Aubert", "62000  Arras", "3", "shop",
            "paid overdue:18", joined=440),
    Company("Ateliers Morel", "SAS", "fr", "FR", "7 rue Denis-Papin", "02100  Saint-Quentin", "3", "industry",
            "paid late:8 part:6 open", "owner"),
    Company("Manche Logistique", "SAS", "fr", "FR", "120 quai de la Loire", "62100  Calais", "3", "industry",
            "paid open", "owner", currency="GBP"),
    Company("Domaine de la Cense", "SARL", "fr", "FR", "2 route de Montreuil", "62170  Écuires", "3", "horeca",
            "", tags=("prospect",), joined=40),
    Company("Cabinet Lefebvre et Associés", "SELARL", "fr", "FR", "55 boulevard Faidherbe", "80000  Amiens", "3", "office",
            "paid", joined=210),
    # The Netherlands
    Company("Kantoorpark Merwede", "B.V.", "nl", "NL", "Europalaan 93", "3526 KP  Utrecht", "30", "office",
            "paid open overdue:9", "pieter", tags=("VIP",), joined=470),
    Company("Restaurant Het Veerhuis", "B.V.", "nl", "NL", "Maasboulevard 14", "6211 JW  Maastricht", "43", "horeca",
            "paid late:16 overdue:62 overdue:30", "pieter"),
    Company("Huisartsenpraktijk Singel", "B.V.", "nl", "NL", "Singel 210", "4811 CH  Breda", "76", "care",
            "paid", "pieter"),
    Company("Zuiderhaven Shipping", "B.V.", "en", "NL", "Waalhaven Oostzijde 77", "3087 BM  Rotterdam", "10", "industry",
            "paid overdue:23 open", "owner", currency="USD"),
    Company("Kwekerij Oosterhof", "B.V.", "nl", "NL", "Hoofdweg 310", "1433 JW  Kudelstaart", "297", "industry",
            "paid open", "pieter", joined=450),
    Company("Bakkerij Van der Meer", "B.V.", "nl", "NL", "Breestraat 44", "2311 CS  Leiden", "71", "horeca",
            "paid late:5", "pieter"),
    Company("Drukwerk & Zo", "B.V.", "nl", "NL", "Stationsstraat 19", "5038 ED  Tilburg", "13", "industry",
            "", "pieter", tags=("prospect",), joined=25),
    # Germany
    Company("Bäckerei Hollmann", "GmbH", "de", "DE", "Adalbertstraße 28", "52062  Aachen", "241", "horeca",
            "paid late:11 overdue:36"),
    Company("Autohaus Brandt", "GmbH & Co. KG", "de", "DE", "Jülicher Straße 301", "52070  Aachen", "241", "shop",
            "paid open", joined=380),
    Company("Rheinblick Hotel", "GmbH", "de", "DE", "Konrad-Adenauer-Ufer 39", "50668  Köln", "221", "horeca",
            "paid late:20 overdue:95 overdue:66 draft:61", joined=490),
    Company("Steuerkanzlei Albrecht", "PartG mbB", "de", "DE", "Königsallee 92", "40212  Düsseldorf", "211", "office",
            "paid", joined=350),
    Company("Oberrhein Feinmechanik", "GmbH", "de", "DE", "Basler Straße 145", "79540  Lörrach", "7621", "industry",
            "paid openpart", "owner", currency="CHF"),
    Company("Kita Regenbogen", "e. V.", "de", "DE", "Lindenweg 5", "52134  Herzogenrath", "2406", "care",
            "", tags=("prospect",), joined=18),
)  # fmt: skip

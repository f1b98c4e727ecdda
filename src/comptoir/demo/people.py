"""The demo's contacts: those who work in its companies, and those who are customers themselves. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A contact. `works_for` is the name of a company, without its legal form; `plot` as in `companies`."""

    first_name: str
    last_name: str
    language: str
    country: str
    place: str
    """Postal code, two spaces, city."""
    works_for: str = ""
    position: str = ""
    decides: bool = False
    plot: str = ""
    also_works_for: str = ""
    manager: str = "sales"
    joined: int = 0
    """How many days ago it was added; 0: long ago, or with its company."""
    term: int = 30
    """Days after the invoice date."""
    reachable: bool = True
    """Has an e-mail address."""
    tags: tuple[str, ...] = ()
    remarks: str = ""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


SOFIE, STIJN = "Sofie Maes", "Stijn Maes"
"""Twins among the contacts, as in `companies`."""
_TWINS = "paid late:6 overdue:13 open"

PEOPLE = (
    # Who works where: Belgium, in French
    Person("Luc", "Martin", "fr", "BE", "1180  Uccle", "Brasserie du Midi", "Gérant", True),
    Person("Nadia", "Benali", "fr", "BE", "1070  Anderlecht", "Brasserie du Midi", "Comptable"),
    Person("Philippe", "Servais", "fr", "BE", "1020  Laeken", "Brasserie du Nord", "Gérant", True),
    Person("Julie", "Hanssens", "fr", "BE", "1030  Schaerbeek", "Brasserie du Nord", "Responsable de salle"),
    Person("Bernard", "Delattre", "fr", "BE", "4020  Liège", "Imprimerie Delattre", "Administrateur délégué", True),
    Person("Sandrine", "Fontaine", "fr", "BE", "4000  Liège", "Imprimerie Delattre", "Comptable"),
    Person("Catherine", "Noël", "fr", "BE", "6800  Libramont", "Clinique vétérinaire des Ardennes", "Vétérinaire", True),
    Person("Marc", "Pirard", "fr", "BE", "4800  Verviers", "Boulangerie Pirard", "Gérant", True),
    Person("Isabelle", "Thiry", "fr", "BE", "5500  Dinant", "Hôtel du Vieux Pont", "Directrice", True),
    Person("Olivier", "Gillard", "fr", "BE", "5500  Dinant", "Hôtel du Vieux Pont", "Responsable technique"),
    Person("Vincent", "Collignon", "fr", "BE", "5030  Gembloux", "Menuiserie Collignon", "Gérant", True),
    Person("Émilie", "Rousseau", "fr", "BE", "1300  Wavre", "Crèche Les Lutins", "Coordinatrice", True),
    Person("Thomas", "Lecocq", "fr", "BE", "7000  Mons", "Librairie Page Suivante", "Gérant", True),
    # Belgium, in Dutch and in German
    Person("Jan", "Goossens", "nl", "BE", "9000  Gent", "Drukkerij Goossens", "Zaakvoerder", True, manager="pieter"),
    Person("Ilse", "De Clercq", "nl", "BE", "9040  Sint-Amandsberg", "Drukkerij Goossens", "Boekhouding"),
    Person("Wim", "Peeters", "nl", "BE", "3000  Leuven", "Bakkerij De Korenaar", "Zaakvoerder", True),
    Person("Katrien", "Vandenberghe", "nl", "BE", "8400  Oostende", "Hotel Zeebries", "Directeur", True, manager="pieter"),
    Person("Bart", "Lambrecht", "nl", "BE", "8450  Bredene", "Hotel Zeebries", "Technische dienst"),
    Person("Hilde", "Claeys", "nl", "BE", "2018  Antwerpen", "Advocatenkantoor Claeys & Partners", "Vennoot", True),
    Person("Dries", "Mertens", "nl", "BE", "2600  Berchem", "Advocatenkantoor Claeys & Partners", "Office manager"),
    Person("Greet", "Van Damme", "nl", "BE", "9300  Aalst", "Basisschool De Wegwijzer", "Directeur", True),
    Person("Kurt", "Van Hecke", "nl", "BE", "8800  Roeselare", "Transport Van Hecke", "Bestuurder", True),
    Person("Joris", "Willems", "nl", "BE", "3010  Kessel-Lo", "Fitnessclub Kracht", "Zaakvoerder", True),
    Person("Annelies", "Dewaele", "nl", "BE", "8500  Kortrijk", "Meubelen Dewaele", "Zaakvoerder", True),
    Person("Peter", "Lievens", "nl", "BE", "2800  Mechelen", "Tandartspraktijk Lievens", "Tandarts", True),
    Person("Guido", "Radermacher", "de", "BE", "4700  Eupen", "Metallbau Radermacher", "Geschäftsführer", True),
    Person("Monika", "Heinen", "de", "BE", "4780  Sankt Vith", "Gasthaus Zur Alten Mühle", "Inhaberin", True),
    # France
    Person("Oscar", "Delmotte", "fr", "FR", "59000  Lille", "La Table d'Oscar", "Gérant", True),
    Person("Christine", "Vasseur", "fr", "FR", "59223  Roncq", "Transports Vasseur", "Présidente", True),
    Person("Jérôme", "Caron", "fr", "FR", "59200  Tourcoing", "Transports Vasseur", "Responsable des achats"),
    Person("Sylvie", "Lemaire", "fr", "FR", "62000  Arras", "Pharmacie de la Citadelle", "Titulaire", True),
    Person("Bruno", "Cuvelier", "fr", "FR", "62000  Arras", "Pharmacie de la Citadelle", "Préparateur"),
    Person("Alain", "Morel", "fr", "FR", "02100  Saint-Quentin", "Ateliers Morel", "Directeur général", True,
           manager="owner"),
    Person("Fabienne", "Duval", "fr", "FR", "02100  Saint-Quentin", "Ateliers Morel", "Comptable"),
    Person("Stéphane", "Boulanger", "fr", "FR", "62100  Calais", "Manche Logistique", "Directeur de site", True),
    Person("Marion", "Leclercq", "fr", "FR", "62170  Montreuil", "Domaine de la Cense", "Propriétaire", True, joined=40),
    Person("Antoine", "Lefebvre", "fr", "FR", "80000  Amiens", "Cabinet Lefebvre et Associés", "Avocat associé", True,
           joined=210),
    # The Netherlands
    Person("Marieke", "de Jong", "nl", "NL", "3526 KP  Utrecht", "Kantoorpark Merwede", "Directeur", True,
           manager="pieter"),
    Person("Sander", "Visser", "nl", "NL", "3526 KP  Utrecht", "Kantoorpark Merwede", "Facilitair manager"),
    Person("Ruud", "Hendriks", "nl", "NL", "6211 JW  Maastricht", "Restaurant Het Veerhuis", "Eigenaar", True),
    Person("Femke", "Bakker", "nl", "NL", "4811 CH  Breda", "Huisartsenpraktijk Singel", "Praktijkmanager", True),
    Person("David", "Whitfield", "en", "NL", "3011 AB  Rotterdam", "Zuiderhaven Shipping", "Managing director", True),
    Person("Priya", "Raman", "en", "NL", "3024 ER  Rotterdam", "Zuiderhaven Shipping", "Accounts payable"),
    Person("Henk", "Oosterhof", "nl", "NL", "1433 JW  Kudelstaart", "Kwekerij Oosterhof", "Eigenaar", True),
    Person("Anneke", "van der Meer", "nl", "NL", "2311 CS  Leiden", "Bakkerij Van der Meer", "Eigenaar", True),
    Person("Thijs", "Kuipers", "nl", "NL", "5038 ED  Tilburg", "Drukwerk & Zo", "Eigenaar", True, joined=25),
    # Germany
    Person("Sabine", "Hollmann", "de", "DE", "52062  Aachen", "Bäckerei Hollmann", "Geschäftsführerin", True),
    Person("Torsten", "Brandt", "de", "DE", "52070  Aachen", "Autohaus Brandt", "Geschäftsführer", True),
    Person("Petra", "Krüger", "de", "DE", "52072  Aachen", "Autohaus Brandt", "Buchhaltung"),
    Person("Jürgen", "Weiß", "de", "DE", "50668  Köln", "Rheinblick Hotel", "Direktor", True),
    Person("Katja", "Albrecht", "de", "DE", "40212  Düsseldorf", "Steuerkanzlei Albrecht", "Steuerberaterin", True),
    Person("Matthias", "Kern", "de", "DE", "79540  Lörrach", "Oberrhein Feinmechanik", "Kaufmännischer Leiter", True),
    Person("Ulrike", "Sommer", "de", "DE", "52134  Herzogenrath", "Kita Regenbogen", "Leiterin", True, joined=18),
    # Works for two
    Person("Hassan", "El Amrani", "fr", "BE", "1040  Etterbeek", "Brasserie du Nord", "Conseiller financier",
           also_works_for="Hôtel du Vieux Pont"),
    Person("Veerle", "Segers", "nl", "BE", "3001  Heverlee", "Bakkerij De Korenaar", "Externe boekhouder",
           also_works_for="Fitnessclub Kracht"),
    # Customers themselves: with a maintenance contract
    Person("Sofie", "Maes", "nl", "BE", "9050  Gentbrugge", plot=_TWINS, joined=250, term=21),
    Person("Stijn", "Maes", "nl", "BE", "9820  Merelbeke", plot=_TWINS, joined=252, term=21),
    Person("Anne-Sophie", "Gérard", "fr", "BE", "1410  Waterloo", plot="paid open overdue:4", joined=380),
    Person("Pierre", "Wauters", "fr", "BE", "1150  Woluwe-Saint-Pierre", plot="paid overdue:11", joined=390),
    Person("Lieve", "Hermans", "nl", "BE", "2640  Mortsel", plot="paid open", manager="pieter", joined=410),
    Person("Claudia", "Schmitz", "de", "BE", "4730  Raeren", plot="paid late:8 part:17", joined=400),
    Person("Emma", "Carlisle", "en", "BE", "3080  Tervuren", plot="paid open", joined=340),
    # With invoices only
    Person("Benoît", "Jacquemin", "fr", "BE", "5000  Namur", plot="paid overdue:25"),
    Person("Chantal", "Dubois", "fr", "BE", "4500  Huy", plot="hold:31", remarks="Attend le passage de l'expert."),
    Person("Griet", "Wouters", "nl", "BE", "3500  Hasselt", plot="paid late:13 overdue:56"),
    Person("Johan", "De Smet", "nl", "BE", "9800  Deinze", plot="paid open openpart", manager="pieter"),
    Person("Roger", "Piette", "fr", "BE", "6000  Charleroi", plot="overdue:29", reachable=False,
           remarks="Pas d'e-mail : lui téléphoner."),
    Person("Camille", "Bertrand", "fr", "FR", "59800  Lille", plot="paid open draft:2"),
    Person("Willem", "van Dijk", "nl", "NL", "6211 LN  Maastricht", plot="paid overdue:16"),
    Person("Heike", "Bergmann", "de", "DE", "52066  Aachen", plot="paid part:9"),
    Person("James", "Holloway", "en", "BE", "1050  Ixelles", plot="paid overdue:45 open"),
    # With nothing open
    Person("Myriam", "Lejeune", "fr", "BE", "4900  Spa", plot="paid"),
    Person("Koenraad", "Jacobs", "nl", "BE", "8000  Brugge", plot="paid late:10 paid"),
    Person("Dieter", "Lang", "de", "BE", "4760  Büllingen", plot="paid"),
    Person("Daan", "Mulder", "nl", "NL", "6221 BK  Maastricht", plot="paid", manager="pieter", joined=330),
    Person("Margaux", "Petit", "fr", "FR", "59100  Roubaix", plot="credited"),
    # Deactivated, or reactivated since
    Person("Jean-Marie", "Renson", "fr", "BE", "6900  Marche-en-Famenne", plot="paid late:15 overdue:88 draft:60",
           joined=360),
    Person("Els", "Verhaegen", "nl", "BE", "1800  Vilvoorde", plot="paid", joined=450),
    Person("Gerd", "Paulus", "de", "DE", "52078  Aachen", plot="paid overdue:120", joined=480),
    Person("Nathalie", "Simonis", "fr", "BE", "4600  Visé", plot="paid late:20 overdue:140 paid", joined=500),
)  # fmt: skip

STREETS = {
    "fr": ("Rue des Acacias", "Avenue des Érables", "Rue du Vieux Tilleul", "Clos des Bouleaux", "Rue de la Fontaine",
           "Rue des Combattants", "Avenue Reine Astrid", "Chemin du Lavoir"),
    "nl": ("Beukenlaan", "Kapelstraat", "Molenweg", "Lindenstraat", "Veldstraat", "Schoolstraat", "Kasteeldreef"),
    "de": ("Bergstraße", "Gartenweg", "Mühlenstraße", "Am Stadtpark", "Kirchstraße", "Rosenweg"),
}  # fmt: skip

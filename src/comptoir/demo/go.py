"""The small business on the plan GO: a plumber with a dozen customers and no subscriptions."""

from comptoir.demo.companies import Company
from comptoir.demo.people import Person

INVOICES = 25

COMPANIES = (
    Company("Bakkerij 't Molentje", "BV", "nl", "BE", "Dorpsstraat 18", "9840  De Pinte", "9", "horeca", "paid late:9 open",
            "owner"),
    Company("Kapsalon Lotte", "BV", "nl", "BE", "Kortrijksesteenweg 402", "9000  Gent", "9", "shop", "paid overdue:10",
            "owner"),
    Company("Café De Zwaan", "BV", "nl", "BE", "Vrijdagmarkt 31", "9000  Gent", "9", "horeca",
            "paid late:17 overdue:38 overdue:15", "owner", joined=400),
    Company("Garage Vandewalle", "BV", "nl", "BE", "Steenweg 7", "9810  Nazareth", "9", "industry", "paid paid", "owner"),
    Company("Immo Leiezicht", "NV", "nl", "BE", "Leiekaai 55", "9830  Sint-Martens-Latem", "9", "office",
            "paid part:12 open", "owner"),
    Company("Salon de thé Églantine", "SRL", "fr", "BE", "Rue du Bailli 22", "1000  Bruxelles", "2", "horeca", "paid paid",
            "owner", joined=220),
)  # fmt: skip

PEOPLE = (
    Person("Lotte", "Vermeersch", "nl", "BE", "9000  Gent", "Kapsalon Lotte", "Zaakvoerder", True, manager="owner"),
    Person("Geert", "Baeyens", "nl", "BE", "9840  De Pinte", plot="paid overdue:22", manager="owner"),
    Person("Mieke", "Coppens", "nl", "BE", "9031  Drongen", plot="paid open draft:2", manager="owner"),
    Person("Tine", "Roels", "nl", "BE", "9000  Gent", plot="paid", manager="owner"),
    Person("Frank", "Desmedt", "nl", "BE", "9070  Destelbergen", plot="late:12", manager="owner"),
    Person("Aline", "Dufour", "fr", "BE", "7700  Mouscron", plot="paid hold:18", manager="owner"),
)  # fmt: skip

"""What a column may hold, and how other systems call it in four languages."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.transfer.models import ImportKind


@dataclass(frozen=True)
class Field:
    """One thing that is known of a customer or an invoice."""

    name: str
    label: Any
    words: str
    """Headers that mean it, folded, separated by commas."""
    reads: str = "text"
    """`text`, `date` or `amount`: what has to be known of how the column is written."""
    needed: bool = False


CUSTOMER = (
    Field("id", _("Id"), "id,customer id,client id"),
    Field("kind", _("Type"), "type,kind,soort,art,genre,kundentyp,type klant,type de client"),
    Field(
        "name",
        _("Name"),
        "name,company,company name,customer,customer name,client,client name,nom,nom de l entreprise,entreprise,societe,"
        "raison sociale,nom du client,naam,bedrijf,bedrijfsnaam,klant,klantnaam,naam klant,firma,firmenname,kunde,"
        "kundenname,unternehmen,organisation,organisatie,organization,full name,volledige naam,nom complet",
    ),
    Field("first_name", _("First name"), "first name,firstname,given name,prenom,voornaam,vorname"),
    Field(
        "last_name",
        _("Last name"),
        "last name,lastname,surname,family name,nom de famille,achternaam,familienaam,nachname,familienname",
    ),
    Field(
        "vat_number",
        _("VAT number"),
        "vat number,vat,vat no,vat id,tva,numero de tva,n tva,no tva,numero tva,btw,btw nummer,btwnummer,btw nr,ust id,"
        "ust idnr,ustid,ust id nr,umsatzsteuer id,umsatzsteuer identifikationsnummer,mwst nummer,ondernemingsnummer,"
        "numero d entreprise,tax id",
    ),
    Field(
        "email",
        _("E-mail"),
        "e mail,email,mail,e mail address,email address,adresse e mail,courriel,adresse mail,e mailadres,emailadres,"
        "e mail adresse,email adresse",
    ),
    Field(
        "invoicing_email",
        _("E-mail for invoices"),
        "e mail for invoices,invoicing e mail,invoice email,billing email,e mail de facturation,e mail pour les factures,"
        "e mail facturation,factuur e mail,e mail voor facturen,facturatie e mail,e mail fur rechnungen,rechnungs e mail",
    ),
    Field(
        "phone",
        _("Telephone"),
        "telephone,phone,phone number,tel,telefoon,telefoonnummer,telefon,telefonnummer,numero de telephone",
    ),
    Field("mobile", _("Mobile"), "mobile,mobile phone,cell,gsm,mobiel,mobil,handy,mobiltelefon,portable,mobilnummer"),
    Field("website", _("Website"), "website,web site,site web,web,url,webseite,homepage,site"),
    Field(
        "line_1",
        _("Street and number"),
        "street and number,street,address,address line 1,adresse,rue,rue et numero,straat,straat en nummer,adres,strasse,"
        "strasse und hausnummer,strasse und nummer,anschrift",
    ),
    Field("postal_code", _("Postal code"), "postal code,postcode,zip,zip code,code postal,cp,plz,postleitzahl"),
    Field("city", _("City"), "city,town,ville,localite,commune,stad,plaats,gemeente,woonplaats,ort,stadt"),
    Field("country", _("Country"), "country,country code,pays,code pays,land,landcode,landercode,laendercode"),
    Field("language", _("Language"), "language,langue,taal,sprache"),
    Field("tags", _("Tags"), "tags,labels,etiquettes,mots cles,schlagworter,schlagworte"),
    Field(
        "responsible_user",
        _("Account manager"),
        "account manager,responsible,owner,gestionnaire,responsable,accountmanager,verantwoordelijke,dossierbeheerder,"
        "betreuer,kundenbetreuer,gestionnaire de compte",
    ),
    Field(
        "payment_days",
        _("Payment days"),
        "payment days,payment term days,delai de paiement,jours,betalingstermijn,betaaltermijn,betalingsdagen,"
        "zahlungsziel,zahlungsfrist,zahlungstage,jours de paiement",
    ),
    Field(
        "payment_term",
        _("Payment term"),
        "payment term,conditions de paiement,condition de paiement,betalingsvoorwaarde,zahlungsbedingung",
    ),
    Field("iban", _("IBAN"), "iban,account number,bank account,compte bancaire,rekeningnummer,rekening,kontonummer"),
    Field("bic", _("BIC"), "bic,swift,bic swift"),
    Field("remarks", _("Remarks"), "remarks,remark,notes,note,comments,remarques,opmerkingen,opmerking,bemerkungen,notizen"),
    Field(
        "birthdate",
        _("Date of birth"),
        "date of birth,birthdate,birthday,date de naissance,geboortedatum,geburtsdatum",
        "date",
    ),
    Field(
        "active",
        _("Active"),
        "active,is active,status,state,actif,active ?,statut,actief,aktief,aktiv,zustand",
    ),
)  # fmt: skip

INVOICE = (
    Field(
        "customer",
        _("Customer"),
        "customer,customer name,client,client name,company,nom du client,nom,entreprise,klant,klantnaam,naam klant,bedrijf,"
        "kunde,kundenname,firma,name,customer id,debtor,debiteur,debiteur naam",
    ),
    Field("vat_number", _("VAT number of the customer"), CUSTOMER[5].words + ",customer vat number,tva client,btw klant"),
    Field("email", _("E-mail of the customer"), CUSTOMER[6].words),
    Field(
        "number",
        _("Number"),
        "number,invoice number,invoice no,invoice,no,numero,numero de facture,n facture,no facture,facture,factuurnummer,"
        "factuur nr,factuur,nummer,rechnungsnummer,rechnungsnr,rechnung,belegnummer",
        needed=True,
    ),
    Field(
        "invoice_date",
        _("Invoice date"),
        "invoice date,invoicedate,date,date de facture,date facture,factuurdatum,datum,rechnungsdatum,issue date",
        "date",
        needed=True,
    ),
    Field(
        "due_on",
        _("Due date"),
        "due date,duedate,due on,due,echeance,date d echeance,vervaldatum,vervaldag,faelligkeit,falligkeit,"
        "falligkeitsdatum,fallig am",
        "date",
        needed=True,
    ),
    Field(
        "total",
        _("Total"),
        "total,total incl vat,total including vat,amount,invoice amount,invoiceamount,montant,montant ttc,total ttc,ttc,"
        "totaal,totaal incl btw,bedrag,bedrag incl btw,betrag,gesamt,gesamtbetrag,brutto,bruttobetrag,summe",
        "amount",
        needed=True,
    ),
    Field("currency", _("Currency"), "currency,devise,monnaie,munt,valuta,wahrung,waehrung"),
    Field(
        "paid_amount",
        _("Paid"),
        "paid amount,amount paid,paid,montant paye,paye,betaald bedrag,betaald,bezahlter betrag,bezahlt",
        "amount",
    ),
    Field(
        "paid_on",
        _("Paid on"),
        "paid on,payment date,settled date,settleddate,paye le,date de paiement,betaald op,betaaldatum,betalingsdatum,"
        "bezahlt am,zahlungsdatum",
        "date",
    ),
    Field("status", _("Status"), "status,state,statut,etat,toestand,zustand"),
    Field(
        "purchase_order_number",
        _("Purchase order number"),
        "purchase order number,purchase order,po number,order number,bon de commande,numero de commande,bestelnummer,"
        "inkooporder,ordernummer,bestellnummer",
    ),
    Field(
        "payment_reference",
        _("Payment reference"),
        "payment reference,structured reference,reference,communication,communication structuree,mededeling,"
        "gestructureerde mededeling,betalingskenmerk,verwendungszweck,zahlungsreferenz",
    ),
)  # fmt: skip


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields that a file of this kind may have, in the order in which they are offered."""
    return INVOICE if kind == ImportKind.INVOICES else CUSTOMER


@cache
def by_name(kind: str) -> dict[str, Field]:
    """The same, to be found by name."""
    return {field.name: field for field in fields_of(kind)}

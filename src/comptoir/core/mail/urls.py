"""EMAIL_URL, one line that says how mail leaves."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from comptoir.core.mail.answers import Transport
from comptoir.core.mail.local import ConsoleTransport, FileTransport
from comptoir.core.mail.smtp import SmtpServer, SmtpTransport


class UnknownMailUrl(ValueError):
    """EMAIL_URL is none of smtp://, smtps://, file:// and console://."""


def transport(url: str) -> Transport:
    """The transport that `url` names.

    smtp://[user:password@]host[:port][?tls=on][&timeout=10] · smtps://… · file:///folder · console://
    "tls=on" (or "starttls=on") encrypts after connecting, smtps from the first byte. Raises UnknownMailUrl.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return ConsoleTransport()
    if parts.scheme == "file" and parts.path:
        return FileTransport(Path(unquote(parts.path)))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise UnknownMailUrl(f"EMAIL_URL is not smtp://…, smtps://…, file:///… or console://: {parts.scheme}://…")
    query = {name: values[-1].lower() for name, values in parse_qs(parts.query).items()}
    tls = parts.scheme == "smtps"
    starttls = not tls and any(
        query.get(name) in ("on", "true", "1", "yes", "starttls") for name in ("tls", "starttls")
    )
    return SmtpTransport(
        SmtpServer(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587 if starttls else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=starttls,
            timeout=float(query.get("timeout", "10")),
        )
    )

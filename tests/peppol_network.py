"""A Peppol network of one receiver on this machine: who looks it up finds its access point, which answers as it is told."""

import base64
import gzip
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

RECEIPT = b'<Envelope xmlns="urn:x"><Header><Receipt/></Header></Envelope>'
REFUSAL = (
    b'<Envelope xmlns="urn:x"><Header><Error><ErrorDetail>Unknown receiver</ErrorDetail></Error></Header></Envelope>'
)

_XMLSEC = """#!{python}
import base64, sys
text = base64.b64encode(sys.stdin.buffer.read()).decode()
value = '<CipherValue xmlns="http://www.w3.org/2001/04/xmlenc#">%s</CipherValue>'
print("<a>" + value % "a2V5" + value % text + "</a>")
"""


class Network:
    """Use as a context manager. `answer` is what the access point says: status and body, or None to hang up.

    `posted` are the messages it received. The network knows nobody once `is_empty`.
    """

    def __init__(self, folder: Path, document_type: str) -> None:
        self.certificate, self.key, self.xmlsec = folder / "cert.pem", folder / "key.pem", folder / "xmlsec"
        self.document_type = document_type
        self.answer: tuple[int, bytes] | None = (200, RECEIPT)
        self.is_empty = False
        self.posted: list[bytes] = []
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=POP000001"]
        files = ["-keyout", str(self.key), "-out", str(self.certificate)]
        subprocess.run([*command, *files], check=True, capture_output=True)
        # Stands in for the program that encrypts: the fake access point reads nothing.
        self.xmlsec.write_text(_XMLSEC.format(python=sys.executable))
        self.xmlsec.chmod(0o755)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def found(self, path: str) -> bytes | None:
        """What a look-up at `path` finds."""
        if self.is_empty:
            return None
        if path == "/participant":
            link = f"{self.url}/service/{quote(self.document_type, safe='')}"
            return f'<Group><ServiceMetadataReference href="{link}"/></Group>'.encode()
        certificate = "".join(self.certificate.read_text().splitlines()[1:-1])
        endpoint = (
            f'<Endpoint transportProfile="peppol-transport-as4-v2_0"><EndpointReference><Address>{self.url}/as4'
            f"</Address></EndpointReference><Certificate>{certificate}</Certificate></Endpoint>"
        )
        inside = f"<ProcessList><Process>{endpoint}</Process></ProcessList>"
        return f"<Signed><ServiceInformation>{inside}</ServiceInformation></Signed>".encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = network.found(self.path)
                self._say(404 if found is None else 200, found or b"")

            def do_POST(self) -> None:
                network.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
                if network.answer is None:
                    self.connection.close()
                else:
                    self._say(*network.answer)

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


def carries(message: bytes, text: bytes) -> bool:
    """Whether the attachment of a message, as the stand-in for encrypting leaves it, holds the compressed `text`."""
    headers, __, attached = message.split(b"\r\n--")[-2].partition(b"\r\n\r\n")
    return b"octet-stream" in headers and text in gzip.decompress(base64.b64decode(attached))

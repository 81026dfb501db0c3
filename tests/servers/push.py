"""A push service as the browsers' makers run them: HTTPS, and it opens what it is given as the browser would.

Opened here by RFC 8291 and RFC 8188 step by step, not by the library that sealed it.
"""

import base64
import datetime
import http.server
import ipaddress
import json
import os
import ssl
import threading
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))


class Browser:
    """The keys of one subscription, and what opens messages to it."""

    def __init__(self, endpoint: str) -> None:
        self.key, self.secret, self.endpoint = (
            ec.generate_private_key(ec.SECP256R1()),
            os.urandom(16),
            endpoint,
        )

    def form(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(*RAW)
        return {"endpoint": self.endpoint, "p256dh": text(point), "auth": text(self.secret)}

    def opened(self, body: bytes) -> dict:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert length == 65
        assert len(record) <= size
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), point)
        mine = self.key.public_key().public_bytes(*RAW)
        secret = _derived(shared, self.secret, b"WebPush: info\0" + mine + sender, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert plain[-1:] == b"\x02"  # the last record
        return json.loads(plain[:-1])


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def vouched(header: str) -> tuple[dict, str]:
    """The claims of an Authorization header whose signature is right, and the key it names (RFC 8292)."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    assert json.loads(raw(head))["alg"] == "ES256"
    signed, key = (
        raw(signature),
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"])),
    )
    pair = (int.from_bytes(signed[:32], "big"), int.from_bytes(signed[32:], "big"))
    key.verify(utils.encode_dss_signature(*pair), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(raw(claims)), parts["k"]


@dataclass
class PushService:
    """`answers[path]` is what it says next there: (status, headers); 201 without one."""

    folder: object
    came: list[tuple[str, dict, bytes]] = field(default_factory=list)
    answers: dict[str, list[tuple[int, dict]]] = field(default_factory=dict)

    def start(self) -> "PushService":
        certificate = _certificate(self.folder)
        service = self

        class Answers(http.server.BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.came.append((self.path, dict(self.headers), body))
                status, headers = (service.answers.get(self.path) or [(201, {})]).pop(0)
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(certificate)
        self.server.socket = secure.wrap_socket(self.server.socket, server_side=True)
        self.port, self.certificate = self.server.server_address[1], certificate
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def browser(self, name: str = "one") -> Browser:
        return Browser(f"https://localhost:{self.port}/push/{name}")


def _certificate(folder) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "push.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return str(path)

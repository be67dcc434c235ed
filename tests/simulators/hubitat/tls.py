"""A certificate of the hub's own making, as every hub has one."""

import asyncio
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
import ssl
from tempfile import TemporaryDirectory
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def self_signed() -> tuple[ssl.SSLContext, bytes]:
    """Return a server's context and the SHA-256 fingerprint of its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hubitat.local")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with TemporaryDirectory() as folder:
        both = Path(folder) / "hub.pem"
        both.write_bytes(private + certificate.public_bytes(pem))
        context.load_cert_chain(both)
    return context, certificate.fingerprint(hashes.SHA256())


def over_tls(
    factory: Callable[[], asyncio.Protocol], context: ssl.SSLContext
) -> Callable[[], asyncio.BaseProtocol]:
    """Return a factory of the same protocols behind TLS.

    `create_server(ssl=...)` would report every client that does not trust the certificate as an error of the loop.
    """

    def secured() -> asyncio.BaseProtocol:
        loop = asyncio.get_running_loop()
        unawaited: Any = None
        return SSLProtocol(loop, factory(), context, unawaited, server_side=True)

    return secured

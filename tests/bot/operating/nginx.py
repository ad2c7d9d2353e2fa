"""Runs nginx with the shipped configuration and a self-signed certificate."""

from __future__ import annotations

import datetime as dt
import ipaddress
import shutil
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SHIPPED = Path(__file__).parents[3] / "bot" / "operating" / "nginx.conf"
NOT_INSTALLED = "nginx is not installed: its configuration was not tested; run apt-get install nginx."
_CERTIFICATES = "/etc/letsencrypt/live/bot.example.org/"
# The frame of a distribution's nginx.conf, with all of nginx's own files in a temporary folder.
_FRAME = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/legwise.conf;
}}
"""


def find_program() -> str | None:
    """Return the path of nginx, if it is installed. Debian installs it in /usr/sbin, which may not be on the PATH."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def make_certificate(folder: Path) -> Path:
    """Write a certificate for loopback and its key into a folder; return the certificate's file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    serial = x509.random_serial_number()  # in the name too: of two with one name, a client that trusts both tries one
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"legwise tests {serial:x}")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), serial)
    builder = builder.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    options = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *options))
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "fullchain.pem"


@asynccontextmanager
async def run_nginx(folder: Path, ports: Mapping[int, int]) -> AsyncIterator[None]:
    """Run nginx with the shipped file. `ports` maps its ports to those of the test."""
    configured = _replaced(
        _replaced(SHIPPED.read_text("utf-8"), _CERTIFICATES, f"{folder}/"), "listen 443", _listen(ports)
    )
    for port in ports.keys() - {443}:
        configured = _replaced(configured, f"127.0.0.1:{port}", f"127.0.0.1:{ports[port]}")
    (folder / "legwise.conf").write_text(configured, "utf-8")
    (folder / "nginx.conf").write_text(_FRAME.format(folder=folder), "utf-8")
    options = ("-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
    process = await create_subprocess_exec(find_program() or "nginx", *options, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _listen(ports: Mapping[int, int]) -> str:
    return f"listen 127.0.0.1:{ports[443]}"


def _replaced(text: str, original: str, replacement: str) -> str:
    assert original in text, f"the file does not contain {original}"
    return text.replace(original, replacement)

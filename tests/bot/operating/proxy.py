"""nginx with the file as it is shipped, and a certificate of the tests' own."""

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
CURE = "nginx is not installed: the proxy's file was not tried; apt-get install nginx brings it."
_CERTIFICATES = "/etc/letsencrypt/live/bot.example.org/"
# What a distribution's nginx.conf has around the file. Everything that nginx writes goes to a folder of its own.
_AROUND = """\
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


def program() -> str | None:
    """Where nginx is, if it is installed. Debian puts it where not everybody looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def certified(folder: Path) -> Path:
    """Make a certificate for loopback, with its key beside; return its file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "legwise tests")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return folder / "fullchain.pem"


@asynccontextmanager
async def proxied(folder: Path, ports: Mapping[int, int]) -> AsyncIterator[None]:
    """A running nginx. `ports` has the file's ports with those of a test; all the rest is the file as it is."""
    configured = _with(_with(SHIPPED.read_text("utf-8"), _CERTIFICATES, f"{folder}/"), "listen 443", _listen(ports))
    for port in ports.keys() - {443}:
        configured = _with(configured, f"127.0.0.1:{port}", f"127.0.0.1:{ports[port]}")
    (folder / "legwise.conf").write_text(configured, "utf-8")
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder), "utf-8")
    options = ("-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
    process = await create_subprocess_exec(program() or "nginx", *options, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _listen(ports: Mapping[int, int]) -> str:
    return f"listen 127.0.0.1:{ports[443]}"


def _with(text: str, named: str, instead: str) -> str:
    assert named in text, f"the file does not say {named}"
    return text.replace(named, instead)

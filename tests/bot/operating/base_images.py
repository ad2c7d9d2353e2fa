"""Stand-ins for the public images that the files ask for, made of this machine's own programs: tests reach no registry.

Each has the programs of the image that its name promises, the libraries that they load, and nothing else.
"""

from __future__ import annotations

import re
import shutil
import site
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_SHELL = (
    "sh", "cat", "chmod", "chown", "env", "id", "install", "ls", "mkdir", "mktemp", "rm", "sed", "setpriv",
    "sleep", "touch",
)  # fmt: skip
_PASSWD = "root:x:0:0::/root:/bin/sh\npostgres:x:999:999::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n"
_GROUP = "root:x:0:\npostgres:x:999:\nnogroup:x:65534:\n"
_NOT_IN_PYTHON = (
    "site-packages",
    "dist-packages",
    "test",
    "idlelib",
    "config-*",
    "__pycache__",
    "lib2to3",
    "turtledemo",
)
_FOR_WHEELS = ("libstdc++.so.6", "libgcc_s.so.1", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1")
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

_START_POSTGRES = """\
#!/bin/sh
set -eu
export PATH={programs}:$PATH PGDATA=/var/lib/postgresql/data
chown postgres $PGDATA
as_postgres() {{ setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }}
if [ ! -e $PGDATA/PG_VERSION ]; then
    echo "$POSTGRES_PASSWORD" > /tmp/password
    as_postgres initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 --no-sync
    echo "host all all all scram-sha-256" >> $PGDATA/pg_hba.conf
    echo "CREATE DATABASE $POSTGRES_DB" | as_postgres postgres --single -D $PGDATA postgres
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups postgres \\
    -c "listen_addresses=*" -c unix_socket_directories=
"""
_NGINX_CONF = "user nobody nogroup;\npid /run/nginx.pid;\nevents {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n"


def make_python(root: Path) -> None:
    """Make the root of an image with this process's Python, and its pip, in /usr/local as in the public one."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base, local = Path(sys.base_prefix), root / "usr/local"
    _make_root(root)
    shutil.copytree(base / "lib" / version, local / "lib" / version, ignore=shutil.ignore_patterns(*_NOT_IN_PYTHON))
    packages = local / "lib" / version / ("dist-packages" if base == Path("/usr") else "site-packages")
    shutil.copytree(Path(site.getsitepackages()[0]) / "pip", packages / "pip")
    (local / "bin").mkdir()
    shutil.copy(base / "bin" / version, local / "bin" / version)
    for name in ("python", "python3"):
        (local / "bin" / name).symlink_to(version)
    extensions = (base / "lib" / version / "lib-dynload").glob("*.so")
    _copy_libraries(root, [base / "bin" / version, *extensions])
    for name in _FOR_WHEELS:
        for library in Path("/usr/lib").glob(f"*-linux-gnu/{name}"):
            shutil.copy(library, root / library.relative_to("/"))
    for library in (base / "lib").glob("libpython*.so.*"):
        shutil.copy(library, local / "lib")
    subprocess.run(["/sbin/ldconfig", "-r", root], check=True)


def _make_root(root: Path) -> None:
    """Make a root with a shell, the folders that programs expect, and two accounts."""
    for name in ("usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "usr/local/lib", "etc/ssl/certs", "var", "root", "tmp"):
        (root / name).mkdir(parents=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / name).symlink_to(f"usr/{name}")
    (root / "tmp").chmod(0o1777)
    (root / "etc/passwd").write_text(_PASSWD)
    (root / "etc/group").write_text(_GROUP)
    (root / "etc/ld.so.conf").write_text("/usr/local/lib\n")
    shutil.copy(_CERTIFICATES, root / _CERTIFICATES.lstrip("/"))
    _copy_programs(root, _SHELL)


def _copy_programs(root: Path, names: Iterable[str]) -> None:
    programs = [Path(found) for name in names if (found := shutil.which(name, path="/usr/bin:/usr/sbin"))]
    for program in programs:
        shutil.copy(program, root / program.relative_to("/"))
    _copy_libraries(root, programs)


def _copy_libraries(root: Path, programs: Iterable[Path]) -> None:
    """Copy the libraries that programs load to the same paths."""
    listed = subprocess.run(["ldd", *programs], capture_output=True, text=True, check=False).stdout
    for library in set(re.findall(r"\s(/(?:usr/)?lib\S+) \(0x", listed)):
        copy = root / library.lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, copy)


def make_postgres(root: Path, programs: Path) -> None:
    """Make the root of an image with PostgreSQL, which reads the variables of the public one."""
    _make_root(root)
    programs = (programs / "initdb").resolve().parent
    shared = Path("/usr/share/postgresql") / programs.parent.name
    for folder in (programs, programs.parent / "lib", shared, Path("/usr/share/zoneinfo")):
        shutil.copytree(
            folder, root / folder.relative_to("/"), symlinks=True, ignore=shutil.ignore_patterns("*llvm*", "bitcode")
        )
    (root / "var/lib/postgresql/data").mkdir(parents=True)
    _copy_libraries(root, [*programs.iterdir(), *(programs.parent / "lib").glob("*.so")])
    (root / "start").write_text(_START_POSTGRES.format(programs=programs))
    (root / "start").chmod(0o755)


def make_nginx(root: Path) -> None:
    """Make the root of an image with nginx, which includes the files of conf.d as the public one does."""
    _make_root(root)
    for name in ("etc/nginx/conf.d", "var/lib/nginx", "var/log/nginx", "run"):
        (root / name).mkdir(parents=True)
    (root / "etc/nginx/nginx.conf").write_text(_NGINX_CONF)
    _copy_programs(root, ["nginx"])

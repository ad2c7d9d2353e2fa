#!/bin/sh
# Runs commands in a bare Debian, in which no systemd runs. Started by bare_debian.py in new namespaces, as root.
set -eu
. "$(dirname "$0")/mounts.sh"
root=$1 commands=$2
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mount_kernel
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive \
    PIP_CERT=/etc/machine-certificates.crt PIP_DISABLE_PIP_VERSION_CHECK=1 chroot "$root" sh -euc "$commands"

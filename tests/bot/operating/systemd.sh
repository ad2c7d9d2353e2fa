#!/bin/sh
# Boots a systemd in its own root file system. Started by systemd.py in new namespaces, as root.
# Nothing inside can write to the machine's files: the root is in memory and programs are mounted read-only, or it is a
# bare Debian of the tests; the machine's root is unmounted before anything is started.
set -eu
. "$(dirname "$0")/mounts.sh"
root=$1 base=$2 packages=$3 project=$4 overlay=$5 kind=$6
mount --make-rprivate /

# Make a root of the machine's programs and of this checkout.
borrow() {
    mount -t tmpfs -o mode=755 root "$root"
    cd "$root"
    mkdir -p usr etc/none dev proc sys run tmp var/lib var/cache var/tmp root opt/python opt/project
    mkdir -p opt/legwise/bin opt/legwise/lib/"$(basename "$(dirname "$packages")")"/site-packages
    chmod 1777 tmp var/tmp
    for name in bin sbin lib lib64; do ln -s usr/$name $name; done
    readable /usr usr
    readable "$base" opt/python
    readable "$packages" opt/legwise/lib/"$(basename "$(dirname "$packages")")"/site-packages
    readable "$project" opt/project
    for name in passwd group nsswitch.conf hosts ld.so.cache; do cp /etc/$name etc/$name; done
    ln -s /opt/python/bin/"$(basename "$(dirname "$packages")")" opt/legwise/bin/python
}

case $kind in
machine) borrow ;;
bare)
    mount --bind "$root" "$root"
    cd "$root"
    mount -t tmpfs run run
    mkdir -p etc/none
    ;;
esac
cp -r "$overlay"/. .
mkdir -p old
mount_kernel
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup

pivot_root . old
cd /
umount -l /old
rmdir /old

# Stop if the root is still the machine's.
[ -e /etc/units/tests.target ]
[ -z "$(ls -A /tmp)" ]
case $kind in
machine)
    [ "$(stat --file-system --format=%T /)" = tmpfs ]
    [ "$(stat --file-system --format=%T /tmp)" = tmpfs ]
    [ ! -e /home ]
    ;;
bare) [ -z "$(ls -A /home)" ] ;;
esac
shift 6
exec env -i PATH=/usr/sbin:/usr/bin container=tests SYSTEMD_UNIT_PATH=/etc/units:/etc/systemd/system \
    SYSTEMD_GENERATOR_PATH=/etc/none SYSTEMD_ENVIRONMENT_GENERATOR_PATH=/etc/none \
    setpriv --bounding-set=-net_admin,-sys_boot,-sys_module,-sys_rawio,-sys_time,-mac_admin,-wake_alarm "$@"

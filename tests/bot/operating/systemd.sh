#!/bin/sh
# Boots a systemd in its own root file system. Started by systemd.py in new namespaces, as root.
# Nothing inside can write to the machine's files: the root is in memory, programs are mounted read-only, and the
# machine's root is unmounted before anything is started.
set -eu
root=$1 base=$2 packages=$3 project=$4 overlay=$5
mount --make-rprivate /
mount -t tmpfs -o mode=755 root "$root"
cd "$root"
mkdir -p usr etc/none dev proc sys run tmp var/lib var/cache var/tmp root old opt/python opt/project
mkdir -p opt/legwise/bin opt/legwise/lib/"$(basename "$(dirname "$packages")")"/site-packages
chmod 1777 tmp var/tmp
for name in bin sbin lib lib64; do ln -s usr/$name $name; done

readable() {
    mount --bind "$1" "$2"
    mount -o remount,bind,ro "$2"
}
readable /usr usr
readable "$base" opt/python
readable "$packages" opt/legwise/lib/"$(basename "$(dirname "$packages")")"/site-packages
readable "$project" opt/project
cp -r "$overlay"/. .
for name in passwd group nsswitch.conf hosts ld.so.cache; do cp /etc/$name etc/$name; done
ln -s /opt/python/bin/"$(basename "$(dirname "$packages")")" opt/legwise/bin/python

mount -t tmpfs -o mode=755 devices dev
for name in null zero full random urandom tty; do touch dev/$name; readable /dev/$name dev/$name; done
mkdir dev/shm dev/pts
ln -s pts/ptmx dev/ptmx
mount -t proc proc proc
readable proc/sys proc/sys
[ ! -e proc/sysrq-trigger ] || readable proc/sysrq-trigger proc/sysrq-trigger
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup

pivot_root . old
cd /
umount -l /old
rmdir /old

# Stop if the root is still the machine's.
[ "$(stat --file-system --format=%T /)" = tmpfs ]
[ "$(stat --file-system --format=%T /tmp)" = tmpfs ]
[ -z "$(ls -A /tmp)" ]
[ ! -e /home ]
shift 5
exec env -i PATH=/usr/sbin:/usr/bin container=tests SYSTEMD_UNIT_PATH=/etc/units SYSTEMD_GENERATOR_PATH=/etc/none \
    SYSTEMD_ENVIRONMENT_GENERATOR_PATH=/etc/none \
    setpriv --bounding-set=-net_admin,-sys_boot,-sys_module,-sys_rawio,-sys_time,-mac_admin,-wake_alarm "$@"

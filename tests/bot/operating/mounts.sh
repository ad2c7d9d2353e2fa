# Sourced by systemd.sh and bare.sh, in new namespaces as root.

# Mount a file or folder of the machine without the permission to write.
readable() {
    mount --bind "$1" "$2"
    mount -o remount,bind,ro "$2"
}

# Mount what each root needs of the kernel, in the working folder.
mount_kernel() {
    mount -t tmpfs -o mode=755 devices dev
    for name in null zero full random urandom tty; do touch dev/$name; readable /dev/$name dev/$name; done
    mkdir dev/shm dev/pts
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    mount -t proc proc proc
    readable proc/sys proc/sys
    [ ! -e proc/sysrq-trigger ] || readable proc/sysrq-trigger proc/sysrq-trigger
}

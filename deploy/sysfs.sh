# Sourced by deploy/quickstart and tests/run, with their arguments.
#
# DPDK asks /sys for the CPUs. Where nothing is mounted there (a bare chroot), and where we may, the
# command runs again in a mount namespace that has it. The system is left as it was, even if its
# mounts are shared with that namespace.
# shellcheck shell=bash
if [[ ! -d /sys/devices/system/cpu ]]; then
  in_namespace=(unshare --mount --propagation unchanged)
  if ! "${in_namespace[@]}" mount -t sysfs sysfs /sys 2>/dev/null; then
    echo "DPDK cannot do without /sys; as root:  mount -t sysfs sysfs /sys" >&2
    exit 1
  fi
  status=0
  trap : INT TERM  # Ctrl-C goes to the command as well; we have to clean up after it
  # shellcheck disable=SC2016
  "${in_namespace[@]}" bash -c 'mount -t sysfs sysfs /sys && exec "$@"' bash "$(realpath "$0")" "$@" ||
    status=$?
  while mountpoint -q /sys; do
    umount /sys
  done
  exit $status
fi

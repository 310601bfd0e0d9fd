#!/bin/sh
# The floor under our figures: what DPDK's own dpdk-testpmd receives, in rxonly, from the same device.
#
#   perf/floor.sh VDEV [SECONDS] [MBUFS]
#   perf/floor.sh net_null0,size=64
#   perf/floor.sh net_pcap0,rx_pcap=FILE,infinite_rx=1 10 200000   (MBUFS: more than FILE has packets)
#
# Prints one line: packets a second, the median of the seconds after the first two; and the share of
# the time that its thread had a CPU. Run it right before and right after what it is compared with:
# on a shared machine figures minutes apart say little.
# Needs CPUs 0 (main) and 1 (forwarding). Debian: package dpdk-dev; elsewhere say TESTPMD=path.
set -eu

vdev=${1:?usage: floor.sh VDEV [SECONDS] [MBUFS]}
seconds=${2:-5}
mbufs=${3:-16384}
testpmd=${TESTPMD:-dpdk-testpmd}

command -v "$testpmd" >/dev/null || {
  echo "floor.sh: $testpmd not found; apt-get install dpdk-dev, or set TESTPMD" >&2
  exit 1
}

# Without huge pages each mbuf has a page of 4 KiB. DPDK makes its directory in $RUNTIME_DIRECTORY.
memory=$((mbufs / 250 + 128))
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# testpmd prints its counts each second until it is told to end; a terminal is not needed.
RUNTIME_DIRECTORY=$directory "$testpmd" \
  --no-huge --no-pci --no-shconf --no-telemetry --log-level=warning -m "$memory" \
  --lcores=0@0,1@1 --file-prefix="floor-$$" --vdev="$vdev" -- \
  --forward-mode=rxonly --auto-start --stats-period=1 --no-lsc-interrupt \
  --burst=64 --total-num-mbufs="$mbufs" </dev/null >"$directory/out" 2>&1 &
process=$!

seen() { grep -c Rx-pps: "$directory/out" || true; }
# Nanoseconds that the forwarding thread has run; nothing once it is gone.
ran() {
  for task in "/proc/$process/task"/*; do
    case $(cat "$task/comm" 2>/dev/null) in
      *-worker-1) cut -d' ' -f1 "$task/schedstat" ;;
    esac
  done
}

# The first figures are from before it ran a whole second.
while [ "$(seen)" -lt 2 ] && kill -0 $process 2>/dev/null; do sleep 0.1; done
before=$(ran) from=$(date +%s%N)
while [ "$(seen)" -lt $((seconds + 2)) ] && kill -0 $process 2>/dev/null; do sleep 0.1; done
after=$(ran) to=$(date +%s%N)
kill -INT $process 2>/dev/null || true
wait $process || true

awk '/Rx-pps:/ && ++seen > 2 {print $2}' "$directory/out" | sort -n >"$directory/pps"
if [ ! -s "$directory/pps" ] || [ -z "$before" ] || [ -z "$after" ]; then
  cat "$directory/out" >&2
  exit 1
fi
awk -v ran="$((after - before))" -v time="$((to - from))" \
  '{pps[NR] = $1} END {print pps[int((NR + 1) / 2)], ran / time}' "$directory/pps"

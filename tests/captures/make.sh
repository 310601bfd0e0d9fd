#!/bin/bash
# Makes the captures of this directory: real programs, talking in network namespaces of their own.
#
#   make.sh [NAME...]     as: make.sh office http; without a name, all (about four minutes)
#
# Run as root on Debian 12. Every namespace is cut off from the machine's own network: the addresses
# in them are private ones and those set aside for documentation (RFC 5737, RFC 3849), and nothing
# leaves. Nothing is installed; a program that is missing is named with its package. The temporary
# /etc/netns/cap-* (name servers of the namespaces) goes away at the end. What each capture holds
# and which device is which address: README.md. From one run to the next only times, port and
# sequence numbers and TLS randoms differ.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/tools
python=/usr/bin/python3
work=$(mktemp -d /tmp/captures.XXXXXX)
prefix=cap-$$-
jobs_started=()

require() {  # program package
  command -v "$1" >/dev/null || { echo "missing: $1 (Debian package $2)" >&2; missing=1; }
}
missing=
require ip iproute2; require sysctl procps; require ethtool ethtool; require tcpdump tcpdump
require dnsmasq dnsmasq-base
require dhclient isc-dhcp-client; require udhcpc udhcpc; require dig bind9-dnsutils
require curl curl; require wget wget; require nginx nginx-light; require openssl openssl
require gnutls-cli gnutls-bin; require chromium chromium; require avahi-daemon avahi-daemon
require ping iputils-ping; require sshd openssh-server; require ssh openssh-client
require editcap wireshark-common; require mergecap wireshark-common; require zstd zstd
require $python python3-minimal
[[ $(id -u) == 0 ]] || { echo "make.sh needs root: it makes network namespaces" >&2; missing=1; }
[[ -z $missing ]] || exit 2

# ---- Namespaces, hosts and wires ----

in_ns() { ip netns exec "$prefix$1" "${@:2}"; }

# Ends what runs in the namespaces and takes them away.
tear_down() {
  local ns
  for ns in $(ip netns list | awk -v p="$prefix" 'index($1, p) == 1 {print $1}'); do
    ip netns pids "$ns" | xargs -r kill 2>/dev/null || true
  done
  sleep 0.3
  for ns in $(ip netns list | awk -v p="$prefix" 'index($1, p) == 1 {print $1}'); do
    ip netns pids "$ns" | xargs -r kill -9 2>/dev/null || true
    ip netns delete "$ns"
    rm -rf "/etc/netns/$ns"
  done
  [[ -z ${jobs_started[*]} ]] || wait "${jobs_started[@]}" 2>/dev/null || true
  jobs_started=()
}
trap 'tear_down || true; rmdir /etc/netns 2>/dev/null || true; rm -rf "$work"' EXIT

background() { in_ns "$@" >>"$work/log" 2>&1 & jobs_started+=($!); }

quiet() { ethtool -K "$1" tx off rx off tso off gso off gro off >/dev/null 2>&1; }

space() {  # name: a namespace with nothing in it
  ip netns add "$prefix$1"
  in_ns "$1" ip link set lo up
  in_ns "$1" sysctl -qw net.ipv4.tcp_rmem="4096 131072 6291456"  # scale 7, as on most Linux hosts
}

lan() {  # name: a switch
  space "$1"
  in_ns "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  in_ns "$1" ip link add br0 type bridge mcast_snooping 0
  in_ns "$1" ip link set br0 up
}

# A host on a switch: plug LAN HOST MAC INTERFACE [wire.py options]
plug() {
  local lan=$1 host=$2 mac=$3 interface=$4 end=p_$2
  ip netns list | grep -qw "$prefix$host" || space "$host"
  if (($# > 4)); then
    in_ns "$lan" ip link add "u_$host" type veth peer name "p_$host"
    end=w_$host
  fi
  ip link add "$end" netns "$prefix$lan" type veth \
    peer name "$interface" address "$mac" netns "$prefix$host"
  in_ns "$host" bash -c "$(declare -f quiet); quiet $interface; ip link set $interface up"
  in_ns "$lan" bash -c "$(declare -f quiet); for i in w_$host u_$host p_$host; do
    [[ -e /sys/class/net/\$i ]] && quiet \$i && ip link set \$i up; done; ip link set p_$host master br0"
  if (($# > 4)); then
    background "$lan" $python "$tools/wire.py" "w_$host" "u_$host" "${@:5}"
  fi
}

addressed() {  # LAN HOST MAC ADDRESS/LEN [wire.py options]: a host without DHCP, and only IPv4
  space "$2"
  in_ns "$2" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  plug "$1" "$2" "$3" eth0 "${@:5}"
  in_ns "$2" ip address add "$4" dev eth0
}

resolver() {  # host address
  mkdir -p "/etc/netns/$prefix$1"
  printf 'nameserver %s\noptions timeout:1\n' "$2" >"/etc/netns/$prefix$1/resolv.conf"
}

# ---- Recording ----

record() {  # namespace interface file [tcpdump arguments]
  local errors=$work/tcpdump.${3##*/}
  in_ns "$1" tcpdump -Z root -n -B 8192 -i "$2" -w "$3" "${@:4}" 2>"$errors" &
  recorders+=($!)
  until grep -q 'listening on' "$errors"; do sleep 0.05; done
}
recorders=()

stop_recording() {
  sleep 1
  local recorder
  for recorder in "${recorders[@]}"; do
    pkill -INT -P "$recorder" 2>/dev/null || kill -INT "$recorder"
    wait "$recorder" || true
  done
  recorders=()
}

# ---- What servers and clients run ----

# Smallest certificates: they are most of what a handshake weighs.
certificate() {  # file-stem subject
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "$2" -keyout "$work/$1.key" -out "$work/$1.crt" 2>/dev/null
}

web() {  # namespace address: nginx on 80, 443 (TLS 1.2 and 1.3), 1443 (1.2 only), 8443 (P-384 only)
  local at=$work/nginx-$1
  mkdir -p "$at/html"
  cat >"$at/html/index.html" <<'HTML'
<!doctype html><title>Front page</title><h1>Front page</h1>
<img src="https://upload.wikimedia.org/a.png"><img src="https://fonts.gstatic.com/b.png">
<img src="https://www.google.com/c.png"><img src="http://plain.example.net/d.png">
HTML
  echo '<!doctype html><title>Plain page</title><p>Nothing to load.' >"$at/html/plain.html"
  cat >"$at/nginx.conf" <<CONF
daemon off; master_process off; pid $at/pid; error_log $at/errors;
events { }
http {
  access_log off; client_body_temp_path $at/a; proxy_temp_path $at/b; fastcgi_temp_path $at/c;
  uwsgi_temp_path $at/d; scgi_temp_path $at/e; root $at/html;
  ssl_certificate $work/site.crt; ssl_certificate_key $work/site.key;
  server { listen $2:80; listen [::]:80; }
  server { listen 443 ssl http2; listen [::]:443 ssl http2; }
  server { listen 1443 ssl; ssl_protocols TLSv1.2; }
  server { listen 8443 ssl http2; ssl_ecdh_curve secp384r1; }
}
CONF
  background "$1" nginx -p "$at" -c "$at/nginx.conf"
}

pages() { background "$1" $python "$tools/pages.py" "${@:2}"; }

until_open() {  # namespace address port
  local try
  for try in {1..100}; do
    in_ns "$1" bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null && return
    sleep 0.05
  done
  echo "nobody answers at $2 port $3" >&2
  return 1
}

fetch() {  # host agent URL...: one connection for each server
  local urls=() url
  for url in "${@:3}"; do urls+=(-o /dev/null "$url"); done
  in_ns "$1" curl -sk -m 6 -A "$2" "${urls[@]}" || true
}

hello() {  # host name port [s_client options]
  echo | in_ns "$1" timeout 5 openssl s_client -connect "$2:$3" -servername "$2" "${@:4}" \
    >>"$work/log" 2>&1 || true
}

browse() {  # host agent URL
  in_ns "$1" env HOME="$work/home-$1" timeout 30 chromium --headless --no-sandbox --disable-gpu \
    --disable-quic --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --disable-default-apps --disable-dev-shm-usage \
    --user-data-dir="$work/chromium-$1" --ignore-certificate-errors --user-agent="$2" \
    --dump-dom "$3" >>"$work/log" 2>&1 || true
}

declare -A option_names=([1]=subnet-mask [2]=time-offset [3]=routers [6]=domain-name-servers
  [12]=host-name [13]=boot-size [15]=domain-name [26]=interface-mtu [28]=broadcast-address
  [31]=router-discovery [33]=static-routes [42]=ntp-servers [43]=vendor-encapsulated-options
  [44]=netbios-name-servers [46]=netbios-node-type [47]=netbios-scope [51]=dhcp-lease-time
  [58]=dhcp-renewal-time [59]=dhcp-rebinding-time [66]=tftp-server-name [67]=bootfile-name
  [95]=o95 [108]=o108 [114]=o114 [119]=domain-search [121]=o121 [249]=o249 [252]=o252)

lease() {  # host name vendor-class options: dhclient, asking for the options in this order
  local conf=$work/dhclient-$1.conf number request=()
  for number in ${4//,/ }; do request+=("${option_names[$number]}"); done
  {
    for number in 95 108 114 121 249 252; do echo "option o$number code $number = text;"; done
    [[ -z $2 ]] || echo "send host-name \"$2\";"
    [[ -z $3 ]] || echo "send vendor-class-identifier \"$3\";"
    echo "send dhcp-client-identifier = hardware;"
    local IFS=,
    echo "request ${request[*]};"
  } >"$conf"
  in_ns "$1" dhclient -4 -1 -q -cf "$conf" -lf "$work/dhclient-$1.leases" -pf "$work/dhclient-$1.pid" \
    -sf "$tools/lease.sh" eth0 >>"$work/log" 2>&1 || echo "no lease for $1" >&2
}

small_lease() {  # host [udhcpc options]: busybox's client
  background "$1" udhcpc -f -i eth0 -s "$tools/udhcpc.sh" "${@:2}"
  local try
  for try in {1..60}; do
    in_ns "$1" ip -4 route show default | grep -q via && return
    sleep 0.1
  done
  echo "no lease for $1" >&2
}

dhcp_and_dns() {  # namespace interface [dnsmasq options]
  background "$1" dnsmasq -k --user=root --conf-file=/dev/null --no-hosts --no-resolv --no-ping \
    --interface="$2" --bind-interfaces --pid-file="$work/dnsmasq-$1.pid" \
    --dhcp-leasefile="$work/leases-$1" "${@:3}"
}

# avahi with its services as files: without the bus nothing else runs.
bonjour() {  # host host-name [type port TXT...] [-- type port TXT...]
  local at=$work/avahi-$1 host=$1 name=$2 type port count=0
  mkdir -p "$at/services"
  printf '[server]\nhost-name=%s\nuse-ipv4=yes\nuse-ipv6=yes\nenable-dbus=no\n[publish]\npublish-hinfo=no\npublish-workstation=no\n' \
    "$name" >"$at/avahi-daemon.conf"
  shift 2
  while (($#)); do
    type=$1 port=$2
    shift 2
    {
      printf '<?xml version="1.0"?><!DOCTYPE service-group SYSTEM "avahi-service.dtd">\n<service-group><name>%s</name><service><type>%s</type><port>%s</port>\n' \
        "$name" "$type" "$port"
      while (($#)) && [[ $1 != -- ]]; do
        printf '<txt-record>%s</txt-record>\n' "$1"
        shift
      done
      printf '</service></service-group>\n'
    } >"$at/services/$((++count)).service"
    [[ ${1-} != -- ]] || shift
  done
  background "$host" sh -c "mount --bind '$at' /etc/avahi && mount -t tmpfs none /run &&
    mkdir /run/avahi-daemon &&
    exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f /etc/avahi/avahi-daemon.conf"
}

chromium_version() { chromium --version 2>/dev/null | sed -E 's/[^0-9]*([0-9]+)\..*/\1/'; }

# ---- The captures ----

source "$here/scenes.sh"

certificate site "/C=US/O=Example Networks/CN=*.example.net"
(($#)) || set -- $scenes
for scene in "$@"; do
  echo "== $scene"
  "scene_$scene"
  tear_down
done
ls -l "$here"/*.pcap* | awk '{sum += $5; print $5, $9} END {print sum, "in all"}'

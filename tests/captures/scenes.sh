# The scenes that make.sh plays; sourced by it, and told in README.md.

scenes="office http browsers dhcp mdns ipv6 lossy"

iphone='Mozilla/5.0 (iPhone; CPU iPhone OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1'
galaxy_s8='Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-G955F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36'
galaxy_s7='Mozilla/5.0 (Linux; Android 8.0.0; SM-G930F Build/R16NW; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/138.0.7204.63 Mobile Safari/537.36'
windows_chrome="Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/$(chromium_version).0.0.0 Safari/537.36"
mac_chrome="Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/$(chromium_version).0.0.0 Safari/537.36"
mac_safari='Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Safari/605.1.15'
roku='Roku/DVP-9.10 (519.10E04111A)'
chromecast='Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.225 Safari/537.36 CrKey/1.56.500000 DeviceType/Chromecast'
apt='Debian APT-HTTP/1.3 (2.6.1)'

# The order in which Apple's TLS offered ciphers; the hello around it stays OpenSSL's.
apple_ciphers=ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256

# ---- office: a small network, its router and what lies behind it ----

office_network() {
  lan switch
  space router
  plug switch router 50:c7:bf:10:00:01 lan0
  space world
  ip link add wan0 netns "${prefix}router" address 50:c7:bf:10:00:02 type veth \
    peer name eth0 netns "${prefix}world" address 00:1b:21:10:00:03
  local there
  for there in "router wan0" "world eth0"; do
    in_ns ${there% *} bash -c "$(declare -f quiet); quiet ${there#* }; ip link set ${there#* } up"
  done
  in_ns router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  in_ns router ip address add 192.168.1.1/24 dev lan0
  in_ns router ip address add 2001:db8:1::1/64 dev lan0 nodad
  in_ns router ip address add 203.0.113.1/24 dev wan0
  in_ns router ip address add 2001:db8:99::1/64 dev wan0 nodad
  local address
  for address in 10 20 30 40 50 60; do
    in_ns world ip address add "203.0.113.$address/24" dev eth0
  done
  in_ns world ip address add 2001:db8:99::10/64 dev eth0 nodad
  in_ns world ip route add default via 203.0.113.1
  in_ns world ip -6 route add default via 2001:db8:99::1
  office_world
}

# What the world serves: nginx at .10 and on every 443, other kinds by address.
office_world() {
  local servers=() server
  web world 203.0.113.10
  for server in 20=Microsoft-IIS/10.0 30=AkamaiGHost 40=gws 50=lighttpd/1.4.69 60=cloudflare; do
    servers+=("203.0.113.${server%%=*}" 80 "${server#*=}")
  done
  pages world 203.0.113.10 8080 "Apache/2.4.57 (Unix)" "${servers[@]}"
  background world $python "$tools/say.py" ntp-server
  until_open world 203.0.113.60 80
  until_open world 203.0.113.10 443
}

office_names() {
  local address names name
  while read -r address names; do
    for name in $names; do
      printf -- '--address=/%s/%s\n--local=/%s/\n' "$name" "$address" "$name"
    done
  done <<'NAMES'
203.0.113.10 #
203.0.113.20 msftncsi.com msftconnecttest.com windowsupdate.com microsoft.com live.com
203.0.113.30 apple.com icloud.com mzstatic.com
203.0.113.40 google.com gstatic.com googleapis.com android.com
203.0.113.50 debian.org
203.0.113.60 roku.com netflix.com samsung.com samsungcloudsolution.com
2001:db8:99::10 wikimedia.org wikipedia.org example.net
203.0.113.10 wikimedia.org wikipedia.org example.net
NAMES
}

# host MAC [wire.py options]
office_host() {
  space "$1"
  plug switch "$1" "$2" eth0 "${@:3}"
  resolver "$1" 192.168.1.1
}

office_hosts() {
  office_host iphone f0:99:b6:20:00:10 --dress apple
  office_host galaxys8 2c:0e:3d:20:00:11 --dress android
  office_host galaxys7 8c:77:12:20:00:12 --dress android
  office_host windows d4:81:d7:20:00:13 --dress windows
  office_host macbook a4:83:e7:20:00:14 --dress apple
  office_host roku d8:31:34:20:00:15
  office_host printer 3c:d9:2b:20:00:16
  office_host raspberry dc:a6:32:20:00:17
  office_host chromecast 48:d6:d5:20:00:18
  office_host plug 5c:cf:7f:20:00:19 --dress lwip
  office_host kali 18:66:da:20:00:1a
  local host
  for host in iphone macbook; do  # scale 6
    in_ns $host sysctl -qw net.ipv4.tcp_rmem="4096 131072 2097152"
  done
  for host in galaxys8 galaxys7 windows; do  # scale 8
    in_ns $host sysctl -qw net.ipv4.tcp_rmem="4096 131072 8388608"
  done
  in_ns windows sysctl -qw net.ipv4.ip_default_ttl=128 net.ipv6.conf.all.hop_limit=128 \
    net.ipv6.conf.eth0.hop_limit=128 net.ipv6.conf.eth0.accept_ra_min_hop_limit=200 \
    net.ipv4.tcp_timestamps=0
  in_ns plug sysctl -qw net.ipv4.ip_default_ttl=255 net.ipv4.tcp_timestamps=0 \
    net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0 net.ipv6.conf.all.disable_ipv6=1
}

play_iphone() {
  lease iphone Annas-iPhone "" 1,121,3,6,15,108,114,119,252
  fetch iphone "CaptiveNetworkSupport-443.120.2 wispr" http://captive.apple.com/hotspot-detect.html
  hello iphone gateway.icloud.com 443 -tls1_2 -cipher "$apple_ciphers" -alpn h2,http/1.1
  sleep 6
  fetch iphone "server-bag [iPhone OS,16.7.10,20H350,iPhone10,6]" http://init-p01st.push.apple.com/bag
  fetch iphone "$iphone" http://news.example.org/ http://news.example.org/long http://news.example.org/
  hello iphone gsp-ssl.ls.apple.com 443 -tls1_2 -cipher "$apple_ciphers" -alpn h2,http/1.1
  sleep 12
  fetch iphone "AppStore/3.0 iOS/16.7.10 model/iPhone10,6 hwp/t8015 build/20H350 (6; dt:162) AMS/1" \
    http://init.itunes.apple.com/bag.xml
  fetch iphone "com.apple.WebKit.Networking/8616.2.9.11.1 CFNetwork/1410.1 Darwin/22.6.0" \
    http://ocsp2.apple.com/ocsp http://ocsp2.apple.com/chunked
  in_ns iphone ping -q -c 2 -i 0.3 192.168.1.1 >/dev/null
  sleep 15
  fetch iphone "$iphone" http://www.wikipedia.org/ http://shop.example.org:8080/
  hello iphone gateway.icloud.com 443 -tls1_2 -cipher "$apple_ciphers" -alpn h2,http/1.1
  sleep 30
  fetch iphone "$iphone" http://news.example.org/ http://news.example.org/unchanged
}

play_galaxys8() {
  sleep 1
  lease galaxys8 Galaxy-S8 android-dhcp-9 1,3,6,15,26,28,51,58,59,43
  fetch galaxys8 "Dalvik/2.1.0 (Linux; U; Android 9; SM-G955F Build/PPR1.180610.011)" \
    http://connectivitycheck.gstatic.com/generate_204
  in_ns galaxys8 $python "$tools/say.py" ntp time.samsung.com || true
  sleep 20
  browse galaxys8 "$galaxy_s8" http://www.example.net/
  sleep 10
  fetch galaxys8 "Dalvik/2.1.0 (Linux; U; Android 9; SM-G955F Build/PPR1.180610.011)" \
    http://connectivitycheck.gstatic.com/generate_204 http://connectivitycheck.gstatic.com/generate_204
  fetch galaxys8 "$galaxy_s8" http://m.example.org/ http://m.example.org/long
}

play_galaxys7() {
  sleep 2
  lease galaxys7 android-3f29c1d07ab5 android-dhcp-8.0.0 1,3,6,15,26,28,51,58,59,43
  fetch galaxys7 "Dalvik/2.1.0 (Linux; U; Android 8.0.0; SM-G930F Build/R16NW)" \
    http://connectivitycheck.gstatic.com/generate_204
  sleep 9
  fetch galaxys7 "$galaxy_s7" http://ads.example.org/ http://ads.example.org/long
  fetch galaxys7 "com.google.android.youtube/19.09.37 (Linux; U; Android 8.0.0; de_DE; SM-G930F Build/R16NW) gzip" \
    http://redirector.googleapis.com/long http://redirector.googleapis.com/chunked
  sleep 25
  fetch galaxys7 "AndroidDownloadManager/8.0.0 (Linux; U; Android 8.0.0; SM-G930F Build/R16NW)" \
    http://dl.google.com/long
  fetch galaxys7 "Dalvik/2.1.0 (Linux; U; Android 8.0.0; SM-G930F Build/R16NW)" \
    http://connectivitycheck.gstatic.com/generate_204
}

play_windows() {
  sleep 1.5
  lease windows DESKTOP-4K7Q1M2 "MSFT 5.0" 1,3,6,15,31,33,43,44,46,47,119,121,249,252
  in_ns windows $python "$tools/say.py" nbns DESKTOP-4K7Q1M2 || true
  in_ns windows $python "$tools/say.py" llmnr wpad || true
  fetch windows "Microsoft NCSI" http://www.msftconnecttest.com/connecttest.txt
  fetch windows "Microsoft NCSI" http://www.msftncsi.com/ncsi.txt
  browse windows "$windows_chrome" http://www.example.net/
  fetch windows "Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.50" \
    http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab \
    http://download.windowsupdate.com/long
  in_ns windows $python "$tools/say.py" search || true
  sleep 14
  fetch windows "Microsoft-CryptoAPI/10.0" http://crl.microsoft.com/pki/crl/products/long
  fetch windows "Microsoft-Delivery-Optimization/10.0" http://dl.delivery.mp.microsoft.com/long
  in_ns windows $python "$tools/say.py" ntp time.windows.com || true
  fetch windows "$windows_chrome" http://192.168.1.26/ http://192.168.1.26/gone
  # RFC 8011, 4.2.5: Get-Printer-Attributes
  printf '\2\0\0\13\0\0\0\1\1\107\0\22attributes-charset\0\5utf-8\110\0\33attributes-natural-language\0\2en\105\0\13printer-uri\0\40ipp://192.168.1.26:631/ipp/print\3' |
    in_ns windows curl -s -m 5 -o /dev/null -A "Internet Print Provider" \
      -H 'Content-Type: application/ipp' --data-binary @- http://192.168.1.26:631/ipp/print || true
  sleep 10
  fetch windows "$windows_chrome" http://intranet.example.org:8080/ http://www.wikipedia.org/
  hello windows settings-win.data.microsoft.com 443 -tls1_2
  sleep 20
  fetch windows "Microsoft NCSI" http://www.msftconnecttest.com/connecttest.txt
}

play_macbook() {
  sleep 2.5
  lease macbook Bens-MBP "" 1,121,3,6,15,108,114,119,252,95,44,46
  bonjour macbook Bens-MBP _companion-link._tcp 49152 rpMd=MacBookPro14,1 rpVr=360.4 rpFl=0x20000 -- \
    _device-info._tcp 0 model=MacBookPro14,1 osxvers=22
  fetch macbook "CaptiveNetworkSupport-443.120.2 wispr" http://captive.apple.com/hotspot-detect.html
  hello macbook swscan.apple.com 443 -tls1_2 -cipher "$apple_ciphers" -alpn h2,http/1.1
  sleep 30
  browse macbook "$mac_chrome" http://www.example.net/
  fetch macbook "$mac_safari" http://news.example.org/ http://news.example.org/unchanged
  fetch macbook "Software%20Update (unknown version) CFNetwork/1410.0.3 Darwin/22.6.0 (x86_64) (MacBookPro14%2C1)" \
    http://swscan.apple.com/content/catalogs/index.sucatalog
  in_ns macbook ping -q -c 2 -i 0.3 2001:db8:1::1 >/dev/null || true
}

play_roku() {
  sleep 3
  lease roku Roku-Premiere "" 1,3,6,15,12
  pages roku 0.0.0.0 8060 "Roku/9.1.0 UPnP/1.0 Roku/9.1.0"
  local round
  for round in 1 2 3 4; do
    in_ns roku $python "$tools/say.py" notify http://192.168.1.25:8060/dial/dd.xml \
      "Roku/9.1.0 UPnP/1.0 Roku/9.1.0" || true
    fetch roku "$roku" http://api.sr.roku.com/ http://api.sr.roku.com/long http://scribe.logs.roku.com/
    hello roku api-global.netflix.com 443 -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256
    sleep 16
  done
}

play_printer() {
  sleep 3.5
  lease printer NPI7C2D1F "Hewlett-Packard JetDirect" 6,3,1,15,66,67,13,44,12
  local banner="HP HTTP Server; HP LaserJet 400 M401dn - CF278A; Serial Number: VNB3000001; Built: Thu May 18 2017"
  pages printer 0.0.0.0 80 "$banner" 0.0.0.0 631 "$banner"
  bonjour printer NPI7C2D1F _ipp._tcp 631 txtvers=1 rp=ipp/print "ty=HP LaserJet 400 M401dn" \
    "product=(HP LaserJet 400 M401dn)" usb_MFG=Hewlett-Packard "usb_MDL=HP LaserJet 400 M401dn" -- \
    _http._tcp 80
}

play_raspberry() {
  sleep 4
  lease raspberry raspberrypi "" 1,28,2,3,15,6,119,12,44,47,26,121,42
  mkdir -p "$work/sshd"
  [[ -e $work/sshd/key ]] || ssh-keygen -q -t ed25519 -N '' -f "$work/sshd/key"
  background raspberry sh -c "mount -t tmpfs none /run && mkdir /run/sshd &&
    exec /usr/sbin/sshd -D -e -f /dev/null -h '$work/sshd/key' -o PidFile=none"
  bonjour raspberry raspberrypi _ssh._tcp 22 -- _sftp-ssh._tcp 22
  fetch raspberry "$apt" http://deb.debian.org/debian/dists/bookworm/InRelease \
    http://deb.debian.org/long http://deb.debian.org/unchanged
  sleep 22
  in_ns raspberry wget -q -O /dev/null http://www.example.net/ || true
  in_ns raspberry curl -sk -o /dev/null https://api.example.net/ || true
  in_ns raspberry dig +short +tries=1 pool.ntp.org A mail.example.org MX >/dev/null || true
}

play_chromecast() {
  sleep 4.5
  lease chromecast Chromecast-Ultra "dhcpcd-6.8.2:Linux-3.10.79:armv7l:Marvell" 1,33,3,6,15,28,51,58,59
  bonjour chromecast 8f2c1d7a-0b4e-3c55 _googlecast._tcp 8009 id=8f2c1d7a0b4e3c55a1b2c3d4e5f60718 \
    "md=Chromecast Ultra" "fn=Living Room" ve=05 ca=4101 st=0
  pages chromecast 0.0.0.0 8008 "Chromecast"
  fetch chromecast "$chromecast" http://clients3.google.com/generate_204 http://clients3.google.com/long
  sleep 18
  fetch chromecast "$chromecast" http://cast.example.org/ http://cast.example.org/chunked
  in_ns chromecast $python "$tools/say.py" ntp time.google.com || true
}

play_plug() {
  sleep 5
  small_lease plug -x hostname:ESP_20001A -V "" -o -O 3 -O 6 -O 28
  local round
  for round in 1 2 3; do
    fetch plug ESP8266HTTPClient http://iot.example.org:8080/
    sleep 15
  done
}

# Says that it is an iPhone: in the User-Agent alone.
play_kali() {
  sleep 5.5
  lease kali kali "" 1,28,2,3,15,6,119,12,44,47,26,121,42
  fetch kali "$iphone" http://news.example.org/ http://news.example.org/gone
  in_ns kali ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    pi@192.168.1.27 true >>"$work/log" 2>&1 || true
  sleep 20
  fetch kali "$iphone" http://shop.example.org:8080/
  fetch kali "$iphone" https://shop.example.org/
  fetch kali "$windows_chrome" http://192.168.1.1/ http://192.168.1.25:8060/query/device-info
}

scene_office() {
  office_network
  office_hosts
  record switch br0 "$here/office.pcap"
  record world eth0 "$here/routed.pcap" "ip and tcp port 80 and (host 192.168.1.20 or
    host 192.168.1.23 or host 192.168.1.25 or host 192.168.1.27)"
  local reservations=() names
  mapfile -t names < <(office_names)
  local number=20 mac
  for mac in f0:99:b6:20:00:10 2c:0e:3d:20:00:11 8c:77:12:20:00:12 d4:81:d7:20:00:13 \
    a4:83:e7:20:00:14 d8:31:34:20:00:15 3c:d9:2b:20:00:16 dc:a6:32:20:00:17 48:d6:d5:20:00:18 \
    5c:cf:7f:20:00:19 18:66:da:20:00:1a; do
    reservations+=("--dhcp-host=$mac,192.168.1.$((number++))")
  done
  dhcp_and_dns router lan0 --dhcp-range=192.168.1.100,192.168.1.199,2m --enable-ra \
    --dhcp-range=2001:db8:1::,ra-only --ra-param=lan0,20 --domain=home.arpa "${reservations[@]}" "${names[@]}"
  pages router 192.168.1.1 80 "Router Webserver"
  local host players=()
  for host in iphone galaxys8 galaxys7 windows macbook roku printer raspberry chromecast plug kali; do
    "play_$host" &
    players+=($!)
  done
  wait "${players[@]}"
  stop_recording
}

# ---- http: one connection and many requests; also sliced, one-sided, cooked, raw, compressed ----

scene_http() {
  lan switch
  addressed switch server 00:1b:21:30:00:01 10.1.0.1/24
  web server 10.1.0.1
  pages server 10.1.0.1 8081 "Apache/2.4.57 (Debian)" 10.1.0.1 49153 "Linux UPnP/1.0 Sonos/57.3-79200 (ZPS9)"
  until_open server 10.1.0.1 49153
  until_open server 10.1.0.1 443
  local number=10 mac host
  for host in iphone:f0:99:b6 galaxy:2c:0e:3d windows:d4:81:d7 roku:d8:31:34 python:dc:a6:32; do
    mac=${host#*:}:30:00:$number
    addressed switch "${host%%:*}" "$mac" "10.1.0.$number/24"
    number=$((number + 1))
  done
  record switch br0 "$here/http_keepalive.pcap"
  record switch br0 "$here/sliced.pcap" -s 96
  record switch br0 "$here/nanoseconds.pcap" --time-stamp-precision=nano
  record server any "$here/cooked.pcap" -y LINUX_SLL2 "host 10.1.0.10 or host 10.1.0.13"
  http_clients
  stop_recording
  tcpdump -Z root -r "$here/http_keepalive.pcap" -w "$here/one_sided.pcap" \
    "tcp and dst host 10.1.0.1" 2>>"$work/log"
  tcpdump -Z root -r "$here/http_keepalive.pcap" -w "$work/ip.pcap" "ip and host 10.1.0.11" 2>>"$work/log"
  editcap -F pcap -C 14 -T rawip "$work/ip.pcap" "$here/raw_ip.pcap"
  mergecap -w "$here/two_links.pcapng" "$here/cooked.pcap" "$here/raw_ip.pcap"
  gzip -9nc "$here/nanoseconds.pcap" >"$here/nanoseconds.pcap.gz"
  zstd -q -19 -f "$here/nanoseconds.pcap" -o "$here/nanoseconds.pcap.zst"
}

http_clients() {
  local at=http://10.1.0.1
  fetch iphone "$iphone" $at/ $at/missing $at/ $at:8081/chunked $at:8081/stream $at:8081/unchanged
  fetch iphone "AppStore/3.0 iOS/16.7.10 model/iPhone10,6 hwp/t8015 build/20H350 (6; dt:162) AMS/1" $at:8081/
  fetch galaxy "$galaxy_s8" $at:8081/ $at:8081/long $at:8081/chunked $at:8081/long
  in_ns galaxy curl -s -m 5 -o /dev/null -A "Dalvik/2.1.0 (Linux; U; Android 9; SM-G955F Build/PPR1.180610.011)" \
    -H "Expect: 100-continue" --data-binary "@$tools/pages.py" $at:8081/upload --next -s -o /dev/null \
    -A "Dalvik/2.1.0 (Linux; U; Android 9; SM-G955F Build/PPR1.180610.011)" $at:8081/after
  in_ns windows curl -s -m 5 -o /dev/null -I -A "Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.50" \
    $at:8081/selfupdate.cab --next -s -o /dev/null -A "Microsoft-CryptoAPI/10.0" $at:8081/roots --next -s \
    -o /dev/null -A "Microsoft NCSI" -H "Host: www.msftncsi.com" $at:8081/ncsi.txt
  fetch roku "$roku" $at:49153/description.xml $at:49153/chunked
  in_ns roku wget -q -O /dev/null -U "$roku" $at:49153/
  in_ns python $python - "10.1.0.1" <<'PY'
import http.client, socket, sys
connection = http.client.HTTPConnection(sys.argv[1], 8081)
for path in ("/", "/long", "/chunked"):
    connection.request("GET", path, headers={"User-Agent": "python-requests/2.28.1", "Host": "first.example.net"})
    connection.getresponse().read()
connection.request("POST", "/form", body="a=1&b=2", headers={"User-Agent": "python-requests/2.28.1"})
connection.getresponse().read()
connection.close()
# Three requests in one segment, names in odd cases, a value folded by spaces.
with socket.create_connection((sys.argv[1], 8081)) as end:
    end.sendall(b"".join(b"GET /%d HTTP/1.1\r\nhOST:pipelined-%d.example.net\r\nUSER-AGENT: \t pipeliner/%d.0 \r\n\r\n"
                         % (i, i, i) for i in (1, 2, 3)))
    end.settimeout(1)
    try:
        while end.recv(65536):
            pass
    except TimeoutError:
        pass
PY
}

# ---- browsers: the hellos of real TLS clients, each with an address of its own ----

scene_browsers() {
  lan switch
  addressed switch server 00:1b:21:40:00:01 10.2.0.1/24
  web server 10.2.0.1
  dhcp_and_dns server eth0 --address=/#/10.2.0.1 --local=/#/
  until_open server 10.2.0.1 443
  local number=10 host
  for host in openssl12 openssl13 openssl_retry openssl_plain curl curl_http1 wget gnutls python chromium; do
    addressed switch "$host" "00:1b:21:40:00:$number" "10.2.0.$number/24"
    resolver "$host" 10.2.0.1
    number=$((number + 1))
  done
  record switch br0 "$here/browsers.pcap"
  hello openssl12 one.example.net 1443 -tls1_2 -alpn http/1.1
  hello openssl13 two.example.net 443 -tls1_3 -alpn h2,http/1.1
  hello openssl_retry three.example.net 8443 -groups X25519:P-384
  echo | in_ns openssl_plain timeout 5 openssl s_client -connect 10.2.0.1:443 -noservername >>"$work/log" 2>&1 || true
  fetch curl curl/7.88.1 https://four.example.net/
  in_ns curl_http1 curl -sk --http1.1 --tls-max 1.2 -o /dev/null https://five.example.net/ || true
  in_ns wget wget -q --no-check-certificate -O /dev/null https://six.example.net/ || true
  echo | in_ns gnutls timeout 5 gnutls-cli --insecure --no-ca-verification --alpn h2 --alpn http/1.1 \
    seven.example.net >>"$work/log" 2>&1 || true
  in_ns python $python -c 'import ssl, urllib.request
urllib.request.urlopen("https://eight.example.net/", context=ssl._create_unverified_context()).read()' || true
  browse chromium "$windows_chrome" https://nine.example.net/plain.html
  stop_recording
}

# ---- dhcp: who asks for what ----

scene_dhcp() {
  lan switch
  addressed switch server 00:1b:21:50:00:01 10.3.0.1/24
  local number=10 host
  while read -r host mac; do
    space "$host"
    in_ns "$host" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    plug switch "$host" "$mac" eth0
  done <<'HOSTS'
iphone f0:99:b6:50:00:10
galaxys8 2c:0e:3d:50:00:11
galaxys7 8c:77:12:50:00:12
windows d4:81:d7:50:00:13
macbook a4:83:e7:50:00:14
roku d8:31:34:50:00:15
printer 3c:d9:2b:50:00:16
debian dc:a6:32:50:00:17
busybox 00:1b:21:50:00:18
busybox2 5c:cf:7f:50:00:19
HOSTS
  record switch br0 "$here/dhcp.pcap" "udp or arp"
  dhcp_and_dns server eth0 --dhcp-range=10.3.0.100,10.3.0.199,1h
  sleep 0.5
  lease iphone Annas-iPhone "" 1,121,3,6,15,108,114,119,252
  lease galaxys8 Galaxy-S8 android-dhcp-9 1,3,6,15,26,28,51,58,59,43
  lease galaxys7 android-3f29c1d07ab5 android-dhcp-8.0.0 1,3,6,15,26,28,51,58,59,43
  lease windows DESKTOP-4K7Q1M2 "MSFT 5.0" 1,3,6,15,31,33,43,44,46,47,119,121,249,252
  lease macbook Bens-MBP "" 1,121,3,6,15,108,114,119,252,95,44,46
  lease roku Roku-Premiere "" 1,3,6,15,12
  lease printer NPI7C2D1F "Hewlett-Packard JetDirect" 6,3,1,15,66,67,13,44,12
  lease debian raspberrypi "" 1,28,2,3,15,6,119,12,44,47,26,121,42
  small_lease busybox -x hostname:openwrt
  small_lease busybox2 -x hostname:ESP_50001A -V "" -o -O 3 -O 6 -O 28
  stop_recording
}

# ---- mdns: what is announced, asked for and taken back ----

scene_mdns() {
  lan switch
  local number=10 host
  for host in macbook:a4:83:e7 chromecast:48:d6:d5 printer:3c:d9:2b raspberry:dc:a6:32; do
    space "${host%%:*}"
    plug switch "${host%%:*}" "${host#*:}:60:00:$number" eth0
    in_ns "${host%%:*}" ip address add "10.4.0.$number/24" dev eth0
    number=$((number + 1))
  done
  record switch br0 "$here/mdns.pcap"
  bonjour macbook Bens-MBP _companion-link._tcp 49152 rpMd=MacBookPro14,1 rpVr=360.4 -- \
    _device-info._tcp 0 model=MacBookPro14,1 osxvers=22 -- _smb._tcp 445
  bonjour chromecast 8f2c1d7a-0b4e-3c55 _googlecast._tcp 8009 id=8f2c1d7a0b4e3c55a1b2c3d4e5f60718 \
    "md=Chromecast Ultra" "fn=Living Room" ve=05 ca=4101 st=0
  bonjour printer NPI7C2D1F _ipp._tcp 631 txtvers=1 rp=ipp/print "ty=HP LaserJet 400 M401dn" \
    "product=(HP LaserJet 400 M401dn)" usb_MFG=Hewlett-Packard
  bonjour raspberry raspberrypi _ssh._tcp 22
  sleep 6
  in_ns macbook dig +short +tries=1 +time=2 -p 5353 @224.0.0.251 _googlecast._tcp.local PTR >/dev/null || true
  in_ns raspberry dig +short +tries=1 +time=2 -p 5353 @224.0.0.251 _services._dns-sd._udp.local PTR >/dev/null || true
  in_ns macbook dig +short +tries=1 +time=2 -p 5353 @224.0.0.251 NPI7C2D1F.local A >/dev/null || true
  stop_recording
}

# ---- ipv6: a network without IPv4 ----

scene_ipv6() {
  lan switch
  space router
  plug switch router 50:c7:bf:70:00:01 eth0
  in_ns router sysctl -qw net.ipv6.conf.all.forwarding=1
  in_ns router ip address add 2001:db8:6::1/64 dev eth0 nodad
  web router 127.0.0.1
  pages router 2001:db8:6::1 8081 lighttpd/1.4.69
  dhcp_and_dns router eth0 --enable-ra --dhcp-range=2001:db8:6::100,2001:db8:6::1ff,slaac,1h \
    --ra-param=eth0,10 --dhcp-option=option6:dns-server,[2001:db8:6::1] --address=/#/2001:db8:6::1 --local=/#/
  space iphone
  space raspberry
  record switch br0 "$here/ipv6.pcap"
  plug switch iphone f0:99:b6:70:00:10 eth0
  plug switch raspberry dc:a6:32:70:00:11 eth0
  resolver iphone 2001:db8:6::1
  resolver raspberry 2001:db8:6::1
  sleep 4
  echo "send fqdn.fqdn \"raspberrypi\"; request dhcp6.name-servers, dhcp6.domain-search, dhcp6.fqdn, dhcp6.sntp-servers;" \
    >"$work/dhclient6.conf"
  in_ns raspberry timeout 8 dhclient -6 -1 -q -cf "$work/dhclient6.conf" -lf "$work/dhclient6.leases" \
    -pf "$work/dhclient6.pid" -sf "$tools/lease.sh" eth0 >>"$work/log" 2>&1 || echo "no DHCPv6 lease" >&2
  until_open iphone 2001:db8:6::1 443
  fetch iphone "$iphone" http://six.example.net/ http://six.example.net:8081/chunked
  hello iphone gateway.icloud.com 443 -tls1_3 -alpn h2,http/1.1
  in_ns raspberry wget -q -O /dev/null http://mirror.example.net/ || true
  in_ns raspberry curl -sk -o /dev/null https://mirror.example.net/ || true
  in_ns iphone ping -q -c 2 -i 0.3 2001:db8:6::1 >/dev/null || true
  in_ns raspberry dig +short AAAA ftp.example.net >/dev/null || true
  stop_recording
}

# ---- lossy: a bad wire ----

scene_lossy() {
  lan switch
  addressed switch server 00:1b:21:80:00:01 10.5.0.1/24
  web server 10.5.0.1
  pages server 10.5.0.1 8081 "Apache/2.4.57 (Debian)"
  until_open server 10.5.0.1 8081
  addressed switch iphone f0:99:b6:80:00:10 10.5.0.10/24 --seed 7 --loss 0.08 --duplicate 0.08 --reorder 0.15
  addressed switch galaxy 2c:0e:3d:80:00:11 10.5.0.11/24 --seed 11 --loss 0.08 --duplicate 0.08 --reorder 0.15
  addressed switch chromium 00:1b:21:80:00:12 10.5.0.12/24 --seed 13 --loss 0.05 --duplicate 0.05 --reorder 0.3
  record switch br0 "$here/lossy.pcap"
  local at=http://10.5.0.1:8081
  local round
  for round in 1 2; do
    in_ns iphone curl -s -m 25 -A "$iphone" -o /dev/null $at/ -o /dev/null $at/long -o /dev/null $at/chunked || true
    in_ns galaxy curl -s -m 25 -A "$galaxy_s8" -o /dev/null $at/ -o /dev/null $at/long || true
  done
  in_ns galaxy curl -s -m 25 -A "$galaxy_s8" -o /dev/null --data-binary "@$tools/pages.py" $at/upload || true
  in_ns iphone timeout 20 curl -sk -o /dev/null --connect-to ::10.5.0.1: https://lossy.example.net/ || true
  browse chromium "$windows_chrome" https://10.5.0.1/plain.html
  stop_recording
}

#!/bin/sh
# What dhclient runs: takes the address and the route of a lease, and nothing else.
case $reason in
  PREINIT|PREINIT6) ip link set "$interface" up ;;
  BOUND|RENEW|REBIND|REBOOT)
    ip address replace "$new_ip_address/24" dev "$interface"
    ip route replace default via "${new_routers%% *}" ;;
  BOUND6|RENEW6|REBIND6) ip address replace "$new_ip6_address/128" dev "$interface" ;;
esac

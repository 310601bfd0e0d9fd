#!/bin/sh
# What udhcpc runs: takes the address and the route of a lease, and nothing else.
case $1 in
  bound|renew)
    ip address replace "$ip/24" dev "$interface"
    ip route replace default via "${router%% *}" ;;
esac

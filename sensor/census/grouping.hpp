// Which atoms are one device. A function of the atoms alone, asked whenever the census is read.
//
// All atoms of a MAC address are one device, unless the MAC is a router's: then what it forwards
// are devices by their addresses alone, and only its own addresses are the router. An address
// belongs to the MAC that claims it (ARP, neighbour discovery, DHCP), so a host that is seen
// before and after its router is one device.
//
// A MAC is a router's when it says so, when it is the virtual MAC of a redundancy protocol, when
// the TTLs of its TCP packets have been decremented, when it sources more than 4 IPv4 addresses or
// more than 2 IPv6 /64s, or addresses that no single host has together: global and private IPv4,
// global IPv4 of two /24s, global IPv6 of two /32s.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "census/atoms.hpp"

namespace tapcensus {

struct Group {
  // What the device is known by: its MAC, else its address.
  DeviceKey identity;
  std::vector<std::uint32_t> atoms;
  // Atoms of other devices that it forwards: what their frames say of the link (the OUI) is about
  // this device, not about theirs.
  std::vector<std::uint32_t> forwarded;
};

// Groups of atoms of which at least one has sent something, as indices into `atoms`, which are
// sorted by key.
std::vector<Group> group(std::span<const Atom* const> atoms);

// Virtual MACs of VRRP, CARP, HSRP and GLBP: they move from router to router.
bool virtual_router(const MacAddress& hardware) noexcept;

// Whether packets that arrive with this TTL have passed a router. Systems start at 60, 64, 128 or
// 255; up to 32 says nothing (old systems, traceroute).
bool decremented(std::uint8_t ttl) noexcept;

}  // namespace tapcensus

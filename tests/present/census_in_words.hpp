// A small census for the tests of what is shown.
#pragma once

#include <vector>

#include "census/notes.hpp"
#include "present/report.hpp"

namespace tapcensus {

inline std::vector<Note> small_network(World& world) {
  const DeviceKey phone = key("f0:99:b6:00:11:22", "192.168.1.7");
  const DeviceKey phone_v6 = key("f0:99:b6:00:11:22", "fe80::7");
  const DeviceKey printer = key("00:1b:78:00:00:02", "192.168.1.9");
  const DeviceKey pc = key("", "192.168.1.20");
  const DeviceKey server = key("00:1a:a1:00:00:fe", "198.51.100.1");
  return {
      sends(phone, server, 64, 0.1),
      sends(phone_v6, {}, 64, 5),
      sends(server, phone, 57, 0.2),
      sends(printer, pc, 64, 2),
      sends(pc, printer, 128, 2.5),
      sends(key("", "192.168.1.30"), pc, 64, 3),
      claims(phone),
      heard(world, phone, Field::http_user_agent, 90,
            {model({"iPhone X"}), os({"iOS"}), version({"11.2", "11.3"})}, "UA", 1),
      heard(world, phone_v6, Field::mdns_txt, 85, {vendor({"Apple"})}, "model=", 2),
      heard(world, phone, Field::tls_ja4, 80, {os({"iOS", "macOS"})}, "t13d", 3),
      heard(world, printer, Field::dhcp_vendor_class, 95, {family({"LaserJet"})}, "HP", 4),
      heard(world, printer, Field::tcp_syn, 70, {vendor({"Cisco"})}, "4:64", 4),
      heard(world, pc, Field::http_user_agent, 95, {os({"Windows"}), version({"10", "11"})}, "NT",
            5),
  };
}

inline Ledger small_ledger() {
  Ledger ledger;
  ledger.received = 100;
  ledger[Outcome::inspected] = 58;
  ledger[Outcome::counted] = 38;
  ledger[Outcome::not_ip] = 2;
  ledger[Outcome::missed] = 2;
  return ledger;
}

}  // namespace tapcensus

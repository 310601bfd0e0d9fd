#include "worker/reader.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace tapcensus {

void Reader::List::add(const Protocol& protocol) noexcept {
  if (size == protocols.size()) std::abort();  // the roster outgrew kMost: a matter of building
  protocols[size++] = &protocol;
}

Reader::Reader()
    : tcp_ports_{std::make_unique<PortTable>()}, udp_ports_{std::make_unique<PortTable>()} {
  const auto give_ports = [](PortTable& table, const Protocol& protocol, std::size_t index) {
    for (const std::uint16_t port : protocol.keys) table[port] = static_cast<std::uint8_t>(index);
  };
  for (const Protocol* const protocol : roster()) {
    switch (protocol->carrier) {
      case Carrier::link: link_.add(*protocol); break;
      case Carrier::ethernet: ethernet_.add(*protocol); break;
      case Carrier::icmp: icmp_.add(*protocol); break;
      case Carrier::tcp_header: header_.add(*protocol); break;
      case Carrier::udp:
        udp_.add(*protocol);
        give_ports(*udp_ports_, *protocol, udp_.size);
        break;
      case Carrier::tcp:
        tcp_.add(*protocol);
        give_ports(*tcp_ports_, *protocol, tcp_.size);
        break;
    }
  }
  all_tcp_ = static_cast<Candidates>((1u << tcp_.size) - 1);
}

Reader::Answer Reader::ask(const Payload& payload, Candidates candidates,
                           Findings& findings) const noexcept {
  const Layers& layers = payload.layers;
  const std::uint8_t hint =
      std::max((*tcp_ports_)[layers.source_port], (*tcp_ports_)[layers.target_port]);
  Candidates first = hint == 0 ? 0 : static_cast<Candidates>(1u << (hint - 1));
  first &= candidates;
  std::uint32_t least = ~0u;
  Candidates left = candidates;
  for (Candidates turn : {first, static_cast<Candidates>(candidates & ~first)}) {
    for (; turn != 0; turn &= static_cast<Candidates>(turn - 1)) {
      const auto mine = static_cast<Candidates>(turn & -turn);
      const Protocol& protocol = *tcp_.protocols[static_cast<std::size_t>(std::countr_zero(mine))];
      const Reading reading = protocol.read(payload, findings);
      switch (reading.what) {
        case Reading::What::done:
        case Reading::What::next: return {reading, mine};
        case Reading::What::not_mine:
          left &= static_cast<Candidates>(~mine);
          findings.clear();
          break;
        case Reading::What::need_more:
          least = std::min(least, reading.bytes);
          findings.clear();
          break;
      }
    }
  }
  return {left == 0 ? Reading::not_mine() : Reading::need_more(least), left};
}

bool Reader::datagram(const Layers& layers, Findings& findings) const noexcept {
  std::uint8_t which = (*udp_ports_)[layers.target_port];
  if (which == 0) which = (*udp_ports_)[layers.source_port];
  if (which == 0) return false;
  const Reading reading =
      udp_.protocols[which - 1u]->read({.layers = layers, .bytes = layers.payload}, findings);
  if (reading.what == Reading::What::not_mine) findings.clear();
  return true;
}

bool Reader::keyed(const List& list, std::uint16_t key, const Payload& payload,
                   Findings& findings) noexcept {
  bool asked = false;
  for (const Protocol* const protocol : list.all()) {
    if (std::ranges::find(protocol->keys, key) == protocol->keys.end()) continue;
    asked = true;
    if (protocol->read(payload, findings).what != Reading::What::not_mine) break;
    findings.clear();
  }
  return asked;
}

bool Reader::icmp(const Layers& layers, Findings& findings) const noexcept {
  return keyed(icmp_, layers.protocol, {.layers = layers, .bytes = layers.payload}, findings);
}

bool Reader::not_ip(const Layers& layers, Findings& findings) const noexcept {
  return keyed(ethernet_, layers.ethertype, {.layers = layers, .bytes = layers.link_payload},
               findings);
}

void Reader::header(const Layers& layers, Findings& findings) const noexcept {
  for (const Protocol* const protocol : header_.all()) {
    protocol->read({.layers = layers, .bytes = {}}, findings);
  }
}

void Reader::link(const Layers& layers, Findings& findings) const noexcept {
  for (const Protocol* const protocol : link_.all()) {
    protocol->read({.layers = layers, .bytes = {}}, findings);
  }
}

}  // namespace tapcensus

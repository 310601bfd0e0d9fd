#include "worker/reader.hpp"

#include <algorithm>
#include <cstdlib>

namespace tapcensus {

void Reader::List::add(const Protocol& protocol) noexcept {
  if (size == protocols.size()) std::abort();  // the roster outgrew kMost: a matter of building
  protocols[size++] = &protocol;
}

Reader::Reader() {
  for (const Protocol* const protocol : roster()) {
    switch (protocol->carrier) {
      case Carrier::link: link_.add(*protocol); break;
      case Carrier::ethernet: ethernet_.add(*protocol); break;
      case Carrier::ip: ip_.add(*protocol); break;
      case Carrier::tcp_header: header_.add(*protocol); break;
      case Carrier::tcp_unclaimed: unclaimed_.add(*protocol); break;
      case Carrier::udp: udp_.add(*protocol); break;
      case Carrier::tcp: tcp_.add(*protocol); break;
    }
  }
}

Reader::Answer Reader::ask(const Payload& payload, Candidates candidates,
                           Findings& findings) const noexcept {
  const Candidates at_home = tcp_.at_home(payload.layers);
  if (payload.mode == 0) candidates &= tcp_.likely(payload.bytes, at_home);
  std::uint32_t least = ~0u;
  Candidates left = candidates, waiting = 0;
  for (Candidates turn : {candidates & at_home, candidates & ~at_home}) {
    for (; turn != 0; turn &= turn - 1) {
      const Candidates mine = turn & -turn;
      Payload offered = payload;
      offered.guessed = (mine & at_home) == 0;
      const Reading reading = tcp_.first_of(mine).read(offered, findings);
      switch (reading.what) {
        case Reading::What::done:
        case Reading::What::settled:
        case Reading::What::next: return {reading, mine};
        case Reading::What::switched:
          return {reading, reading.bytes == 0 ? tcp_.all() & ~mine : tcp_.all()};
        case Reading::What::not_mine:
          left &= ~mine;
          findings.clear();
          break;
        case Reading::What::need_more:
          least = std::min(least, reading.bytes);
          waiting |= mine;
          findings.clear();
          break;
      }
    }
    if ((waiting & at_home & tcp_.shaped()) != 0) break;
  }
  return {left == 0 ? Reading::not_mine() : Reading::need_more(least), left};
}

Reading Reader::unclaimed(const Payload& payload, Findings& findings) const noexcept {
  Reading answer = Reading::not_mine();
  Payload offered = payload;
  offered.guessed = true;
  for (const Protocol* const protocol : unclaimed_.all()) {
    const Reading reading = protocol->read(offered, findings);
    if (reading.what == Reading::What::done) return reading;
    findings.clear();
    if (reading.what == Reading::What::need_more) answer = reading;
  }
  return answer;
}

Reader::DatagramAnswer Reader::datagram(const Layers& layers, Findings& findings) const noexcept {
  const auto somebody = [&](Candidates turn, bool guessed) -> DatagramAnswer {
    const Payload payload{.layers = layers, .bytes = layers.payload, .guessed = guessed};
    const bool asked = turn != 0;
    for (; turn != 0; turn &= turn - 1) {
      const Reading reading = udp_.first_of(turn).read(payload, findings);
      if (reading.what == Reading::What::need_more) findings.clear();
      if (reading.what != Reading::What::not_mine) return {reading, turn & -turn, true};
      findings.clear();
    }
    return {Reading::not_mine(), 0, asked};
  };
  const Candidates at_home = udp_.at_home(layers);
  DatagramAnswer answer = somebody(at_home, false);
  if (answer.whose != 0) return answer;
  const bool asked = answer.asked;
  answer = somebody(udp_.likely(layers.payload, at_home) & ~at_home, true);
  answer.asked |= asked;
  return answer;
}

Reader::DatagramAnswer Reader::datagram_of(Candidates owner, Payload payload,
                                           Findings& findings) const noexcept {
  payload.guessed = (owner & udp_.at_home(payload.layers)) == 0;
  const Reading reading = udp_.first_of(owner).read(payload, findings);
  const bool said = reading.what == Reading::What::done || reading.what == Reading::What::settled;
  if (!said) findings.clear();
  return {reading, owner, true};
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

bool Reader::ip(const Layers& layers, Findings& findings) const noexcept {
  return keyed(ip_, layers.protocol, {.layers = layers, .bytes = layers.payload}, findings);
}

bool Reader::not_ip(const Layers& layers, Findings& findings) const noexcept {
  constexpr std::uint16_t kMostLength = 1500;  // IEEE 802.3, 3.2.6
  const std::uint16_t key = layers.ethertype <= kMostLength ? kLlcKey : layers.ethertype;
  return keyed(ethernet_, key, {.layers = layers, .bytes = layers.link_payload}, findings);
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

// Which parser is asked about which bytes. Built once from the roster; no state after that.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "facts/finding.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {

// The parsers that may still own a direction of a TCP connection: one bit each.
using Candidates = std::uint16_t;

class Reader {
 public:
  Reader();

  // Those that take a direction from its first bytes.
  Candidates all() const noexcept { return all_tcp_; }

  struct Answer {
    Reading reading;
    Candidates left;  // those that have not said not_mine
  };
  // Asks the candidates, the one that belongs to the port first. Findings are those of the parser
  // that answered `done` or `next`; with need_more there are none.
  Answer ask(const Payload& payload, Candidates candidates, Findings& findings) const noexcept;

  // These say whether a parser took its turn.
  bool datagram(const Layers& layers, Findings& findings) const noexcept;
  bool icmp(const Layers& layers, Findings& findings) const noexcept;
  bool not_ip(const Layers& layers, Findings& findings) const noexcept;
  // A segment with SYN.
  void header(const Layers& layers, Findings& findings) const noexcept;
  // A sender on the link that is new.
  void link(const Layers& layers, Findings& findings) const noexcept;

 private:
  static constexpr std::size_t kMost = 16;
  struct List {
    std::array<const Protocol*, kMost> protocols{};
    std::size_t size = 0;

    void add(const Protocol& protocol) noexcept;
    std::span<const Protocol* const> all() const noexcept { return {protocols.data(), size}; }
  };
  using PortTable = std::array<std::uint8_t, 65536>;  // port to index + 1 in a list; 0: none

  static bool keyed(const List& list, std::uint16_t key, const Payload& payload,
                    Findings& findings) noexcept;

  List tcp_, udp_, ethernet_, icmp_, header_, link_;
  Candidates all_tcp_ = 0;
  std::unique_ptr<PortTable> tcp_ports_;
  std::unique_ptr<PortTable> udp_ports_;
};

}  // namespace tapcensus

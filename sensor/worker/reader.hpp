// Which parser is asked about which bytes. Built once from the roster; no state after that.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "facts/finding.hpp"
#include "protocols/protocol.hpp"
#include "worker/candidates.hpp"

namespace tapcensus {

class Reader {
 public:
  Reader();

  // Those that may own a direction of a TCP connection of which nothing is known.
  Candidates all() const noexcept { return tcp_.all(); }

  struct Answer {
    Reading reading;
    Candidates left;  // those that may still own the direction
  };
  // Asks those of the candidates that can have begun like this, the ones of the port first. While
  // one of these waits for more that knows its own by how it begins, no stranger may claim it.
  // Findings are those of the parser that answered `done`, `next` or `switched`, which is then the
  // only one left; with need_more there are none. A parser that switches and takes nothing along is
  // left out of those who are asked next.
  Answer ask(const Payload& payload, Candidates candidates, Findings& findings) const noexcept;

  // The same for a direction of which `ask` says that it is nobody's: those are asked who know
  // what has no beginning of its own. With need_more, ask again when there is more.
  Reading unclaimed(const Payload& payload, Findings& findings) const noexcept;

  struct DatagramAnswer {
    Reading reading;   // with `need_more` and `settled` the direction is `whose`
    Candidates whose;  // who answered
    bool asked;        // a parser took its turn
  };
  // Who owns the port is asked first, then those who know a message of theirs on any.
  DatagramAnswer datagram(const Layers& layers, Findings& findings) const noexcept;
  // A datagram of a direction that belongs to one of them.
  DatagramAnswer datagram_of(Candidates owner, Payload payload, Findings& findings) const noexcept;
  // Whether the owner of a settled direction looks at this.
  bool begins_alike(const Layers& layers, Candidates owner) const noexcept {
    const std::span<const ByteSet> settled = udp_.first_of(owner).settled;
    return settled.empty() ? udp_.alike(layers.payload, owner) != 0
                           : begins_as(layers.payload, settled);
  }

  // These say whether a parser took its turn.
  bool ip(const Layers& layers, Findings& findings) const noexcept;
  bool not_ip(const Layers& layers, Findings& findings) const noexcept;
  // A segment with SYN.
  void header(const Layers& layers, Findings& findings) const noexcept;
  // A sender on the link that is new.
  void link(const Layers& layers, Findings& findings) const noexcept;

 private:
  static constexpr std::size_t kMost = 32;
  struct List {
    std::array<const Protocol*, kMost> protocols{};
    std::size_t size = 0;

    void add(const Protocol& protocol) noexcept;
    std::span<const Protocol* const> all() const noexcept { return {protocols.data(), size}; }
  };

  static bool keyed(const List& list, std::uint16_t key, const Payload& payload,
                    Findings& findings) noexcept;

  CandidateTable tcp_, udp_;
  List ethernet_, ip_, header_, link_, unclaimed_;
};

}  // namespace tapcensus

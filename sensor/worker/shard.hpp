// One part of the traffic: its flows, the bytes of their streams, and what was said about them.
//
// All packets of a pair of addresses go to one shard, so a shard needs nobody else. A live worker
// has one; `read` has 64, whatever the number of workers, and therefore says the same with any
// number.
#pragma once

#include <cstdint>
#include <span>

#include "facts/obfuscation.hpp"
#include "flow/blocks.hpp"
#include "flow/clocks.hpp"
#include "flow/coverage.hpp"
#include "flow/fragments.hpp"
#include "flow/holes.hpp"
#include "flow/numbering.hpp"
#include "flow/stream.hpp"
#include "flow/table.hpp"
#include "worker/duplicates.hpp"
#include "worker/overload.hpp"
#include "worker/reader.hpp"
#include "worker/repeats.hpp"
#include "worker/scanner.hpp"
#include "worker/speaker.hpp"
#include "worker/tallies.hpp"

namespace tapcensus {

struct ShardSize {
  std::size_t flows = 4096;
  std::size_t small_blocks = 64;
  std::size_t large_blocks = 24;
  std::size_t repeats = 4096;
  std::size_t holes = 64;           // lists of them: flows that lack bytes at the same time
  std::size_t recent = 1024;        // packets that are remembered, to know them again
  std::size_t clocks = 1024;        // ends of connections whose first timestamp is remembered
  std::size_t numberings = 1024;    // ends of connections whose first numbers are
  std::uint32_t depth = 16 * 1024;  // bytes of a message that parsers see at most
};

class Shard {
 public:
  // Which shard it is, and whose.
  struct Place {
    std::size_t number;
    std::size_t worker;
  };
  // All that is given by reference outlives the shard.
  Shard(const ShardSize& size, Place place, std::uint64_t seed, const Reader& reader,
        const RulesInUse& rules, Speaker& speaker, Tallies& tallies, Arena& arena);

  std::uint64_t hash(const FlowKey& key) const noexcept { return flows_.hash(key); }
  void prefetch(std::uint64_t hash) const noexcept { flows_.prefetch(hash); }
  void prefetch_entry(std::uint64_t hash) const noexcept { flows_.prefetch_entry(hash); }

  // Takes one IP packet into its flow.
  Outcome take(const Packet& packet, const Layers& layers, const Located& located,
               std::uint64_t hash, Findings& findings) noexcept;
  // The same for a packet that several frames brought, of which `packet` was the last.
  Outcome take_assembled(const Packet& packet, const Layers& layers, const Located& located,
                         std::uint64_t hash, const Freight& freight, Findings& findings) noexcept;
  // Under overload: whether the flow is worked on, and if not, whether the packet still tells who
  // somebody is. Enters nothing.
  enum class Treatment : std::uint8_t { work, glance, shed };
  Treatment treat(const Overload& overload, const Layers& layers, const Located& located,
                  std::uint64_t hash) noexcept;
  // Reads who somebody is from a packet whose flow is left out.
  Outcome glance(const Packet& packet, const Layers& layers, const Located& located,
                 std::uint64_t hash, Findings& findings) noexcept;
  // Takes a frame without IP.
  void take_not_ip(const Packet& packet, const Layers& layers, Findings& findings) noexcept;

  // Time has come this far: hands over what is due, lets silent flows go.
  void advance(Tick now, Findings& findings) noexcept;
  // Ends all flows. Time may begin anew.
  void close(Findings& findings) noexcept;

  std::size_t flows_active() const noexcept { return flows_.active(); }
  std::size_t flows_capacity() const noexcept { return flows_.capacity(); }
  std::uint64_t blocks_lost() const noexcept { return blocks_.lost(); }

 private:
  // What goes from one end of a flow to the other.
  struct Direction {
    Stream stream;
    std::uint8_t mode = 0;
    std::uint8_t refused : 4 = 0;   // how often nobody could read its beginning; of UDP: how many
                                    // datagrams a parser has waited for
    std::uint8_t switches : 4 = 0;  // how often another protocol began in it
    std::uint8_t least_ttl = 255;
    std::uint8_t most_ttl = 0;
    Candidates candidates = 0;  // of UDP: who waits, while `gone_on`; whose it is, once settled
    Tick first, last;
    std::uint32_t packets = 0;  // since the last hand-over
    std::uint32_t bytes = 0;    // since the last hand-over
    std::uint32_t frame = 0;    // last packet with payload (UDP: that was kept), its low bits
    // Bytes that must be there before a parser is asked again, or are skipped before it is; of
    // datagrams, those that were scanned.
    std::uint32_t wanted = 0;
    ScanRef scan;
    Coverage coverage;
    MacAddress source_mac, target_mac;
    bool seen : 1 = false;
    bool reading : 1 = false;   // the parsers have not finished
    bool scanning : 1 = false;  // the signatures have not finished
    bool skipping : 1 = false;  // `wanted` bytes stand before the next message
    bool gone_on : 1 = false;   // a message was read: the next begins where the parser said; of
                                // UDP: a parser waits for the next datagram
    bool settled : 1 = false;   // UDP: it is the candidate's own
    bool heard : 1 = false;     // a segment of this connection was seen
    bool opens : 1 = false;     // its SYN asked for the connection
  };
  struct Flow {
    std::array<Direction, 2> directions;
    bool closed : 1 = false;
    bool established : 1 = false;  // TCP: data, or an acknowledgement after the SYNs
    bool low_serves : 1 = false;   // by a SYN
    bool high_serves : 1 = false;
    std::uint8_t numbering : 2 = 3;  // whose packets' numbers are looked at: a bit of each side
    Obfuscation hidden = Obfuscation::end_;  // what hides it; end_: nothing is known to
    std::uint32_t open_bytes = 0;            // that came before this was known

    Direction& of(Side side) noexcept { return directions[static_cast<std::size_t>(side)]; }
    bool numbers(Side side) const noexcept {
      return (numbering >> static_cast<unsigned>(side) & 1) != 0;
    }
    void no_numbers(Side side) noexcept { numbering &= side == Side::low ? 2 : 1; }
  };
  // Four cache lines an entry, with its key and time.
  static_assert(sizeof(Flow) <= 200);

  // One end's segment, or what is left of it, on its way to parsers and signatures.
  struct Sent {
    Origin origin;
    Direction& direction;
    Heading heading;

    ScanOrigin scan() const noexcept { return {origin, heading, &direction}; }
  };

  void count(const Packet& packet, const Layers& layers, const Located& located,
             Direction& direction, Findings& findings) noexcept;
  void add_bytes(const Located& located, Direction& direction, std::uint64_t bytes) noexcept;
  Outcome take_payload(const Packet& packet, const Layers& layers, const Located& located,
                       std::uint64_t hash, Flow& flow, Findings& findings) noexcept;
  Outcome take_tcp(const Packet& packet, const Layers& layers, Flow& flow, Side sender,
                   Findings& findings) noexcept;
  Outcome take_alone(const Packet& packet, const Layers& layers, const Located& located,
                     std::uint64_t hash, Direction& direction, Findings& findings) noexcept;
  bool read_datagram(const Packet& packet, const Layers& layers, Direction& direction,
                     Findings& findings) noexcept;
  bool read_next_datagram(const Origin& origin, Direction& direction, Findings& findings) noexcept;
  Payload datagram_for(const Layers& layers, const Direction& direction) noexcept;
  void heed(const Reader::DatagramAnswer& answer, const Origin& origin, Direction& direction,
            Findings& findings) noexcept;
  void read_kept(const Origin& origin, Direction& direction, Findings& findings) noexcept;
  void stop_waiting(Direction& direction) noexcept;
  void watch(const Layers& layers, std::uint16_t tap, Flow& flow, Side sender) noexcept;
  void end_connection(std::uint16_t tap, Flow& flow) noexcept;
  void begin_connection(const Packet& packet, const Layers& layers, Flow& flow, Side sender,
                        Findings& findings) noexcept;
  void begin(Direction& direction) noexcept;
  void read_clock(const Packet& packet, const Layers& layers, std::uint64_t who,
                  Findings& findings) noexcept;
  void tell(Numbers numbers, const Packet& packet, const Layers& layers,
            Findings& findings) noexcept;
  bool take_segment(const Sent& sent, Findings& findings) noexcept;
  bool take_held(const Sent& sent, Findings& findings) noexcept;
  void give_up_waiting(const Sent& sent, Findings& findings) noexcept;
  void take_run(const Sent& sent, const Stream::Taken& taken, Findings& findings) noexcept;
  ByteView skipped(Direction& direction, ByteView run) noexcept;
  void read_run(const Origin& origin, Direction& direction, ByteView run, bool final,
                Findings& findings) noexcept;
  void pass(Direction& direction, ByteView run) noexcept;
  void take_rest(const Sent& sent, Findings& findings) noexcept;
  void scan_rest(const Sent& sent) noexcept;
  void read_rest(const Origin& origin, Direction& direction, Findings& findings) noexcept;
  bool resume(const Sent& sent, Findings& findings) noexcept;
  void stop(Direction& direction) noexcept;
  void stop_scanning(Direction& direction) noexcept;
  static bool is_opening(const Direction& direction) noexcept;
  static Heading heading(const Flow& flow, Side sender) noexcept;
  std::uint64_t frame_of(const Direction& direction) const noexcept;
  void finish(const FlowKey& key, Flow& flow, Findings& findings) noexcept;
  void hand_over(const FlowKey& key, Side side, Direction& direction, std::uint64_t frame) noexcept;
  void say(const Origin& origin, Findings& findings) noexcept;
  void count_hidden(Flow& flow, std::uint64_t bytes) noexcept;

  FlowTable<Flow> flows_;
  Blocks blocks_;
  Holes holes_;
  Repeats repeats_;
  Scanner scanner_;
  Duplicates duplicates_;
  Clocks clocks_;
  Numbering numberings_;
  const Reader& reader_;
  Speaker& speaker_;
  Tallies& tallies_;
  Tick now_;
  std::uint64_t frame_ = 0;                 // last packet taken
  Obfuscation hidden_ = Obfuscation::end_;  // what was said last to hide the flow at hand
};

}  // namespace tapcensus

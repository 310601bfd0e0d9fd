// What the clocks of senders and the numbers of their packets are like.
#include "protocols/line.hpp"
#include "worker/shard.hpp"

namespace tapcensus {

// An end of a connection opens or closes: what its clock ticked between the two.
void Shard::read_clock(const Packet& packet, const Layers& layers, std::uint64_t who,
                       Findings& findings) noexcept {
  const std::uint32_t timestamp = timestamp_in(layers.transport_header);
  if (timestamp == 0) return;
  if ((layers.tcp_flags & kSyn) != 0) return clocks_.begin(who, timestamp, packet.at);
  const std::uint32_t rate = clocks_.end(who, timestamp, packet.at);
  if (rate == 0) return;
  Line<10> line;
  line.add_decimal(rate);
  findings.add_composed(Field::tcp_clock, line.view());
  say(origin_of(packet, layers), findings);
}

void Shard::tell(Numbers numbers, const Packet& packet, const Layers& layers,
                 Findings& findings) noexcept {
  if (name_of(numbers).empty()) return;
  findings.add(Field::ip_id, name_of(numbers));
  say(origin_of(packet, layers), findings);
}

}  // namespace tapcensus

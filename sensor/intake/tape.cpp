#include "intake/tape.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

#include "base/hash.hpp"
#include "capture/capture.hpp"
#include "wire/layers.hpp"

namespace tapcensus {
namespace {

// Openings of TCP connections, as hashes of (client, server).
using Openings = std::unordered_set<std::uint64_t>;

std::uint64_t end_of(const IpAddress& address, std::uint16_t port) {
  return hash_of({reinterpret_cast<const char*>(address.octets.data()), 16}, port);
}
std::uint64_t forward(const Layers& layers) {
  return mix(end_of(layers.source, layers.source_port), end_of(layers.target, layers.target_port));
}
std::uint64_t backward(const Layers& layers) {
  return mix(end_of(layers.target, layers.target_port), end_of(layers.source, layers.source_port));
}

bool has_ports(const Layers& layers) {
  return layers.transport == Transport::tcp || layers.transport == Transport::udp;
}

enum class Opener { source, target, unknown };

// Who opened the flow: who sent the SYN; else the side with the higher port, when the other's is a
// service's by its number, or this one is of the range that Linux, Windows and macOS give out.
Opener opener(const Layers& layers, const Openings& openings) {
  if (openings.contains(forward(layers))) return Opener::source;
  if (openings.contains(backward(layers))) return Opener::target;
  const auto [low, high] = std::minmax(layers.source_port, layers.target_port);
  constexpr std::uint16_t kFirstUserPort = 1024, kFirstEphemeral = 32768;
  const bool told_apart =
      low != high && high >= kFirstUserPort && (low < kFirstUserPort || high >= kFirstEphemeral);
  if (!told_apart) return Opener::unknown;
  return layers.source_port == high ? Opener::source : Opener::target;
}

bool moves(const IpAddress& address) {
  return !address.unspecified() && !address.multicast() && !address.broadcast();
}

// The frame with an Ethernet header in place of its own; nothing where that cannot be.
std::vector<std::byte> as_ethernet(const Packet& packet) {
  Layers layers;
  (void)decode(packet, layers);
  if (layers.link_payload.empty()) return {};
  std::vector<std::byte> frame(14);
  std::memcpy(frame.data() + 6, layers.source_mac.octets.data(), 6);
  frame[12] = std::byte(layers.ethertype >> 8);
  frame[13] = std::byte(layers.ethertype & 0xff);
  frame.insert(frame.end(), layers.link_payload.begin(), layers.link_payload.end());
  return frame;
}

}  // namespace

Result<Tape> Tape::load(const std::string& file) {
  auto capture = Capture::open(file);
  if (!capture) return capture.errors();
  Tape tape;
  Chunk chunk;
  while ((*capture)->read(chunk)) {
    for (const Packet& packet : chunk.packets()) {
      if (!tape.append(packet)) {
        return Error{file, "holds more than " + std::to_string(kMostBytes >> 20) +
                               " MiB of frames, too much to be replayed from memory"};
      }
    }
  }
  if (tape.frames_.empty()) return Error{file, "holds no frame that can be replayed"};
  tape.mark();
  tape.set_length();
  return tape;
}

bool Tape::append(const Packet& packet) {
  ByteView bytes = packet.bytes;
  std::vector<std::byte> remade;
  if (packet.link != Link::ethernet) bytes = remade = as_ethernet(packet);
  if (bytes.empty()) return true;
  const std::uint64_t added = bytes.size();
  bytes = bytes.first(std::min(bytes.size(), kMostFrame));
  if (bytes_.size() + bytes.size() > kMostBytes) return false;

  Frame frame;
  frame.begin = bytes_.size();
  frame.size = static_cast<std::uint16_t>(bytes.size());
  frame.wire_length = static_cast<std::uint32_t>(packet.wire_length + added - packet.bytes.size());
  if (!frames_.empty()) {
    const std::uint64_t silence = packet.at > last_ ? packet.at.ns - last_.ns : 0;
    frame.at = frames_.back().at + std::min(silence, kMostSilence);
  }
  last_ = packet.at;
  longest_ = std::max(longest_, bytes.size());
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  frames_.push_back(frame);
  return true;
}

ByteView Tape::bytes_of(const Frame& frame) const noexcept {
  return ByteView{bytes_}.subspan(frame.begin, frame.size);
}

// Finds in every frame what moves on from lap to lap.
void Tape::mark() {
  const auto layers_of = [this](const Frame& frame) {
    Packet packet;
    packet.bytes = bytes_of(frame);
    packet.wire_length = frame.wire_length;
    Layers layers;
    (void)decode(packet, layers);
    return layers;
  };
  Openings openings;
  for (const Frame& frame : frames_) {
    const Layers layers = layers_of(frame);
    if (layers.transport != Transport::tcp || (layers.tcp_flags & kSyn) == 0) continue;
    openings.insert((layers.tcp_flags & kAck) == 0 ? forward(layers) : backward(layers));
  }
  for (Frame& frame : frames_) {
    const Layers layers = layers_of(frame);
    const auto place = [&](ByteView part) {
      return static_cast<std::uint16_t>(part.data() - bytes_of(frame).data());
    };
    if (layers.ip_version != 0 && !layers.ip_header.empty()) {
      const std::uint64_t ends = end_of(layers.source, 0) ^ end_of(layers.target, 0);
      frame.spread = static_cast<std::uint32_t>(mix(ends, 0) >> 32);
      const unsigned header = place(layers.ip_header);
      frame.address_size = layers.ip_version == 4 ? 4 : 16;
      const unsigned first = header + (layers.ip_version == 4 ? 12 : 8);
      if (moves(layers.source)) frame.source = static_cast<std::uint16_t>(first);
      if (moves(layers.target)) {
        frame.target = static_cast<std::uint16_t>(first + frame.address_size);
      }
    }
    if (!has_ports(layers)) continue;
    switch (opener(layers, openings)) {
      case Opener::source: frame.port = place(layers.transport_header); break;
      case Opener::target:
        frame.port = static_cast<std::uint16_t>(place(layers.transport_header) + 2);
        break;
      case Opener::unknown: break;
    }
  }
}

// The lap ends one usual gap after its last frame. A capture without time gets a microsecond a
// frame.
void Tape::set_length() {
  if (frames_.back().at == 0) {
    for (std::size_t i = 0; i < frames_.size(); ++i) frames_[i].at = i * 1000;
  }
  const std::uint64_t last = frames_.back().at;
  length_ = last + std::max<std::uint64_t>(last / frames_.size(), 1000);
}

void Tape::play(const Frame& frame, std::uint64_t lap, bool move_addresses,
                std::span<std::byte> into) const noexcept {
  std::memcpy(into.data(), bytes_.data() + frame.begin, frame.size);
  if (lap == 0) return;
  if (frame.port != 0) {
    // An odd step through the upper half of the ports: 32,768 laps until a flow comes again.
    constexpr std::uint64_t kStep = 7919;
    const unsigned port = std::to_integer<unsigned>(into[frame.port]) << 8 |
                          std::to_integer<unsigned>(into[frame.port + 1u]);
    const std::uint64_t moved = 32768 + (port + lap * kStep) % 32768;
    into[frame.port] = std::byte(moved >> 8);
    into[frame.port + 1u] = std::byte(moved & 0xff);
  }
  if (!move_addresses) return;
  // The low three octets; the prefix, and so what kind of address it is, stays.
  const std::uint64_t salt = mix(lap, lap);
  for (const std::uint16_t at : {frame.source, frame.target}) {
    if (at == 0) continue;
    for (unsigned i = 1; i <= 3; ++i) {
      into[at + frame.address_size - i] ^= std::byte(salt >> 8 * i & 0xff);
    }
  }
}

}  // namespace tapcensus

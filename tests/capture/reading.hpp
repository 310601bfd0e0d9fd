// What the tests of this room share: a capture read to its end, and captures put together in
// memory.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "capture/capture.hpp"

namespace tapcensus {

// A packet that owns its bytes.
struct Kept {
  std::string bytes;
  std::uint32_t wire_length = 0;
  Link link = Link::ethernet;
  std::uint64_t ns = 0;
  std::uint64_t number = 0;
};

inline std::vector<Kept> rest_of(Capture& capture) {
  std::vector<Kept> kept;
  Chunk chunk;
  while (capture.read(chunk)) {
    for (const Packet& packet : chunk.packets()) {
      kept.push_back({std::string{as_text(packet.bytes)}, packet.wire_length, packet.link,
                      packet.at.ns, packet.number});
    }
  }
  return kept;
}

// A capture over bytes in memory, which must outlive it.
inline std::unique_ptr<Capture> capture_of(const std::string& file) {
  auto opened = Capture::open(from_memory(as_bytes(file)), "memory");
  if (!opened) throw std::runtime_error{opened.errors().front().sentence()};
  return *std::move(opened);
}

template <class... Number>
std::string little(Number... number) {
  std::string bytes;
  const auto put = [&bytes](auto value) {
    for (unsigned shift = 0; shift < 8 * sizeof value; shift += 8) {
      bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xff);
    }
  };
  (put(number), ...);
  return bytes;
}

inline std::string pcap_header(std::uint16_t minor_version = 4) {
  return little(0xa1b2c3d4u, std::uint16_t{2}, minor_version, 0u, 0u, 262'144u, 1u);
}

inline std::string pcap_record(std::uint32_t captured, std::uint32_t original,
                               const std::string& bytes) {
  return little(1u, 2u, captured, original) + bytes;
}

inline std::string block(std::uint32_t type, std::string body) {
  body.resize((body.size() + 3) / 4 * 4);
  const auto length = static_cast<std::uint32_t>(body.size() + 12);
  return little(type, length) + body + little(length);
}

inline std::string section(std::uint16_t major_version = 1) {
  return block(0x0a0d0d0a, little(0x1a2b3c4du, major_version, std::uint16_t{0}, std::int64_t{-1}));
}

inline std::string interface(std::uint16_t link_type = 1, std::uint32_t snapshot_length = 0) {
  return block(1, little(link_type, std::uint16_t{0}, snapshot_length));
}

inline std::string enhanced(std::uint32_t interface_id, const std::string& bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  return block(6, little(interface_id, 0u, 1'000'000u, size, size) + bytes);
}

}  // namespace tapcensus

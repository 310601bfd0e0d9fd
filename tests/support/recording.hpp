// A capture in memory, and the same traffic as another tap would have seen it: cut into smaller
// segments, out of order, repeated, behind VLAN tags.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "capture/capture.hpp"
#include "support/pcap_writer.hpp"
#include "wire/layers.hpp"

namespace tapcensus::testing {

struct Recorded {
  std::string bytes;
  std::uint32_t wire_length = 0;
  Link link = Link::ethernet;
  Tick at;
};
using Recording = std::vector<Recorded>;

inline std::string capture_path(const std::string& name) {
  return std::string{TAPCENSUS_SOURCE} + "/tests/captures/" + name;
}

// Names of the captures of our own, sorted.
inline std::vector<std::string> capture_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{capture_path("")}) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".pcap") || name.ends_with(".pcapng")) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

inline Recording recording_of(const std::string& path) {
  const auto capture = Capture::open(path);
  if (!capture) throw std::runtime_error{capture.errors().front().sentence()};
  Recording recording;
  Chunk chunk;
  while (capture.value()->read(chunk)) {
    for (const Packet& packet : chunk.packets()) {
      recording.push_back(
          {std::string{as_text(packet.bytes)}, packet.wire_length, packet.link, packet.at});
    }
  }
  return recording;
}

inline Packet packet_of(const Recorded& recorded, std::uint64_t number = 1) {
  return {.bytes = as_bytes(recorded.bytes),
          .wire_length = recorded.wire_length,
          .link = recorded.link,
          .at = recorded.at,
          .number = number};
}

// Borrow from the recording.
inline std::vector<Packet> packets_of(const Recording& recording) {
  std::vector<Packet> packets;
  for (const Recorded& each : recording) packets.push_back(packet_of(each, packets.size() + 1));
  return packets;
}

// All must have the first one's link type.
inline void write_recording(const Recording& recording, const std::string& path) {
  const auto number_of = [](Link link) {
    switch (link) {
      case Link::ethernet: return 1u;
      case Link::raw_ip: return 101u;
      case Link::linux_sll: return 113u;
      case Link::linux_sll2: return 276u;
      default: throw std::runtime_error{"no number for this link type"};
    }
  };
  const Link link = recording.at(0).link;
  PcapWriter writer{path, number_of(link)};
  for (const Recorded& each : recording) {
    if (each.link != link) throw std::runtime_error{"two link types in one pcap file"};
    writer.write(as_bytes(each.bytes), each.at, each.wire_length);
  }
}

namespace detail {

inline void put(std::string& bytes, std::size_t at, std::uint32_t number, unsigned size) {
  for (unsigned i = 0; i < size; ++i) {
    bytes[at + i] = static_cast<char>(number >> 8 * (size - 1 - i) & 0xff);
  }
}

// Both halves of a TCP segment that was captured whole, or the frame as it is.
inline Recording halves_of(const Recorded& frame) {
  Layers layers;
  const bool whole = decode(packet_of(frame), layers) == Decoded::whole;
  if (!whole || layers.transport != Transport::tcp || layers.payload.size() < 2) return {frame};
  // A SYN that carries data has one number more than its bytes.
  if ((layers.tcp_flags & kSyn) != 0) return {frame};
  const auto offset = [&](ByteView part) {
    return static_cast<std::size_t>(part.data() - as_bytes(frame.bytes).data());
  };
  const std::size_t ip = offset(layers.ip_header), tcp = offset(layers.transport_header),
                    payload = offset(layers.payload), half = layers.payload.size() / 2;
  const auto segment = [&](std::size_t from, std::size_t to) {
    Recorded part = frame;
    part.bytes = frame.bytes.substr(0, payload) + frame.bytes.substr(payload + from, to - from);
    const auto length = static_cast<std::uint32_t>(part.bytes.size() - ip);
    if (layers.ip_version == 4) put(part.bytes, ip + 2, length, 2);
    if (layers.ip_version == 6) put(part.bytes, ip + 4, length - 40, 2);
    put(part.bytes, tcp + 4, layers.tcp_sequence + static_cast<std::uint32_t>(from), 4);
    part.wire_length = static_cast<std::uint32_t>(part.bytes.size());
    return part;
  };
  Recording parts{segment(0, half), segment(half, layers.payload.size())};
  parts[0].bytes[tcp + 13] &= static_cast<char>(~(kFin | kPsh));
  return parts;
}

}  // namespace detail

// Every TCP segment in two.
inline Recording cut_smaller(const Recording& recording) {
  Recording out;
  for (const Recorded& frame : recording) {
    for (Recorded& part : detail::halves_of(frame)) out.push_back(std::move(part));
  }
  return out;
}

// Frames in another order, none of them as far as `window` places from its own; times stay in
// order, as a tap would stamp them.
inline Recording reordered(const Recording& recording, std::size_t window, unsigned seed = 1) {
  std::mt19937 random{seed};
  std::vector<std::pair<std::size_t, std::size_t>> order;  // when it comes, which it is
  for (std::size_t i = 0; i < recording.size(); ++i) order.emplace_back(i + random() % window, i);
  std::ranges::stable_sort(order, {}, &std::pair<std::size_t, std::size_t>::first);
  Recording out;
  for (const auto& [when, which] : order) {
    const Tick at = recording[out.size()].at;
    out.push_back(recording[which]);
    out.back().at = at;
  }
  return out;
}

// Every frame twice, as a mirror of both ports of a link gives it.
inline Recording duplicated(const Recording& recording) {
  Recording out;
  for (const Recorded& frame : recording) out.insert(out.end(), 2, frame);
  return out;
}

// Behind one VLAN tag, or two (802.1ad). For Ethernet.
inline Recording tagged(const Recording& recording, bool twice) {
  using namespace std::string_literals;
  const std::string tags = (twice ? "\x88\xa8\x00\x64"s : ""s) + "\x81\x00\x00\x07"s;
  Recording out = recording;
  for (Recorded& frame : out) {
    frame.bytes.insert(12, tags);
    frame.wire_length += static_cast<std::uint32_t>(tags.size());
  }
  return out;
}

}  // namespace tapcensus::testing

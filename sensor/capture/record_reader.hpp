// The records of a capture file, found in whatever part of its bytes is at hand.
//
// One implementation for each file format. Nothing here reads a file: bytes in, packets out, so
// that both formats can be fuzzed. Lengths in the file are compared with fixed bounds and with
// what is there; none sizes anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
#include "wire/packet.hpp"

namespace tapcensus {

// The most bytes that were ever captured of one packet: libpcap's and Wireshark's bound. A record
// that claims more is damage.
inline constexpr std::size_t kLargestPacket = 262'144;
// A record with its header and options; the window must be able to grow to this.
inline constexpr std::size_t kLargestRecord = 2 * kLargestPacket;
// Every record of a packet, in either format, has at least so many bytes.
inline constexpr std::size_t kSmallestRecord = 16;

// How frames of a link type begin. Numbers: https://www.tcpdump.org/linktypes.html
Link link_of(std::uint32_t link_type) noexcept;

class RecordReader {
 public:
  RecordReader() = default;
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;
  virtual ~RecordReader() = default;

  // Appends the packets that stand whole at the front of `window`, from which they borrow, and
  // says how many bytes are done with. The next window begins there. That may be behind this
  // window's end, when what lies between need not be looked at.
  virtual std::size_t read(ByteView window, std::vector<Packet>& packets) = 0;

  // Why nothing more can be read, as a sentence; empty while it can.
  const std::string& damage() const noexcept { return damage_; }
  // Packets of link types that cannot be decoded: how many of each.
  const std::map<std::uint32_t, std::uint64_t>& unsupported() const noexcept {
    return unsupported_;
  }

 protected:
  void append(std::vector<Packet>& packets, ByteView bytes, std::uint32_t wire_length,
              std::uint32_t link_type, Link link, Tick at);

  std::string damage_;

 private:
  std::uint64_t count_ = 0;
  std::map<std::uint32_t, std::uint64_t> unsupported_;
};

// Both formats come in both byte orders.
enum class ByteOrder : std::uint8_t { little, big };

// A Cursor over numbers of the file's own byte order.
class OrderedCursor {
 public:
  constexpr OrderedCursor(ByteView bytes, ByteOrder order) noexcept
      : cursor_{bytes}, big_{order == ByteOrder::big} {}

  constexpr std::uint16_t u16() noexcept { return big_ ? cursor_.be16() : cursor_.le16(); }
  constexpr std::uint32_t u32() noexcept { return big_ ? cursor_.be32() : cursor_.le32(); }
  constexpr std::uint64_t u64() noexcept { return big_ ? cursor_.be64() : cursor_.le64(); }
  constexpr ByteView take(std::size_t count) noexcept { return cursor_.take(count); }
  constexpr void skip(std::size_t count) noexcept { cursor_.skip(count); }
  constexpr std::size_t left() const noexcept { return cursor_.left(); }
  constexpr bool ok() const noexcept { return cursor_.ok(); }

 private:
  Cursor cursor_;
  bool big_;
};

}  // namespace tapcensus

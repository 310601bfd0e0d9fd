// Fragmented IP packets, put together again within bounds.
//
// All memory is laid out at construction: sets of eight packets, as in flow/table.hpp, and pages
// for their bodies. The pieces of a packet may be as many as they like, and come in any order. When
// a set is full, a packet leaves that has only one piece, the oldest of these first, so that a
// flood of pieces without partners does not push out what is being put together. When no page is
// free, one changes hands, in turn. After 30 seconds a packet is given up.
//
// Where pieces overlap, the bytes that came first count, and so does the end that was said first.
// An exact copy of what is there is no overlap.
//
// A whole packet is remembered for 50 ms, so that copies of its pieces, which mirrors send, are
// known as such; all of them in order are the packet once more. Another packet of the same
// identification takes its place with the first byte that differs.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "base/arena.hpp"
#include "base/tick.hpp"
#include "flow/sparse_body.hpp"
#include "wire/fragment.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

enum class FragmentEvent : std::uint8_t {
  held,        // pieces that wait for others
  assembled,   // packets that became whole
  overlap,     // pieces that say something else of bytes that are there, or of the end
  impossible,  // pieces of packets that no header can describe
  timeout,     // packets given up because the rest did not come in time
  pressure,    // packets given up because others needed the room
  end_
};

// The label values of tapcensus_fragments_total.
inline constexpr std::array<std::string_view, static_cast<std::size_t>(FragmentEvent::end_)>
    kFragmentEventNames{"held", "assembled", "overlap", "impossible", "timeout", "pressure"};

// The frames that brought a packet: each counts once, with its own IP length.
struct Freight {
  std::uint32_t packets = 0;
  std::uint64_t bytes = 0;
  Tick first, last;
  std::uint64_t frame = 0;  // the last one's number

  void add(const Freight& more) noexcept;
};

// A packet that was given up, and who sent it to whom.
struct Unfinished {
  const Layers& layers;
  std::uint16_t tap;
  const Freight& freight;
  FragmentEvent why;
};

class UnfinishedListener {
 public:
  virtual void unfinished(const Unfinished& packet) noexcept = 0;

 protected:
  ~UnfinishedListener() = default;
};

struct FragmentsSize {
  std::size_t packets = 1024;  // that are put together at the same time
  std::size_t pages = 2048;    // for their bodies; at least 64
};

class Fragments {
 public:
  // `listener` and `arena` outlive it.
  Fragments(const FragmentsSize& size, std::uint64_t seed, UnfinishedListener& listener,
            Arena& arena);

  // Bytes that it takes of the arena.
  static std::size_t memory(const FragmentsSize& size) noexcept;

  enum class What : std::uint8_t {
    waits,       // for other pieces
    copy,        // of what is there
    whole,       // `packet` is all of it
    cut,         // `packet` is its beginning; no more of it was captured
    impossible,  // no header can describe the whole
  };
  struct Answer {
    What what = What::waits;
    bool overlaps = false;
    ByteView packet{};  // lives until release(); kScanSlack more bytes can be read
    Freight freight{};  // of the packet, this piece's included
  };

  // Takes a piece of the packet that `layers` belong to. `freight` is what brought it.
  Answer accept(const Piece& piece, const Layers& layers, std::uint16_t tap,
                const Freight& freight) noexcept;

  // Whether one more frame can be accepted before release(), with fragments in it as deep as
  // tunnels go.
  bool room() const noexcept { return assembled_size_ <= kAssembled - kMostOfAFrame; }
  // The packets that were answered are no longer needed.
  void release() noexcept { assembled_size_ = 0; }

  // Time has come this far: gives up what is too old.
  void sweep(Tick now) noexcept;
  // Gives up everything. Time may begin anew.
  void clear() noexcept;

 private:
  static constexpr std::size_t kWays = 8;
  static constexpr std::size_t kMostHead = 256;
  static constexpr std::size_t kMostOfAFrame =
      (kMostTunnels + 1) * (kMostHead + BodyPages::kMostBytes + kScanSlack);
  static constexpr std::size_t kAssembled = 2 * kMostOfAFrame;
  static constexpr std::uint32_t kNowhere = UINT32_MAX;

  struct Key {
    IpAddress source, target;
    std::uint32_t tunnel;
    std::uint32_t identification;
    std::uint16_t tap;
    std::uint8_t tunnels;
    std::uint8_t protocol;  // of IPv4; RFC 8200 does not ask for it

    friend bool operator==(const Key&, const Key&) noexcept = default;
  };
  static_assert(std::has_unique_object_representations_v<Key>, "hashed as bytes");

  enum class State : std::uint8_t { waits, whole, cut };

  struct Entry {
    Key key{};
    State state = State::waits;
    bool ends = false;                // `length` is known
    std::uint8_t protocol = 0;        // of the last piece
    std::uint16_t head = 0;           // bytes of it; 0: the first piece has not come
    std::uint32_t length = 0;         // of the body
    std::uint32_t reach = 0;          // where the farthest piece ends
    std::uint32_t cut_at = kNowhere;  // where the capture of a piece ends too early
    std::uint32_t copied = 0;         // whole: up to here pieces came again, in order
    Tick since;                       // when the state began
    Freight freight;
    MacAddress source_mac, target_mac;
    BodyPages::Body body{};
    std::array<std::byte, kMostHead> head_bytes{};
  };

  using Tags = std::array<std::uint16_t, kWays>;  // 0: empty

  static std::size_t sets_of(const FragmentsSize& size) noexcept;
  static Key key_of(const Piece& piece, const Layers& layers, std::uint16_t tap) noexcept;
  Entry& find_or_begin(const Key& key, Tick now) noexcept;
  std::size_t free_or_least(std::size_t set) const noexcept;
  void begin_again(Entry& entry, const Piece& piece, Tick now) noexcept;
  bool repeats(const Entry& entry, const Piece& piece) const noexcept;
  void take_copy(Entry& entry, const Piece& piece, const Freight& freight, Answer& answer) noexcept;
  void take(Entry& entry, const Piece& piece, Tick now, Answer& answer) noexcept;
  bool take_end(Entry& entry, const Piece& piece) noexcept;
  static void take_head(Entry& entry, const Piece& first) noexcept;
  BodyPages::Found take_body(Entry& entry, const Piece& piece) noexcept;
  void answer_if_whole(Entry& entry, Answer& answer, Tick now) noexcept;
  void answer_whole(Entry& entry, Answer& answer, Tick now) noexcept;
  void answer_cut(Entry& entry, Answer& answer, Tick now) noexcept;
  static void conclude(Entry& entry, Answer& answer, Tick now) noexcept;
  ByteView assemble(const Entry& entry, std::size_t body, std::uint32_t length) noexcept;
  void give_up(std::size_t index, FragmentEvent why) noexcept;
  static bool expired(const Entry& entry, Tick now) noexcept;

  std::size_t index_of(const Entry& entry) const noexcept {
    return static_cast<std::size_t>(&entry - entries_.data());
  }

  const std::size_t sets_;
  const std::uint64_t seed_;
  UnfinishedListener& listener_;
  const std::span<Tags> tags_;
  const std::span<Entry> entries_;  // of those that have a tag
  BodyPages pages_;
  const std::span<std::byte> assembled_;  // packets, one after the other
  std::size_t assembled_size_ = 0;
  std::size_t active_ = 0;
  Tick due_;  // of the next sweep
};

}  // namespace tapcensus

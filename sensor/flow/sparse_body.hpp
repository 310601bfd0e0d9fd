// Bodies of up to 64 KiB that come in pieces, on pages that are laid out once.
//
// Offsets are multiples of eight bytes, as in IP fragments, and one bit for each such unit says
// whether it is there. So a body may have holes anywhere, and takes no more pages than its pieces
// touch. A byte that is there stays as it came.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.hpp"
#include "base/bytes.hpp"

namespace tapcensus {

class BodyPages {
  static constexpr std::size_t kPageUnits = 256;
  struct Page {
    std::uint32_t owner;                               // 0: free
    std::array<std::uint64_t, kPageUnits / 64> there;  // a bit for each unit
  };

 public:
  static constexpr std::size_t kMostBytes = 64 * 1024;
  static constexpr std::size_t kUnit = 8;
  static constexpr std::size_t kPage = kPageUnits * kUnit;

  struct Body {
    std::array<std::uint16_t, kMostBytes / kPage> pages;  // from 1; 0: none
    std::uint32_t units;                                  // that are there
  };

  // `arena` outlives the pages.
  BodyPages(std::size_t pages, Arena& arena);
  // Bytes that they take of it.
  static constexpr std::size_t memory(std::size_t pages) noexcept {
    return pages * (sizeof(Page) + kPage + sizeof(std::uint16_t));
  }

  // How many pages must be taken before these bytes can be put.
  std::size_t missing(const Body& body, std::size_t offset, std::size_t size) const noexcept;
  std::size_t free() const noexcept { return free_size_; }
  // Whose page changes hands next: in turn, but never one of `but`'s.
  std::uint32_t next_to_lose(std::uint32_t but) noexcept;

  struct Found {
    bool some_there = false;  // before
    bool some_new = false;
    bool differs = false;  // from what is there
  };
  // Puts what is not there yet. There must be pages enough. A part of a unit at the end counts as a
  // whole one if it `ends` the body, and is no more than remembered if not.
  Found put(Body& body, std::uint32_t owner, std::size_t offset, ByteView bytes,
            bool ends) noexcept;
  // All of these bytes are there, and the same.
  bool holds(const Body& body, std::size_t offset, ByteView bytes) const noexcept;

  // How many units are there from the beginning without a hole.
  std::size_t beginning(const Body& body) const noexcept;
  // Forgets all but the first `units`, which are there.
  void keep_beginning(Body& body, std::size_t units) noexcept;
  void clear(Body& body) noexcept;

  // Copies the first bytes of the body, as many as `to` has.
  void copy(const Body& body, std::span<std::byte> to) const noexcept;

 private:
  struct Place {
    std::uint64_t& there;
    std::uint64_t bit;
    std::byte* bytes;
  };

  Place place(std::uint16_t page, std::size_t unit) const noexcept;
  bool is_there(const Body& body, std::size_t unit) const noexcept;
  void free_page(std::uint16_t& page) noexcept;

  const std::span<Page> pages_;
  const std::span<std::byte> bytes_;
  const std::span<std::uint16_t> free_;  // a stack
  std::size_t free_size_;
  std::size_t turn_ = 0;
};

}  // namespace tapcensus

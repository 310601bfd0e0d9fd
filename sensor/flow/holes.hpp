// The bytes of TCP directions that were not seen although later ones were: a fixed number of lists.
//
// A list holds a few spans. When there are more, the two that lie closest are joined, and the
// joined span remembers how many bytes of it are missing: sums stay exact, only where in the span
// is lost. When no list is free, one changes hands, and its former owner's holes are forgotten.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.hpp"

namespace tapcensus {

class Holes {
 public:
  // Which list is whose. 0: none.
  using Index = std::uint16_t;
  static constexpr std::size_t kMostLists = 65'535;
  static constexpr std::size_t kMostSpans = 9;

  // `lists` up to kMostLists. `arena` outlives it.
  Holes(std::size_t lists, Arena& arena);

  // The numbers [from, to) were passed over, to the right of all holes of that owner.
  void add(Index& index, const void* owner, std::uint32_t from, std::uint32_t to) noexcept;
  // The numbers [from, to) have come after all. Gives how many of them had been missing.
  std::uint32_t fill(Index& index, const void* owner, std::uint32_t from,
                     std::uint32_t to) noexcept;
  // What lies before `number` will not come any more. Gives how much of it was missing.
  std::uint32_t settle(Index& index, const void* owner, std::uint32_t number) noexcept;
  void release(Index& index, const void* owner) noexcept;

 private:
  // [from, to), of which so many bytes are missing: all, unless spans were joined.
  struct Span {
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t missing;

    bool whole() const noexcept { return missing == to - from; }
  };
  struct List {
    const void* owner = nullptr;
    std::uint32_t size = 0;
    std::array<Span, kMostSpans> spans{};

    void insert(std::size_t at, Span span) noexcept;
    void erase(std::size_t at) noexcept;
    void join_closest() noexcept;
  };

  List* get(Index index, const void* owner) noexcept;
  List& acquire(Index& index, const void* owner) noexcept;

  const std::span<List> lists_;
  std::size_t next_ = 0;  // where a free one is looked for first
};

}  // namespace tapcensus

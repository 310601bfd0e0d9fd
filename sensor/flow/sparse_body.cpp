#include "flow/sparse_body.hpp"

#include <algorithm>
#include <cstring>

namespace tapcensus {

BodyPages::BodyPages(std::size_t pages, Arena& arena)
    : pages_{arena.take<Page>(pages)},
      bytes_{arena.take<std::byte>(pages * kPage)},
      free_{arena.take<std::uint16_t>(pages)},
      free_size_{pages} {
  for (std::size_t i = 0; i < pages; ++i) free_[i] = static_cast<std::uint16_t>(pages - i);
}

std::size_t BodyPages::missing(const Body& body, std::size_t offset,
                               std::size_t size) const noexcept {
  if (size == 0) return 0;
  const auto first = body.pages.begin() + static_cast<std::ptrdiff_t>(offset / kPage);
  const auto last = body.pages.begin() + static_cast<std::ptrdiff_t>((offset + size - 1) / kPage);
  return static_cast<std::size_t>(std::count(first, last + 1, std::uint16_t{0}));
}

std::uint32_t BodyPages::next_to_lose(std::uint32_t but) noexcept {
  for (std::size_t looked = 0; looked < pages_.size(); ++looked) {
    turn_ = (turn_ + 1) % pages_.size();
    const std::uint32_t owner = pages_[turn_].owner;
    if (owner != 0 && owner != but) return owner;
  }
  return 0;
}

BodyPages::Place BodyPages::place(std::uint16_t page, std::size_t unit) const noexcept {
  const std::size_t index = page - 1u;
  const std::size_t in_page = unit % kPageUnits;
  return {pages_[index].there[in_page / 64], std::uint64_t{1} << in_page % 64,
          &bytes_[index * kPage + in_page * kUnit]};
}

bool BodyPages::is_there(const Body& body, std::size_t unit) const noexcept {
  const std::uint16_t page = body.pages[unit / kPageUnits];
  if (page == 0) return false;
  const Place at = place(page, unit);
  return (at.there & at.bit) != 0;
}

BodyPages::Found BodyPages::put(Body& body, std::uint32_t owner, std::size_t offset, ByteView bytes,
                                bool ends) noexcept {
  Found found;
  std::size_t unit = offset / kUnit;
  for (; !bytes.empty(); ++unit) {
    const ByteView part = bytes.first(std::min(bytes.size(), kUnit));
    bytes = bytes.subspan(part.size());
    std::uint16_t& page = body.pages[unit / kPageUnits];
    if (page == 0) {
      page = free_[--free_size_];
      pages_[page - 1u] = Page{.owner = owner, .there = {}};
    }
    const Place at = place(page, unit);
    if ((at.there & at.bit) != 0) {
      found.some_there = true;
      found.differs = found.differs || std::memcmp(at.bytes, part.data(), part.size()) != 0;
      continue;
    }
    found.some_new = true;
    std::memcpy(at.bytes, part.data(), part.size());
    if (part.size() < kUnit && !ends) continue;
    at.there |= at.bit;
    ++body.units;
  }
  return found;
}

bool BodyPages::holds(const Body& body, std::size_t offset, ByteView bytes) const noexcept {
  for (std::size_t unit = offset / kUnit; !bytes.empty(); ++unit) {
    const ByteView part = bytes.first(std::min(bytes.size(), kUnit));
    bytes = bytes.subspan(part.size());
    if (!is_there(body, unit)) return false;
    const Place at = place(body.pages[unit / kPageUnits], unit);
    if (std::memcmp(at.bytes, part.data(), part.size()) != 0) return false;
  }
  return true;
}

std::size_t BodyPages::beginning(const Body& body) const noexcept {
  std::size_t units = 0;
  while (units < kMostBytes / kUnit && is_there(body, units)) ++units;
  return units;
}

void BodyPages::keep_beginning(Body& body, std::size_t units) noexcept {
  const std::size_t pages = (units + kPageUnits - 1) / kPageUnits;
  for (std::size_t i = pages; i < body.pages.size(); ++i) free_page(body.pages[i]);
  for (std::size_t unit = units; unit < pages * kPageUnits; ++unit) {
    const Place at = place(body.pages[unit / kPageUnits], unit);
    at.there &= ~at.bit;
  }
  body.units = static_cast<std::uint32_t>(units);
}

void BodyPages::clear(Body& body) noexcept { keep_beginning(body, 0); }

void BodyPages::free_page(std::uint16_t& page) noexcept {
  if (page == 0) return;
  pages_[page - 1u].owner = 0;
  free_[free_size_++] = page;
  page = 0;
}

void BodyPages::copy(const Body& body, std::span<std::byte> to) const noexcept {
  for (std::size_t at = 0; at < to.size(); at += kPage) {
    const std::size_t size = std::min(kPage, to.size() - at);
    const std::byte* const from = &bytes_[(body.pages[at / kPage] - 1u) * kPage];
    std::memcpy(&to[at], from, size);
  }
}

}  // namespace tapcensus

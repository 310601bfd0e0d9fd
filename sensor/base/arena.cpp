#include "base/arena.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <new>

namespace tapcensus {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = 2 * 1024 * 1024;
// What is asked of the system at once. It is only address space.
constexpr std::size_t kPiece = 32 * kHugePage;
constexpr std::size_t kCacheLine = 64;

std::size_t round_up(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

}  // namespace

Arena::~Arena() {
  for (const std::span<std::byte> piece : mapped_) munmap(piece.data(), piece.size());
}

void* Arena::take_bytes(std::size_t count, std::size_t size) {
  if (count > SIZE_MAX / 2 / size) throw std::bad_alloc{};
  const std::size_t bytes = round_up(count * size, kCacheLine);
  if (bytes > left_.size()) map(bytes);
  std::byte* const taken = left_.data();
  left_ = left_.subspan(bytes);
  if (pages_ == Pages::small_as_needed) return taken;
  for (std::size_t at = 0; at < bytes; at += kPage) {
    static_cast<volatile std::byte*>(taken)[at] = std::byte{};
  }
  return taken;
}

void Arena::map(std::size_t least) {
  // One huge page more, for a beginning that is a multiple of one.
  const std::size_t size = round_up(std::max(least, kPiece), kHugePage) + kHugePage;
  void* const at = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc{};
  const std::span<std::byte> piece{static_cast<std::byte*>(at), size};
  mapped_.push_back(piece);
  const std::size_t past = reinterpret_cast<std::uintptr_t>(at) % kHugePage;
  left_ = piece.subspan(past == 0 ? 0 : kHugePage - past);
  left_ = left_.first(left_.size() / kHugePage * kHugePage);
  // Refused: it works as well, only slower.
  madvise(left_.data(), left_.size(),
          pages_ == Pages::huge_at_once ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
}

}  // namespace tapcensus

#include "protocols/hpack.hpp"

#include <algorithm>
#include <cstring>

namespace tapcensus {
namespace {

Bump& memory_of(void* user) noexcept { return *static_cast<Bump*>(user); }

// The other side's settings allow larger tables than the 4,096 bytes that are taken for granted
// (RFC 9113, 6.5.2), and they are not seen here.
constexpr std::size_t kLargestTable = 1 << 20;

}  // namespace

void* Bump::take(std::size_t size) noexcept {
  if (size > kBytes) return nullptr;
  const std::size_t room = kStep + (size + kStep - 1) / kStep * kStep;
  if (room > kBytes - used_) return nullptr;
  std::byte* const piece = bytes_.data() + used_;
  used_ += room;
  std::memcpy(piece, &size, sizeof size);
  return piece + kStep;
}

void* Bump::take_zeroed(std::size_t size) noexcept {
  void* const taken = take(size);
  return taken == nullptr ? nullptr : std::memset(taken, 0, size);
}

void* Bump::resize(void* taken, std::size_t size) noexcept {
  void* const moved = take(size);
  if (moved == nullptr || taken == nullptr) return moved;
  std::size_t before;
  std::memcpy(&before, static_cast<std::byte*>(taken) - kStep, sizeof before);
  std::memcpy(moved, taken, std::min(before, size));
  return moved;
}

void Bump::give_back(void* taken) noexcept {
  if (taken == nullptr) return;
  std::byte* const piece = static_cast<std::byte*>(taken) - kStep;
  std::size_t size;
  std::memcpy(&size, piece, sizeof size);
  const auto at = static_cast<std::size_t>(piece - bytes_.data());
  if (at + kStep + (size + kStep - 1) / kStep * kStep == used_) used_ = at;
}

Hpack::Hpack() noexcept
    : ask_memory_{.mem_user_data = &memory_,
                  .malloc = [](std::size_t size, void* user) { return memory_of(user).take(size); },
                  .free = [](void* taken, void* user) { memory_of(user).give_back(taken); },
                  .calloc = [](std::size_t count, std::size_t size,
                               void* user) { return memory_of(user).take_zeroed(count * size); },
                  .realloc = [](void* taken, std::size_t size,
                                void* user) { return memory_of(user).resize(taken, size); }} {
  if (nghttp2_hd_inflate_new2(&inflater_, &ask_memory_) != 0) {
    inflater_ = nullptr;
    return;
  }
  nghttp2_hd_inflate_change_table_size(inflater_, kLargestTable);
}

bool Hpack::step(ByteView& block, bool last) noexcept {
  if (inflater_ == nullptr || fields_ == kMostFields) return false;
  nghttp2_nv field;
  int flags = 0;
  const ssize_t taken = nghttp2_hd_inflate_hd2(inflater_, &field, &flags,
                                               reinterpret_cast<const std::uint8_t*>(block.data()),
                                               block.size(), last ? 1 : 0);
  if (taken < 0) return false;
  block = block.subspan(static_cast<std::size_t>(taken));
  emitted_ = (flags & NGHTTP2_HD_INFLATE_EMIT) != 0;
  ended_ = (flags & NGHTTP2_HD_INFLATE_FINAL) != 0;
  if (emitted_) {
    ++fields_;
    name_ = {reinterpret_cast<const char*>(field.name), field.namelen};
    value_ = {reinterpret_cast<const char*>(field.value), field.valuelen};
  }
  if (ended_) nghttp2_hd_inflate_end_headers(inflater_);
  return true;
}

}  // namespace tapcensus

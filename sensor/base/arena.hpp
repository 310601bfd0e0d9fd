// Zeroed memory for the large tables of one worker: laid out once, given back as a whole.
//
// In huge pages where the system grants them (madvise): tables are read at random, and with pages
// of 4 KiB every read would first miss the TLB. Every page that is taken is touched at once, so
// that the packet path never waits for the system to find one. To clear them takes
// longer than to read a small capture: whoever will use little of it, and may wait, takes small
// pages as they are needed.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace tapcensus {

class Arena {
 public:
  enum class Pages : bool { huge_at_once, small_as_needed };

  explicit Arena(Pages pages = Pages::huge_at_once) : pages_{pages} {}
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // `count` values of zeroed bytes; no constructor and no destructor is run. The memory lives as
  // long as the arena. Throws std::bad_alloc.
  template <class T>
  std::span<T> take(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    return {static_cast<T*>(take_bytes(count, sizeof(T))), count};
  }

 private:
  void* take_bytes(std::size_t count, std::size_t size);
  void map(std::size_t least);

  const Pages pages_;
  std::vector<std::span<std::byte>> mapped_;
  std::span<std::byte> left_;  // of the last one
};

}  // namespace tapcensus

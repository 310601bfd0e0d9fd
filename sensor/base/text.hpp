// Up to N characters, held inside the object; what does not fit is cut, and the cut is remembered.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace tapcensus {

template <std::size_t N>
class Text {
  static_assert(N < 65536);

 public:
  constexpr Text() noexcept = default;
  constexpr explicit Text(std::string_view text) noexcept
      : size_{static_cast<std::uint16_t>(std::min(text.size(), N))}, cut_{text.size() > N} {
    std::copy_n(text.begin(), size_, characters_.begin());
  }

  constexpr std::string_view view() const noexcept { return {characters_.data(), size_}; }
  constexpr bool cut() const noexcept { return cut_; }

 private:
  std::array<char, N> characters_{};
  std::uint16_t size_ = 0;
  bool cut_ = false;
};

}  // namespace tapcensus

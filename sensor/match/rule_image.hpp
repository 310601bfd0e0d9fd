// A set of rules in the form in which it is used: sections of plain values, one after the other, in
// one piece of memory that is written once and then only read.
//
// It lies in a file of the cache, or in memory where there is no cache; either way it is asked
// where it lies. What is damaged, cut or made by another program is refused. References are
// numbers, and text() and part() answer with nothing to one that points outside.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace tapcensus {

// What each holds: image_records.hpp.
enum class Section : std::uint32_t {
  set,
  packs,
  inputs,
  texts,
  references,
  names,
  name_numbers,
  claims,
  rules,
  hints,
  captures,
  codes,
  code_uses,
  code_lists,
  code_slots,
  code_texts,
  exact_slots,
  exact_texts,
  exact_rules,
  domain_slots,
  domain_texts,
  domain_rules,
  fields,
  expressions,
  databases,
  vendors,
  families,
  models,
  systems,
  releases,
  applications,
  end_,
};
inline constexpr std::size_t kSections = static_cast<std::size_t>(Section::end_);

// A text in Section::texts.
struct TextAt {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
};
// Neighbours in another section.
struct Part {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

class RuleImage {
 public:
  static constexpr std::size_t kAlignment = 64;  // of sections

  // The bytes of each section, put together. The sections are gone afterwards.
  static RuleImage join(std::array<std::string, kSections>& sections);
  // Nothing when the file is not there, not whole, or could be written by somebody else.
  static std::optional<RuleImage> open(const std::filesystem::path& path);

  template <class T>
  requires std::is_trivially_copyable_v<T> std::span<const T> section(Section which)
  const noexcept {
    static_assert(alignof(T) <= kAlignment);
    const auto bytes = bytes_of(which);
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  std::string_view text(TextAt reference) const noexcept;
  std::string_view text_of(Section which) const noexcept;

  template <class T>
  static std::span<const T> part(std::span<const T> all, Part which) noexcept {
    if (std::uint64_t{which.first} + which.count > all.size()) return {};
    return all.subspan(which.first, which.count);
  }

  std::span<const std::byte> bytes() const noexcept { return {memory_.get(), size_}; }

 private:
  struct Unmap {
    std::size_t size;
    void operator()(const std::byte* memory) const noexcept;
  };
  using Memory = std::unique_ptr<const std::byte, Unmap>;

  RuleImage(Memory memory, std::size_t size) : memory_{std::move(memory)}, size_{size} {}
  bool is_whole() const noexcept;
  std::span<const std::byte> bytes_of(Section which) const noexcept;

  Memory memory_;
  std::size_t size_;
};

}  // namespace tapcensus

#include "match/rule_image.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kMagic{"taprule4", 8};

struct Extent {
  std::uint64_t at;
  std::uint64_t size;
};

struct Header {
  char magic[8];
  std::uint64_t size;      // of all
  std::uint64_t checksum;  // of what follows it
  std::array<Extent, kSections> sections;
};
constexpr std::size_t kUnchecked = offsetof(Header, sections);

// Against damage, not against forgery: whoever may write the cache may write the rules. Four lanes,
// since one would wait for its own multiplications.
std::uint64_t checksum(std::span<const std::byte> bytes) noexcept {
  std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
  std::array<std::uint64_t, 2 * lanes.size()> words;
  while (bytes.size() >= sizeof words) {
    std::memcpy(words.data(), bytes.data(), sizeof words);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = mix(lanes[i] ^ words[2 * i], words[2 * i + 1]);
    }
    bytes = bytes.subspan(sizeof words);
  }
  std::uint64_t sum = hash_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  for (const std::uint64_t lane : lanes) sum = mix(sum, lane);
  return sum;
}

std::size_t aligned(std::size_t at) {
  return (at + RuleImage::kAlignment - 1) / RuleImage::kAlignment * RuleImage::kAlignment;
}

Header read_header(std::span<const std::byte> bytes) noexcept {
  Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

// A file of ours or of root's, that nobody else may write.
bool is_trusted(const struct stat& file) {
  const bool owned = file.st_uid == ::geteuid() || file.st_uid == 0;
  return S_ISREG(file.st_mode) && owned && (file.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

void RuleImage::Unmap::operator()(const std::byte* memory) const noexcept {
  ::munmap(const_cast<std::byte*>(memory), size);
}

RuleImage RuleImage::join(std::array<std::string, kSections>& sections) {
  Header header{};
  std::ranges::copy(kMagic, header.magic);
  std::size_t size = sizeof header;
  for (std::size_t i = 0; i < kSections; ++i) {
    header.sections[i] = {aligned(size), sections[i].size()};
    size = aligned(size) + sections[i].size();
  }
  header.size = size;
  void* const map =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED) throw std::bad_alloc{};
  auto* const memory = static_cast<std::byte*>(map);
  RuleImage image{Memory{memory, Unmap{size}}, size};
  for (std::size_t i = 0; i < kSections; ++i) {
    std::memcpy(memory + header.sections[i].at, sections[i].data(), sections[i].size());
    sections[i] = std::string{};
  }
  std::memcpy(memory, &header, sizeof header);
  header.checksum = checksum(image.bytes().subspan(kUnchecked));
  std::memcpy(memory, &header, sizeof header);
  return image;
}

std::optional<RuleImage> RuleImage::open(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return std::nullopt;
  struct stat found {};
  void* map = MAP_FAILED;
  std::size_t size = 0;
  if (::fstat(file, &found) == 0 && is_trusted(found) &&
      static_cast<std::size_t>(found.st_size) >= sizeof(Header)) {
    size = static_cast<std::size_t>(found.st_size);
    map = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  }
  ::close(file);
  if (map == MAP_FAILED) return std::nullopt;
  RuleImage image{Memory{static_cast<std::byte*>(map), Unmap{size}}, size};
  if (!image.is_whole()) return std::nullopt;
  return image;
}

bool RuleImage::is_whole() const noexcept {
  const Header header = read_header(bytes());
  if (std::string_view{header.magic, sizeof header.magic} != kMagic || header.size != size_ ||
      header.checksum != checksum(bytes().subspan(kUnchecked))) {
    return false;
  }
  return std::ranges::all_of(header.sections, [&](const Extent& section) {
    return section.at % kAlignment == 0 && section.at <= size_ &&
           section.size <= size_ - section.at;
  });
}

std::span<const std::byte> RuleImage::bytes_of(Section which) const noexcept {
  Extent extent;
  std::memcpy(&extent, memory_.get() + kUnchecked + static_cast<std::size_t>(which) * sizeof extent,
              sizeof extent);
  return bytes().subspan(extent.at, extent.size);
}

std::string_view RuleImage::text_of(Section which) const noexcept {
  const auto all = section<char>(which);
  return {all.data(), all.size()};
}

std::string_view RuleImage::text(TextAt reference) const noexcept {
  const auto text = part(section<char>(Section::texts), {reference.at, reference.size});
  return {text.data(), text.size()};
}

}  // namespace tapcensus

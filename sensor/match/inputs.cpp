#include "match/inputs.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <system_error>

#include "base/digest.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

// Clocks of file systems tick as slowly as every two seconds (FAT); what changed just before it was
// read may have changed again, in the same tick.
constexpr std::int64_t kTickNs = 3'000'000'000;

std::int64_t in_ns(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::string digest_now(const Input& input) {
  if (input.kind == InputKind::listing) return digest_of_names(toml_names(input.path));
  return hexadecimal_sha256(content_of(input.path));
}

}  // namespace

FileStamp stamp_of(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size),
          in_ns(found.st_mtim), in_ns(found.st_ctim)};
}

bool is_unchanged(const Input& input, std::int64_t read_from) {
  const FileStamp now = stamp_of(input.path);
  if (input.kind == InputKind::absent) return now == FileStamp{};
  if (now == FileStamp{}) return false;
  const bool settled = std::max(now.modified_ns, now.changed_ns) + kTickNs <= read_from;
  if (now == input.stamp && settled) return true;
  try {
    return digest_now(input) == input.digest;
  } catch (const fs::filesystem_error&) {
    return false;
  }
}

std::int64_t wall_clock_ns() {
  return std::chrono::nanoseconds{std::chrono::system_clock::now().time_since_epoch()}.count();
}

std::vector<std::string> toml_names(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{directory}) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string digest_of_names(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) (all += name) += '\n';
  return hexadecimal_sha256(all);
}

std::string content_of(const fs::path& path) {
  // Opening a fifo would wait for whoever writes it.
  std::ifstream file;
  std::string content;
  if (fs::is_regular_file(path)) {
    file.open(path, std::ios::binary);
    content.reserve(fs::file_size(path));
  }
  for (std::array<char, 64 * 1024> block; file;) {
    file.read(block.data(), block.size());
    content.append(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad()) {
    throw fs::filesystem_error{"cannot be read", path, std::make_error_code(std::errc::io_error)};
  }
  return content;
}

std::optional<std::string> read_noted(const fs::path& path, std::vector<Input>& inputs) {
  Input& input = inputs.emplace_back(Input{path.string(), {}, InputKind::file, stamp_of(path)});
  if (input.stamp == FileStamp{}) {
    input.kind = InputKind::absent;
    return std::nullopt;
  }
  try {
    std::string content = content_of(path);
    input.digest = hexadecimal_sha256(content);
    return content;
  } catch (const fs::filesystem_error&) {
    return std::nullopt;  // once it can be read, its digest is another
  }
}

std::string hexadecimal_sha256(std::string_view text) {
  const auto digest = sha256_hex(text);
  return {digest.begin(), digest.end()};
}

}  // namespace tapcensus

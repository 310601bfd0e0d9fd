#include "match/directory_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "base/digest.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::string hexadecimal_sha256(std::string_view text) {
  const auto digest = sha256_hex(text);
  return {digest.begin(), digest.end()};
}

RuleDirectory::RuleDirectory(fs::path path, Mistakes& mistakes)
    : path_{std::move(path)}, mistakes_{mistakes} {}

RuleDirectory::RuleDirectory(std::string_view name, std::vector<PackFile> files, Mistakes& mistakes)
    : path_{name}, files_{std::move(files)}, mistakes_{mistakes} {}

std::vector<std::string> RuleDirectory::toml_files(std::string_view except) {
  std::vector<std::string> names;
  const auto take = [&](const fs::path& entry) {
    const std::string name = entry.filename().string();
    if (entry.extension() == ".toml" && name != except) names.push_back(name);
  };
  if (files_) {
    for (const PackFile& file : *files_) take(file.name);
  } else {
    std::error_code failure;
    fs::directory_iterator entries{path_, failure};
    if (failure) {
      mistakes_.add({mistakes_.add_file(path_.string())}, "cannot be read: " + failure.message());
      return names;
    }
    for (; entries != fs::directory_iterator{}; entries.increment(failure)) take(entries->path());
  }
  std::ranges::sort(names);
  return names;
}

bool RuleDirectory::has(const std::string& name) const {
  if (files_) return std::ranges::find(*files_, name, &PackFile::name) != files_->end();
  std::error_code ignored;
  return fs::exists(path_ / name, ignored);
}

std::optional<std::string> RuleDirectory::content_of(const std::string& name) const {
  if (files_) {
    const auto file = std::ranges::find(*files_, name, &PackFile::name);
    return file == files_->end() ? std::nullopt : std::optional{file->content};
  }
  const fs::path path = path_ / name;
  // Opening a fifo would wait for whoever writes it.
  std::error_code ignored;
  std::ifstream file;
  if (fs::is_regular_file(path, ignored)) file.open(path, std::ios::binary);
  std::string content;
  if (file.is_open()) content.reserve(fs::file_size(path, ignored));
  for (std::array<char, 64 * 1024> block; file;) {
    file.read(block.data(), block.size());
    content.append(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad()) return std::nullopt;
  return content;
}

RuleDirectory::File RuleDirectory::read(const std::string& name, std::optional<Place> place) {
  const std::uint32_t number = mistakes_.add_file((path_ / name).string());
  auto content = content_of(name);
  if (!content) {
    mistakes_.add(place.value_or(Place{number}),
                  place ? "'" + name + "' cannot be read" : std::string{"cannot be read"});
    return {number, std::nullopt, {}};
  }
  std::string digest = hexadecimal_sha256(*content);
  digests_ += name + '\0' + digest + '\n';
  return {number, std::move(content), std::move(digest)};
}

std::string RuleDirectory::version() const { return hexadecimal_sha256(digests_); }

}  // namespace tapcensus

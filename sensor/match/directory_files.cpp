#include "match/directory_files.hpp"

#include <algorithm>
#include <system_error>

namespace tapcensus {

namespace fs = std::filesystem;

RuleDirectory::RuleDirectory(fs::path path, Mistakes& mistakes)
    : home_{std::move(path), {}}, mistakes_{mistakes} {}

RuleDirectory::RuleDirectory(std::string_view name, ConvertedPack pack, Mistakes& mistakes)
    : home_{name, std::move(pack.files)},
      in_memory_{true},
      mistakes_{mistakes},
      inputs_{std::move(pack.inputs)} {}

std::vector<std::string> RuleDirectory::toml_files(std::string_view except) {
  std::vector<std::string> names = list();
  std::erase(names, except);
  return names;
}

std::vector<std::string> RuleDirectory::list() {
  std::vector<std::string> names;
  if (in_memory_) {
    for (const PackFile& file : home_.files) {
      if (file.name.ends_with(".toml")) names.push_back(file.name);
    }
    std::ranges::sort(names);
    return names;
  }
  Input input{home_.path.string(), {}, InputKind::listing, stamp_of(home_.path)};
  try {
    names = toml_names(home_.path);
  } catch (const fs::filesystem_error& failure) {
    mistakes_.add({mistakes_.add_file(home_.path.string())},
                  "cannot be read: " + failure.code().message());
    return names;
  }
  input.digest = digest_of_names(names);
  inputs_.push_back(std::move(input));
  return names;
}

const PackFile* RuleDirectory::made(std::string_view name) const {
  const auto file = std::ranges::find(home_.files, name, &PackFile::name);
  return file == home_.files.end() ? nullptr : &*file;
}

bool RuleDirectory::has(const std::string& name) {
  if (in_memory_) return made(name) != nullptr;
  const fs::path path = home_.path / name;
  std::error_code ignored;
  if (fs::exists(path, ignored)) return true;
  inputs_.push_back({path.string(), {}, InputKind::absent, {}});
  return false;
}

std::optional<std::string> RuleDirectory::content_of(const std::string& name) {
  if (!in_memory_) return read_noted(home_.path / name, inputs_);
  const PackFile* const file = made(name);
  return file == nullptr ? std::nullopt : std::optional{file->content};
}

RuleDirectory::File RuleDirectory::read(const std::string& name, std::optional<Place> place) {
  const std::uint32_t number = mistakes_.add_file((home_.path / name).string());
  auto content = content_of(name);
  if (!content) {
    mistakes_.add(place.value_or(Place{number}),
                  place ? "'" + name + "' cannot be read" : std::string{"cannot be read"});
    return {number, std::nullopt, {}};
  }
  std::string digest = in_memory_ ? hexadecimal_sha256(*content) : inputs_.back().digest;
  digests_ += name + '\0' + digest + '\n';
  return {number, std::move(content), std::move(digest)};
}

std::string RuleDirectory::version() const { return hexadecimal_sha256(digests_); }

}  // namespace tapcensus

// The files of one directory of rules, or of a pack that was made in memory. Remembers what they
// held, so that the whole has a version, and a later start can tell whether anything has changed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/inputs.hpp"
#include "match/mistakes.hpp"
#include "match/pack.hpp"

namespace tapcensus {

class RuleDirectory {
 public:
  RuleDirectory(std::filesystem::path path, Mistakes& mistakes);
  // `name` stands before the names of the files in mistakes.
  RuleDirectory(std::string_view name, ConvertedPack pack, Mistakes& mistakes);

  // The names of all *.toml but `except`, sorted.
  std::vector<std::string> toml_files(std::string_view except);
  bool has(const std::string& name);

  struct File {
    std::uint32_t number;
    std::optional<std::string> content;
    std::string digest;  // SHA-256, hexadecimal
  };
  // Without content, and a mistake at `place`, when it cannot be read.
  File read(const std::string& name, std::optional<Place> place = std::nullopt);

  // SHA-256 over the names and contents of what was read, hexadecimal.
  std::string version() const;
  std::vector<Input> take_inputs() { return std::move(inputs_); }
  PackHome home() && { return std::move(home_); }

 private:
  const PackFile* made(std::string_view name) const;
  std::vector<std::string> list();
  std::optional<std::string> content_of(const std::string& name);

  PackHome home_;
  bool in_memory_ = false;
  Mistakes& mistakes_;
  std::string digests_;
  std::vector<Input> inputs_;
};

}  // namespace tapcensus

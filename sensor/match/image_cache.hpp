// Images of whole rule sets on disk: a start that finds one reads no rule file.
//
// Only ever a shortcut, like the cache of databases beside it. An image is found by the
// directories, packs, program and processor that it was made for, and taken only if its files are
// unchanged, it is whole, and nobody else could have written it. Images are replaced whole.
#pragma once

#include <filesystem>
#include <optional>

#include "match/pack.hpp"
#include "match/rule_image.hpp"

namespace tapcensus {

class ImageCache {
 public:
  // An empty path to the cache: keeps nothing.
  ImageCache(const std::filesystem::path& cache, const RuleSources& rules);

  std::optional<RuleImage> fetch() const;
  void store(const RuleImage& image) const;

 private:
  std::filesystem::path path_;  // of the image; empty: none
};

}  // namespace tapcensus

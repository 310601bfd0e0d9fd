// Compiled databases on disk, because compiling 3,000 expressions takes seconds.
//
// Only ever a shortcut: a file that is missing, cut, foreign or damaged is as if it were not there,
// and a directory that cannot be written is no mistake. Files are replaced whole.
#pragma once

#include <filesystem>
#include <string>

#include "match/database.hpp"

namespace tapcensus {

class DatabaseCache {
 public:
  // An empty path: keeps nothing.
  explicit DatabaseCache(std::filesystem::path directory);

  // `key` as by database_key(). Null when there is none.
  Database fetch(const std::string& key) const;
  void store(const std::string& key, const hs_database* database) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace tapcensus

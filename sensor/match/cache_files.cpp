#include "match/cache_files.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace tapcensus {

namespace fs = std::filesystem;

void forget_oldest(const fs::path& directory, std::string_view suffix, std::size_t most) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{directory, ignored}) {
    if (entry.path().extension() == suffix) {
      files.emplace_back(entry.last_write_time(ignored), entry.path());
    }
  }
  if (files.size() <= most) return;
  std::ranges::sort(files);
  files.resize(files.size() - most);
  for (const auto& [time, path] : files) fs::remove(path, ignored);
}

}  // namespace tapcensus

#include "app/places.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

// The XDG base directory `variable`, or `fallback` under the user's home; empty when there is none.
fs::path user_directory(const char* variable, const char* fallback) {
  if (const char* const chosen = std::getenv(variable); chosen != nullptr && *chosen == '/') {
    return fs::path{chosen} / "tapcensus";
  }
  const char* const home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return fs::path{home} / fallback / "tapcensus";
}

bool read_key(const fs::path& path, std::array<std::byte, 16>& key) {
  std::ifstream file{path, std::ios::binary};
  return static_cast<bool>(file.read(reinterpret_cast<char*>(key.data()), std::ssize(key)));
}

// Two sensors that start at once agree: the first one to make the file wins.
void keep_key(const fs::path& path, std::array<std::byte, 16>& key) {
  std::error_code ignored;
  fs::create_directories(path.parent_path(), ignored);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    read_key(path, key);
    return;
  }
  const bool whole = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size());
  ::close(file);
  if (!whole) ::unlink(path.c_str());
}

}  // namespace

Result<fs::path> rules_directory(const std::string& chosen) {
  if (!chosen.empty()) {
    if (fs::is_directory(chosen)) return fs::path{chosen};
    return Error{chosen, "is no directory; --rules wants the directory that holds taxonomy.toml"};
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& candidate : {program / "rules", program / "../share/tapcensus/rules"}) {
    if (fs::exists(candidate / "taxonomy.toml")) return fs::path{candidate};
  }
  return Error{"rules", "not found beside the program; name their directory with --rules"};
}

fs::path cache_directory() { return user_directory("XDG_CACHE_HOME", ".cache"); }

std::array<std::byte, 16> installation_key() {
  std::array<std::byte, 16> key{};
  const fs::path directory = user_directory("XDG_STATE_HOME", ".local/state");
  const fs::path path = directory / "id_key";
  if (!directory.empty() && read_key(path, key)) return key;
  if (getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size())) key = {};
  if (!directory.empty()) keep_key(path, key);
  return key;
}

}  // namespace tapcensus

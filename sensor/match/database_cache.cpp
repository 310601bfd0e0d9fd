#include "match/database_cache.hpp"

#include <hs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

#include "base/hash.hpp"
#include "match/cache_files.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".hsdb";
// A set of rules makes a file for each
// field it reads, a hundred: room for several sets.
constexpr std::size_t kMostFiles = 512;

// Stands before the serialised database. The checksum is against damage, not against forgery:
// whoever may write the cache may also write the rules.
struct Header {
  char magic[8];
  std::uint64_t size;
  std::uint64_t checksum;
};
constexpr std::string_view kMagic{"tapchsd1", 8};

}  // namespace

DatabaseCache::DatabaseCache(fs::path directory) : directory_{std::move(directory)} {}

Database DatabaseCache::fetch(const std::string& key) const {
  if (directory_.empty()) return nullptr;
  std::ifstream file{directory_ / (key + std::string{kSuffix}), std::ios::binary | std::ios::ate};
  if (!file) return nullptr;
  std::string content;
  content.resize(static_cast<std::size_t>(std::max<std::streamoff>(0, file.tellg())));
  file.seekg(0);
  if (!file.read(content.data(), static_cast<std::streamsize>(content.size()))) return nullptr;

  Header header;
  if (content.size() < sizeof header) return nullptr;
  std::memcpy(&header, content.data(), sizeof header);
  const std::string_view body = std::string_view{content}.substr(sizeof header);
  if (std::string_view{header.magic, sizeof header.magic} != kMagic || header.size != body.size() ||
      header.checksum != hash_of(body)) {
    return nullptr;
  }
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(body.data(), body.size(), &database) != HS_SUCCESS) return nullptr;
  return Database{database};
}

void DatabaseCache::store(const std::string& key, const hs_database* database) const {
  if (directory_.empty()) return;
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(database, &bytes, &size) != HS_SUCCESS) return;
  Header header{{}, size, hash_of({bytes, size})};
  std::ranges::copy(kMagic, header.magic);

  std::error_code failure;
  fs::create_directories(directory_, failure);
  const fs::path part = directory_ / (key + '.' + std::to_string(::getpid()) + ".part");
  std::ofstream file{part, std::ios::binary};
  file.write(reinterpret_cast<const char*>(&header), sizeof header);
  file.write(bytes, static_cast<std::streamsize>(size));
  file.close();
  std::free(bytes);  // NOLINT: allocated by Hyperscan with malloc
  if (file) fs::rename(part, directory_ / (key + std::string{kSuffix}), failure);
  if (!file || failure) fs::remove(part, failure);
  forget_oldest(directory_, kSuffix, kMostFiles);
}

}  // namespace tapcensus

#include "match/image_cache.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <system_error>

#include "match/cache_files.hpp"
#include "match/database.hpp"
#include "match/image_reader.hpp"
#include "match/inputs.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".rules";
// Each is as large as all databases of a set together.
constexpr std::size_t kMostImages = 4;

void append(std::string& text, const FileStamp& stamp) {
  for (const std::uint64_t word : {stamp.device, stamp.inode, stamp.size}) {
    (text += std::to_string(word)) += ' ';
  }
  for (const std::int64_t time : {stamp.modified_ns, stamp.changed_ns}) {
    (text += std::to_string(time)) += ' ';
  }
}

void append(std::string& text, const fs::path& directory) {
  const FileStamp stamp = stamp_of(directory);
  append(text, {stamp.device, stamp.inode, 0, 0, 0});
  text += directory.string() + '\0';
}

// What an image is made for. Another build of the program reads rules in another way, maybe; and
// places in messages begin as the directory was named.
std::string name_for(const RuleSources& rules) {
  std::string content = database_key({});
  append(content, stamp_of("/proc/self/exe"));
  append(content, rules.directory);
  for (const PackSource& pack : rules.packs) {
    (content += pack.convert ? " list " : " pack ") += pack.name + '\0';
    if (!pack.convert) append(content, pack.directory);
  }
  return hexadecimal_sha256(content) + std::string{kSuffix};
}

bool write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

ImageCache::ImageCache(const fs::path& cache, const RuleSources& rules) {
  if (!cache.empty()) path_ = cache / name_for(rules);
}

std::optional<RuleImage> ImageCache::fetch() const {
  if (path_.empty()) return std::nullopt;
  auto image = RuleImage::open(path_);
  if (image && !is_fresh(*image)) return std::nullopt;
  return image;
}

void ImageCache::store(const RuleImage& image) const {
  if (path_.empty()) return;
  std::error_code failure;
  fs::create_directories(path_.parent_path(), failure);
  const fs::path part = path_.string() + '.' + std::to_string(::getpid()) + ".part";
  fs::remove(part, failure);
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (file < 0) return;
  const bool whole = write_all(file, image.bytes());
  ::close(file);
  if (whole) fs::rename(part, path_, failure);
  if (!whole || failure) fs::remove(part, failure);
  forget_oldest(path_.parent_path(), kSuffix, kMostImages);
}

}  // namespace tapcensus

// Files and memory as sources of bytes.
#include "capture/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tapcensus {
namespace {

// Owns the descriptor, except standard input's.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(int descriptor) : descriptor_{descriptor} {
    ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
    struct stat status;
    if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
      stored_size_ = static_cast<std::uint64_t>(status.st_size);
    }
  }
  ~FileSource() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }

  std::size_t read(std::span<std::byte> room) override {
    ssize_t count;
    do {
      count = ::read(descriptor_, room.data(), room.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
      failure_ = std::strerror(errno);
      return 0;
    }
    stored_read_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }

  std::uint64_t stored_read() const noexcept override { return stored_read_; }
  std::optional<std::uint64_t> stored_size() const noexcept override { return stored_size_; }

 private:
  const int descriptor_;
  std::uint64_t stored_read_ = 0;
  std::optional<std::uint64_t> stored_size_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(ByteView bytes) : bytes_{bytes} {}

  std::size_t read(std::span<std::byte> room) override {
    const ByteView next = bytes_.subspan(read_).first(std::min(room.size(), bytes_.size() - read_));
    std::ranges::copy(next, room.begin());
    read_ += next.size();
    return next.size();
  }

  std::uint64_t stored_read() const noexcept override { return read_; }
  std::optional<std::uint64_t> stored_size() const noexcept override { return bytes_.size(); }

 private:
  const ByteView bytes_;
  std::size_t read_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path) {
  if (path == "-") return std::unique_ptr<ByteSource>{std::make_unique<FileSource>(STDIN_FILENO)};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Error{path, std::strerror(errno)};
  return std::unique_ptr<ByteSource>{std::make_unique<FileSource>(descriptor)};
}

std::unique_ptr<ByteSource> from_memory(ByteView bytes) {
  return std::make_unique<MemorySource>(bytes);
}

}  // namespace tapcensus

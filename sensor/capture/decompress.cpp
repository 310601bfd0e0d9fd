// gzip (RFC 1952) and zstd (RFC 8878) streams as sources of bytes.
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>
#include <vector>

#include "base/cursor.hpp"
#include "capture/byte_source.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kInput = 128 * 1024;
constexpr std::size_t kMagic = 4;
constexpr std::byte kGzipFirst{0x1f};

// A source whose first bytes have been looked at already, and are given out once more.
class Peeked final : public ByteSource {
 public:
  explicit Peeked(std::unique_ptr<ByteSource> stored) : stored_{std::move(stored)} {
    while (size_ < kMagic) {
      const std::size_t count = stored_->read(std::span{front_}.subspan(size_));
      if (count == 0) break;
      size_ += count;
    }
    failure_ = stored_->failure();
  }

  ByteView front() const noexcept { return ByteView{front_}.first(size_); }

  std::size_t read(std::span<std::byte> room) override {
    if (given_ < size_) {
      const ByteView next = front().subspan(given_).first(std::min(room.size(), size_ - given_));
      std::ranges::copy(next, room.begin());
      given_ += next.size();
      return next.size();
    }
    const std::size_t count = stored_->read(room);
    if (count == 0) failure_ = stored_->failure();
    return count;
  }

  std::uint64_t stored_read() const noexcept override { return stored_->stored_read(); }
  std::optional<std::uint64_t> stored_size() const noexcept override {
    return stored_->stored_size();
  }

 private:
  const std::unique_ptr<ByteSource> stored_;
  std::array<std::byte, kMagic> front_;
  std::size_t size_ = 0;
  std::size_t given_ = 0;
};

// What gzip and zstd have in common: refilling, and knowing whether the end came where it may.
class Decompressor : public ByteSource {
 public:
  explicit Decompressor(std::unique_ptr<ByteSource> stored)
      : stored_{std::move(stored)}, input_(kInput) {}

  std::size_t read(std::span<std::byte> room) final {
    while (!over_ && !room.empty()) {
      // The decoder may hold output for which there was no room, so it is asked before the input.
      const std::size_t made = decode(room);
      if (made > 0) return made;
      if (!over_ && pending_.empty()) refill();
    }
    return 0;
  }

  std::uint64_t stored_read() const noexcept final { return stored_->stored_read(); }
  std::optional<std::uint64_t> stored_size() const noexcept final { return stored_->stored_size(); }

 protected:
  // Takes from the front of pending_ and says how much it put into `room`. Keeps `between_` true
  // exactly when the stream may end here.
  virtual std::size_t decode(std::span<std::byte> room) = 0;

  void fail(std::string_view what) {
    failure_ = what;
    over_ = true;
  }

  ByteView pending_;
  bool between_ = true;
  bool over_ = false;

 private:
  void refill() {
    const std::size_t count = stored_->read(input_);
    pending_ = ByteView{input_}.first(count);
    if (count > 0) return;
    over_ = true;
    failure_ = stored_->failure();
    cut_ = failure_.empty() && !between_;
  }

  const std::unique_ptr<ByteSource> stored_;
  std::vector<std::byte> input_;
};

class GzipSource final : public Decompressor {
 public:
  explicit GzipSource(std::unique_ptr<ByteSource> stored) : Decompressor{std::move(stored)} {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc{};
  }
  ~GzipSource() override { inflateEnd(&stream_); }

 private:
  std::size_t decode(std::span<std::byte> room) override {
    if (between_ && !begin_member()) return 0;
    // zlib's interface is not const and counts in unsigned int.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(pending_.data()));
    stream_.avail_in = static_cast<uInt>(pending_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    const auto most = static_cast<uInt>(std::min(room.size(), std::size_t{1} << 30));
    stream_.avail_out = most;
    const int answer = inflate(&stream_, Z_NO_FLUSH);
    pending_ = pending_.last(stream_.avail_in);
    if (answer == Z_STREAM_END) {
      between_ = true;
    } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
      fail(std::string{"gzip: "} + (stream_.msg != nullptr ? stream_.msg : "damaged data"));
    }
    return most - stream_.avail_out;
  }

  bool begin_member() {
    if (pending_.empty()) return false;
    if (pending_.front() != kGzipFirst) {
      over_ = true;
      return false;
    }
    inflateReset(&stream_);
    between_ = false;
    return true;
  }

  z_stream stream_{};
};

class ZstdSource final : public Decompressor {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> stored)
      : Decompressor{std::move(stored)}, stream_{ZSTD_createDStream()} {
    if (stream_ == nullptr) throw std::bad_alloc{};
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

 private:
  // libzstd refuses windows above 128 MiB unless told otherwise: that bounds the memory.
  std::size_t decode(std::span<std::byte> room) override {
    if (between_ && pending_.empty()) return 0;
    ZSTD_inBuffer in{pending_.data(), pending_.size(), 0};
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t answer = ZSTD_decompressStream(stream_, &out, &in);
    pending_ = pending_.subspan(in.pos);
    between_ = answer == 0;
    if (ZSTD_isError(answer) != 0) fail(std::string{"zstd: "} + ZSTD_getErrorName(answer));
    return out.pos;
  }

  ZSTD_DStream* const stream_;
};

bool is_gzip(ByteView front) noexcept { return Cursor{front}.be16() == 0x1f8b; }

bool is_zstd(ByteView front) noexcept {
  const std::uint32_t magic = Cursor{front}.le32();
  // Skippable frames (RFC 8878, 3.1.2) stand at the front of what parallel compressors write.
  return magic == ZSTD_MAGICNUMBER ||
         (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

}  // namespace

std::unique_ptr<ByteSource> decompressed(std::unique_ptr<ByteSource> stored) {
  auto peeked = std::make_unique<Peeked>(std::move(stored));
  if (is_gzip(peeked->front())) return std::make_unique<GzipSource>(std::move(peeked));
  if (is_zstd(peeked->front())) return std::make_unique<ZstdSource>(std::move(peeked));
  return peeked;
}

}  // namespace tapcensus

// Where the bytes of a capture come from: a file, standard input or memory, decompressed on the
// way.
//
// A source is read once, from front to back, so a pipe serves as well as a file; and its memory is
// bounded whatever the input says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace tapcensus {

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  // Puts the next bytes into `room` and says how many. Zero means that no more will come: the end,
  // a cut or a failure.
  virtual std::size_t read(std::span<std::byte> room) = 0;

  // Bytes taken so far from where they are stored: compressed ones for a compressed file.
  virtual std::uint64_t stored_read() const noexcept = 0;
  // How many are stored; nothing for a pipe.
  virtual std::optional<std::uint64_t> stored_size() const noexcept = 0;

  // What went wrong, as a sentence; empty when nothing did.
  const std::string& failure() const noexcept { return failure_; }
  // The input ended inside compressed data.
  bool cut() const noexcept { return cut_; }

 protected:
  std::string failure_;
  bool cut_ = false;
};

// The file as it is stored; "-" is standard input.
Result<std::unique_ptr<ByteSource>> open_file(const std::string& path);

// Borrows `bytes` for as long as the source lives.
std::unique_ptr<ByteSource> from_memory(ByteView bytes);

// The same bytes, decompressed when they begin as gzip or zstd does. Concatenated members and
// frames are one stream. Behind the last gzip member anything else is ignored, as gzip(1) does.
std::unique_ptr<ByteSource> decompressed(std::unique_ptr<ByteSource> stored);

}  // namespace tapcensus

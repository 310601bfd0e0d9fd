// `--facts`: every field read off the wire, one JSON line each, in the order of the packets.
//
// Each worker writes its lines into its own buffer, on its own thread; the control thread puts them
// in order when all workers have stopped at the same packet. Only `read` does this, so it may
// allocate.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "worker/speaker.hpp"

namespace tapcensus {

// One worker's lines since they were last taken.
class FactBuffer final : public FactListener {
 public:
  struct Line {
    std::uint64_t frame;
    std::size_t begin;
    std::size_t end;
  };

  void hear(const Origin& origin, const MacAddress& hardware,
            const Finding& finding) noexcept override;

  const std::vector<Line>& lines() const noexcept { return lines_; }
  std::string_view text(const Line& line) const noexcept {
    return std::string_view{text_}.substr(line.begin, line.end - line.begin);
  }
  void clear() noexcept;

 private:
  std::string text_;
  std::vector<Line> lines_;
};

class FactsFile {
 public:
  // One buffer for each worker. "-" is standard output.
  static Result<std::unique_ptr<FactsFile>> open(const std::string& path, std::size_t workers);
  ~FactsFile();

  FactBuffer& buffer(std::size_t worker) { return buffers_[worker]; }
  // Writes what the buffers hold, by packet. No worker may be writing.
  void flush();
  // False when something could not be written.
  bool close();

 private:
  FactsFile() = default;

  std::FILE* file_ = nullptr;
  bool failed_ = false;
  std::vector<FactBuffer> buffers_;
};

}  // namespace tapcensus

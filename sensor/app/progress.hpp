// A progress bar with rate and time left on standard error, only when that is a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tapcensus {

class Progress {
 public:
  // `total` is in bytes, as far as it is known.
  explicit Progress(std::optional<std::uint64_t> total);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Draws at most ten times a second, and not at all in the first half second.
  void show(const std::string& what, std::uint64_t bytes, std::uint64_t packets);
  // Takes the bar away, so that something else can be said.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  const bool terminal_;
  const std::optional<std::uint64_t> total_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
  bool visible_ = false;
};

// Of the terminal on standard output or standard error; nothing when it is none.
std::optional<unsigned> terminal_width(int descriptor);

}  // namespace tapcensus

#include "app/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/say.hpp"

namespace tapcensus {
namespace {

std::string bar_of(double share, std::size_t width) {
  const auto done = static_cast<std::size_t>(share * static_cast<double>(width));
  return "[" + std::string(done, '=') + std::string(width - done, ' ') + "]";
}

std::string time_of(double seconds) {
  const auto whole = static_cast<unsigned>(std::min(seconds, 359'999.0));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

std::optional<unsigned> terminal_width(int descriptor) {
  winsize size{};
  if (!isatty(descriptor)) return std::nullopt;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

Progress::Progress(std::optional<std::uint64_t> total)
    : terminal_{isatty(STDERR_FILENO) == 1}, total_{total} {}

void Progress::show(const std::string& what, std::uint64_t bytes, std::uint64_t packets) {
  using namespace std::chrono_literals;
  if (!terminal_) return;
  const Clock::time_point now = Clock::now();
  if (now - start_ < 500ms || now - drawn_ < 100ms) return;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(bytes) / seconds;
  std::string line = fmt::format("{:.1f} MB, {} packets, {:.0f} MB/s",
                                 static_cast<double>(bytes) / 1e6, packets, rate / 1e6);
  if (total_ && *total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(*total_));
    const double left = rate > 0 ? static_cast<double>(*total_) * (1 - share) / rate : 0;
    line = fmt::format("{} {:3.0f} %  {}  {} left", bar_of(share, 20), share * 100, line,
                       time_of(left));
  }
  line += "  " + what;
  const std::size_t width = terminal_width(STDERR_FILENO).value_or(80);
  say("\r\x1b[K{}", line.substr(0, width - 1));
  std::fflush(stderr);
  visible_ = true;
}

void Progress::clear() {
  if (!visible_) return;
  say("\r\x1b[K");
  std::fflush(stderr);
  visible_ = false;
}

}  // namespace tapcensus

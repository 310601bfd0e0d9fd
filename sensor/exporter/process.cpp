#include "exporter/process.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace tapcensus {
namespace {

// Fields of /proc/self/stat that are read here, by their numbers in proc(5).
enum : std::size_t {
  kState = 3,
  kUserTicks = 14,
  kSystemTicks = 15,
  kStart = 22,
  kVirtual = 23,
  kPages = 24
};

// From the third field on: the second, the name, may hold blanks and parentheses.
std::vector<std::string> stat_after_name() {
  std::ifstream file{"/proc/self/stat"};
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == line.npos) return {};
  std::istringstream words{line.substr(name_end + 1)};
  return {std::istream_iterator<std::string>{words}, {}};
}

std::uint64_t number(const std::vector<std::string>& fields, std::size_t field) {
  const std::string& word = fields.at(field - kState);
  std::uint64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

// When the machine booted, in seconds since 1970.
std::optional<std::uint64_t> boot_time() {
  std::ifstream file{"/proc/stat"};
  std::string word;
  while (file >> word) {
    std::uint64_t seconds;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return {};
}

void set_from_stat(Scrape& scrape) {
  const std::vector<std::string> fields = stat_after_name();
  if (fields.size() <= kPages - kState) return;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto seconds = [&](std::uint64_t count) { return static_cast<double>(count) / ticks; };
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  scrape.set<Metric::process_cpu_seconds_total>(
      seconds(number(fields, kUserTicks) + number(fields, kSystemTicks)));
  scrape.set<Metric::process_virtual_memory_bytes>(number(fields, kVirtual));
  scrape.set<Metric::process_resident_memory_bytes>(number(fields, kPages) * page);
  if (const auto boot = boot_time()) {
    scrape.set<Metric::process_start_time_seconds>(static_cast<double>(*boot) +
                                                   seconds(number(fields, kStart)));
  }
}

void set_descriptors(Scrape& scrape) {
  std::error_code error;
  const std::filesystem::directory_iterator open{"/proc/self/fd", error};
  if (!error) {
    const auto count = std::distance(begin(open), end(open)) - 1;  // not the one that lists them
    scrape.set<Metric::process_open_fds>(static_cast<std::uint64_t>(count));
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    scrape.set<Metric::process_max_fds>(std::uint64_t{limit.rlim_cur});
  }
}

}  // namespace

void set_process_metrics(Scrape& scrape) {
  set_from_stat(scrape);
  set_descriptors(scrape);
}

}  // namespace tapcensus

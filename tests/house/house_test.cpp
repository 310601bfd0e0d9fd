// The architecture: who may include whom. Changing the table is changing the house.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path kSource = TAPCENSUS_SOURCE;

// A room may include itself and these. The highest floor first; what is not named here has no room.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"app",
     {"base", "facts", "wire", "exporter", "flow", "protocols", "match", "census", "capture",
      "intake", "worker", "present", "serve", "packs"}},
    {"packs", {"base", "facts", "match"}},
    {"present", {"base", "facts", "census"}},
    {"worker", {"base", "facts", "wire", "flow", "protocols", "match"}},
    {"intake", {"base", "wire", "capture"}},
    {"serve", {"base"}},
    {"protocols", {"base", "facts", "wire"}},
    {"match", {"base", "facts"}},
    {"census", {"base", "facts"}},
    {"flow", {"base", "wire"}},
    {"capture", {"base", "wire"}},
    {"facts", {"base"}},
    {"wire", {"base"}},
    {"exporter", {"base"}},
    {"base", {}},
};

// Libraries that only one room may know. The prefix of the included file, and the rooms.
const std::array<std::pair<std::string, std::set<std::string>>, 17> kOnlyIn{{
    {"rte_", {"intake"}},
    {"pcap/", {"wire"}},
    {"hs", {"match"}},
    {"re2/", {"match"}},
    {"toml++/", {"match", "app"}},
    {"prometheus/", {"exporter"}},
    {"microhttpd", {"serve"}},
    {"openssl/", {"base"}},
    {"nettle/", {"protocols"}},
    {"nghttp2/", {"protocols"}},
    {"zlib", {"capture"}},
    {"zstd", {"capture"}},
    {"yaml", {"packs"}},
    {"pugixml", {"packs"}},
    {"nlohmann/", {"present", "app"}},
    {"fmt/", {"present", "match", "app"}},
    {"CLI/", {"app"}},
}};

struct Include {
  std::string place;  // file:line
  std::string room;
  std::string file;
  bool own;  // in quotes
};

std::vector<Include> includes_of(const fs::path& sensor) {
  static const std::regex kInclude{R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"};
  std::vector<Include> includes;
  for (const auto& entry : fs::recursive_directory_iterator(sensor)) {
    if (entry.path().extension() != ".hpp" && entry.path().extension() != ".cpp") continue;
    const fs::path inside = fs::relative(entry.path(), sensor);
    std::ifstream file{entry.path()};
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      std::smatch match;
      if (!std::regex_search(line, match, kInclude)) continue;
      includes.push_back({inside.string() + ":" + std::to_string(number), inside.begin()->string(),
                          match[2], match[1] == "\""});
    }
  }
  return includes;
}

TEST(House, IncludesGoDownOnly) {
  const auto includes = includes_of(kSource / "sensor");
  ASSERT_GT(includes.size(), 100u);
  for (const Include& include : includes) {
    if (!include.own) continue;
    const auto room = kMayInclude.find(include.room);
    ASSERT_NE(room, kMayInclude.end()) << include.place << ": a room that is not in the table";
    const std::string other = include.file.substr(0, include.file.find('/'));
    EXPECT_TRUE(other == include.room || room->second.contains(other))
        << "sensor/" << include.place << ": " << include.room << " may not include "
        << include.file;
  }
}

TEST(House, NoCircleInTheTable) {
  std::set<std::string> placed;
  for (std::size_t before = kMayInclude.size() + 1; placed.size() != before;) {
    before = placed.size();
    for (const auto& [room, below] : kMayInclude) {
      if (std::ranges::includes(placed, below)) placed.insert(room);
    }
  }
  EXPECT_EQ(placed.size(), kMayInclude.size());
}

TEST(House, EachLibraryHasItsRoom) {
  for (const Include& include : includes_of(kSource / "sensor")) {
    if (include.own) continue;
    for (const auto& [prefix, rooms] : kOnlyIn) {
      const bool it_is = prefix == "hs" ? include.file.starts_with("hs/") || include.file == "hs.h"
                                        : include.file.starts_with(prefix);
      EXPECT_TRUE(!it_is || rooms.contains(include.room))
          << "sensor/" << include.place << ": " << include.file << " does not belong here";
    }
  }
}

TEST(House, EveryFileOpensByWhatItIsFor) {
  for (const auto& entry : fs::recursive_directory_iterator(kSource / "sensor")) {
    if (entry.path().extension() != ".hpp") continue;
    std::ifstream file{entry.path()};
    std::string line;
    std::getline(file, line);
    EXPECT_TRUE(line.starts_with("// ")) << entry.path() << " opens without a word";
  }
}

// The packet path neither throws, nor logs, nor asks a clock.
TEST(House, ThePacketPathHasNoClockLogOrException) {
  static const std::regex kForbidden{
      R"(std::chrono::\w+_clock|clock_gettime|\bthrow\b|std::cerr|std::cout|\bprintf\b|std::mutex)"};
  for (const char* const room : {"wire", "flow", "protocols", "worker"}) {
    for (const auto& entry : fs::directory_iterator(kSource / "sensor" / room)) {
      std::ifstream file{entry.path()};
      std::string line;
      for (int number = 1; std::getline(file, line); ++number) {
        EXPECT_FALSE(std::regex_search(line, kForbidden))
            << entry.path() << ":" << number << ": " << line;
      }
    }
  }
}

}  // namespace

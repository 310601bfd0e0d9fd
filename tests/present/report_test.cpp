// What several that remain are called where there is little room.
#include "present/report.hpp"

#include <gtest/gtest.h>

#include "census/world.hpp"

namespace tapcensus {
namespace {

struct Systems : World {
  Systems() {
    catalog.taxonomy.systems["FreeBSD"] = {};
    for (const char* const name : {"Android", "ChromeOS", "DSM", "RouterOS", "webOS"}) {
      catalog.taxonomy.systems[name].kernel = "Linux";
    }
  }

  std::string words(const std::vector<std::string>& names, std::size_t width,
                    const std::vector<std::string>& likeliest = {}) {
    Verdict verdict;
    const auto at = static_cast<std::size_t>(Level::os);
    for (const std::string& name : names) {
      verdict.ambiguous[at].push_back(catalog.intern(name));
    }
    for (const std::string& name : likeliest) {
      verdict.likeliest[at].push_back(catalog.intern(name));
    }
    return NamedVerdict{verdict, catalog}.words_within(Level::os, width);
  }
};

TEST(NamedVerdict, NamesAllThatRemainWhereThereIsRoom) {
  Systems systems;
  EXPECT_EQ(systems.words({"FreeBSD", "Linux"}, 28), "FreeBSD or Linux");
  EXPECT_EQ(systems.words({"Android", "ChromeOS", "Linux"}, 28), "Android, ChromeOS or Linux");
  EXPECT_EQ(systems.words({}, 28), "");
}

TEST(NamedVerdict, NamesTheKernelWhereThatIsAllThatIsKnown) {
  Systems systems;
  EXPECT_EQ(systems.words({"Android", "ChromeOS", "DSM", "Linux", "RouterOS", "webOS"}, 28),
            "Linux kernel");
  EXPECT_EQ(systems.words({"Android", "ChromeOS", "DSM", "FreeBSD", "RouterOS"}, 28),
            "Linux kernel or FreeBSD");
}

TEST(NamedVerdict, ElseNamesTheLikeliestAndHowManyOthersThereAre) {
  Systems systems;
  EXPECT_EQ(systems.words({"Android", "FreeBSD", "Linux", "Windows"}, 20), "Linux or 3 others");
  EXPECT_EQ(systems.words({"Android", "FreeBSD", "Linux", "Windows"}, 20, {"Windows"}),
            "Windows or 3 others");
  EXPECT_EQ(systems.words({"FreeBSD", "Windows", "iOS", "macOS"}, 20), "FreeBSD or 3 others");
}

}  // namespace
}  // namespace tapcensus

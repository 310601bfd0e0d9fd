// What operators install beside the program: the service, the example configuration, the alerts.
#include <gmock/gmock.h>

#include <regex>

#include "app/config.hpp"
#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string source(const std::string& path) { return std::string{TAPCENSUS_SOURCE} + "/" + path; }
std::string content(const std::string& path) { return content_of(source(path)); }

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null").c_str()) == 0;
}

// The first groups of all matches.
std::vector<std::string> all_of(const std::string& text, const std::string& expression) {
  const std::regex regex{expression, std::regex::multiline};
  std::vector<std::string> found;
  for (std::sregex_iterator match{text.begin(), text.end(), regex}, end; match != end; ++match) {
    found.push_back((*match)[1]);
  }
  return found;
}

// The unit, started as the program under test and not as the one in /usr/bin.
std::string unit_in(const Scratch& scratch, const std::string& more = {}) {
  const std::string unit =
      std::regex_replace(content("deploy/tapcensus.service"), std::regex{"/usr/bin/tapcensus"},
                         std::string{TAPCENSUS_PROGRAM});
  if (!more.empty()) {
    std::filesystem::create_directory(scratch.in("tapcensus.service.d"));
    scratch.write("tapcensus.service.d/nic.conf", more);
  }
  return scratch.write("tapcensus.service", unit);
}

TEST(Service, IsWhatSystemdUnderstands) {
  if (!installed("systemd-analyze")) GTEST_SKIP() << "no systemd-analyze here";
  const Scratch scratch;
  for (const std::string& drop_in : {std::string{}, content("deploy/nic.conf")}) {
    const Ended ended = run("systemd-analyze", {"verify", "--man=no", unit_in(scratch, drop_in)});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
  }
}

TEST(Service, IsExposedByNoMoreThanItNeeds) {
  if (!installed("systemd-analyze")) GTEST_SKIP() << "no systemd-analyze here";
  const Ended ended =
      run("systemd-analyze", {"security", "--offline=true", "--no-pager", "--threshold=25",
                              source("deploy/tapcensus.service")});
  EXPECT_EQ(ended.status, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr(" OK "));
}

// "#key = value" of the example, without the "#".
std::vector<std::string> example_lines() {
  return all_of(content("deploy/tapcensus.toml"), "^#([a-z_]+ = .*)$");
}

TEST(ExampleConfiguration, IsAcceptedAsItComes) {
  const Ended ended = tapcensus({"check", "--config", source("deploy/tapcensus.toml")});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.err, IsEmpty());
}

TEST(ExampleConfiguration, EachLineIsAcceptedOnceItIsNoComment) {
  const Scratch scratch;
  for (const std::string& line : example_lines()) {
    RunChoices choices;
    for (const Error& error : read_config(scratch.write("one.toml", line + "\n"), choices)) {
      ADD_FAILURE() << line << ": " << error.sentence();
    }
  }
}

TEST(ExampleConfiguration, HasEveryKeyThatTheProgramKnows) {
  std::vector<std::string> shown;
  for (const std::string& line : example_lines()) shown.push_back(line.substr(0, line.find(' ')));
  const auto lists = all_of(content("sensor/app/config.cpp"), R"(\.only\(\{([^}]*)\})");
  ASSERT_EQ(lists.size(), 1u);
  const auto known = all_of(lists[0], "\"([a-z_]+)\"");
  ASSERT_THAT(known, Contains("listen"));
  for (const std::string& key : known) EXPECT_THAT(shown, Contains(key));
}

}  // namespace
}  // namespace tapcensus

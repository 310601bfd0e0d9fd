// What operators install beside the program: the service, the example configuration, the alerts.
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <regex>

#include "app/config.hpp"
#include "app/tapcensus.hpp"
#include "exporter/metrics.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
    // Of Debian's package dpdk, which need not be here.
    scratch.write("dpdk.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n");
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

constexpr const char* kRules = "deploy/prometheus/rules/tapcensus.rules.yml";
constexpr const char* kAlertTests = "tests/deploy/alerts.test.yml";

std::vector<std::string> alerts() { return all_of(content(kRules), "- alert: (\\w+)"); }

// What `promtool` says of it when it is wrong; empty when it is right.
std::string promtool(const std::vector<std::string>& arguments) {
  const Ended ended = run("promtool", arguments);
  return ended.status == 0 ? std::string{} : ended.out + ended.err;
}

TEST(Prometheus, TakesTheConfigurationAndTheRules) {
  if (!installed("promtool")) GTEST_SKIP() << "no promtool here";
  EXPECT_EQ(promtool({"check", "config", source("deploy/prometheus/prometheus.yml")}), "");
}

TEST(Prometheus, MayScrapeMoreThanIsEverShown) {
  const auto limits = all_of(content("deploy/prometheus/prometheus.yml"), "sample_limit: (\\d+)");
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_GT(std::stoul(limits[0]), kMostSeries);
}

TEST(Alerts, FireWhenTheyShouldAndOnlyThen) {
  if (!installed("promtool")) GTEST_SKIP() << "no promtool here";
  EXPECT_EQ(promtool({"test", "rules", source(kAlertTests)}), "");
}

TEST(Alerts, AreEachTestedWhenAllIsWellAndWhenItIsNot) {
  ASSERT_GT(alerts().size(), 10u);
  const auto quiet = all_of(content(kAlertTests), "alertname: (\\w+)\\}");
  const auto firing = all_of(content(kAlertTests), "alertname: (\\w+)\n +exp_alerts:\n +- ");
  for (const std::string& alert : alerts()) {
    EXPECT_THAT(quiet, Contains(alert));
    EXPECT_THAT(firing, Contains(alert));
  }
}

TEST(Alerts, SayHowBadItIsAndLeadToWhatToDo) {
  const std::string rules = content(kRules), readme = content("deploy/README.md");
  for (const char* const key : {"severity: (\\w+)", "summary: (.+)", "description: (.+)"}) {
    EXPECT_EQ(all_of(rules, key).size(), alerts().size()) << key;
  }
  EXPECT_THAT(all_of(rules, "severity: (\\w+)"),
              ::testing::Each(::testing::AnyOf("critical", "warning", "info")));
  // As a page of headings gets its anchors: in lower case.
  std::vector<std::string> anchors;
  for (std::string heading : all_of(readme, "^#+ (\\w+)$")) {
    std::ranges::transform(heading, heading.begin(),
                           [](unsigned char c) { return std::tolower(c); });
    anchors.push_back(heading);
  }
  const auto links = all_of(rules, "runbook_url: \\S+/deploy/README\\.md#(\\w+)$");
  EXPECT_EQ(links.size(), alerts().size());
  for (const std::string& link : links) EXPECT_THAT(anchors, Contains(link));
}

TEST(Alerts, AndRecordsAskForMetricsThatTheSensorHas) {
  const std::string rules = content(kRules);
  const auto records = all_of(rules, "record: (\\S+)");
  // What is left without comments and texts for people.
  const std::string expressions = std::regex_replace(
      rules, std::regex{"#.*|(summary|description|runbook_url|record|alert|name): .*"}, "");
  for (const std::string& name : all_of(expressions, "([a-z_]*:?tapcensus_[a-z0-9_:]+)")) {
    const bool recorded = std::ranges::find(records, name) != records.end();
    const bool shown =
        std::ranges::any_of(kMetrics, [&](const MetricRow& row) { return row.name == name; });
    EXPECT_TRUE(recorded || shown) << name;
  }
}

}  // namespace
}  // namespace tapcensus

// The dashboard and the recording rules show something: each expression is asked of a real
// Prometheus that scrapes a real sensor.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <regex>
#include <stdexcept>
#include <utility>

#include "app/running_sensor.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::IsSupersetOf;

std::string source(const std::string& path) { return std::string{TAPCENSUS_SOURCE} + "/" + path; }

// A sensor that plays the office, and a Prometheus that scrapes it each second; both on ports that
// were free.
class Watched {
 public:
  Watched()
      : sensor_{{"--replay", capture_path("office.pcap"), "--replay-rate", "1000"}},
        prometheus_{
            "prometheus",
            {"--config.file=" + scratch_.write("prometheus.yml", configuration()),
             "--storage.tsdb.path=" + scratch_.in("data"), "--web.listen-address=127.0.0.1:0"}} {
    EXPECT_TRUE(eventually([this] {
      if (address_.empty()) address_ = own_address();
      return !prometheus_.running() ||
             (!address_.empty() && answer("/-/ready").starts_with("HTTP/1.0 200"));
    }));
    EXPECT_TRUE(prometheus_.running()) << prometheus_.messages();
  }

  const std::string& instance() const { return sensor_.address(); }

  // The samples that the expression has now. Throws what Prometheus says of one it does not take.
  std::vector<double> samples(const std::string& expression) const {
    std::vector<double> values;
    const Json data = get("/api/v1/query?query=" + escaped(expression));
    for (const Json& sample : data["result"]) {
      values.push_back(std::stod(sample["value"][1].get<std::string>()));
    }
    return values;
  }
  std::vector<std::string> values_of(const std::string& label, const std::string& series) const {
    return get("/api/v1/label/" + label + "/values?match[]=" + escaped(series))
        .get<std::vector<std::string>>();
  }

  // Samples that are all numbers, once there are any.
  std::vector<double> shows(const std::string& expression) const {
    std::vector<double> values;
    EXPECT_TRUE(eventually([&] {
      values = samples(expression);
      return !values.empty() &&
             std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
    })) << "shows nothing, or no number: "
        << expression;
    return values;
  }

 private:
  std::string configuration() const {
    return "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
           "rule_files: ['" +
           source("deploy/prometheus/rules/tapcensus.rules.yml") +
           "']\n"
           "scrape_configs:\n"
           "  - {job_name: tapcensus, static_configs: [{targets: ['" +
           instance() + "']}]}\n";
  }

  // Where it says that it listens; empty while it has not.
  std::string own_address() const {
    const std::string messages = prometheus_.messages();
    std::smatch match;
    static const std::regex kListening{R"(msg="Listening on" address=(\S+)\n)"};
    return std::regex_search(messages, match, kListening) ? match[1].str() : std::string{};
  }

  std::string answer(const std::string& path) const {
    Client client{address_};
    client.say("GET " + path + " HTTP/1.0\r\n\r\n");
    return client.hear();
  }
  Json get(const std::string& path) const {
    const std::string text = answer(path);
    const std::size_t body = text.find("\r\n\r\n");
    const Json json = Json::parse(body == text.npos ? "" : text.substr(body), nullptr, false);
    if (json.is_object() && json.value("status", "") == "success") return json["data"];
    throw std::runtime_error{path + ": " + text};
  }

  static std::string escaped(const std::string& text) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string out;
    for (const unsigned char byte : text) out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    return out;
  }

  const Scratch scratch_;
  const RunningSensor sensor_;
  Program prometheus_;
  std::string address_;
};

Json dashboard() { return Json::parse(content_of(source("deploy/grafana/tapcensus.json"))); }

Json variables() { return dashboard()["templating"]["list"]; }

std::vector<Json> panels() {
  std::vector<Json> panels;
  const Json all = dashboard();
  for (const Json& panel : all["panels"]) {
    if (panel["type"] != "row") panels.push_back(panel);
  }
  return panels;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// As Grafana would ask it.
std::string filled(std::string expression, const std::string& instance, const std::string& window) {
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"$__rate_interval", "1m"},
                                    {"$job", "tapcensus"},
                                    {"$instance", instance},
                                    {"$tap", ".*"},
                                    {"$window", window}}) {
    expression = replaced(expression, name, value);
  }
  return expression;
}

TEST(Dashboard, ImportsIntoAnyGrafana) {
  const Json all = dashboard();
  EXPECT_EQ(all["uid"], "tapcensus");
  EXPECT_TRUE(all["id"].is_null());
  EXPECT_LE(panels().size(), 12u);
  std::vector<std::string> names;
  for (const Json& variable : variables()) names.push_back(variable["name"]);
  EXPECT_THAT(names, IsSupersetOf({"datasource", "job", "instance", "tap", "window"}));
  std::set<int> ids;
  for (const Json& panel : all["panels"]) EXPECT_TRUE(ids.insert(panel["id"].get<int>()).second);
  for (const Json& panel : panels()) {
    EXPECT_EQ(panel["datasource"]["uid"], "${datasource}") << panel["title"];
    EXPECT_NE(panel["fieldConfig"]["defaults"]["unit"], "") << panel["title"];
    EXPECT_NE(panel["description"], "") << panel["title"];
    for (const Json& target : panel["targets"]) {
      const std::string expression = target["expr"];
      EXPECT_EQ(target["datasource"]["uid"], "${datasource}") << expression;
      EXPECT_THAT(expression, ::testing::HasSubstr("instance=~\"$instance\""));
      if (expression.find("rate(") != expression.npos) {
        EXPECT_THAT(expression, ::testing::HasSubstr("[$__rate_interval]"));
      }
    }
  }
}

class Shown : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (std::system("command -v prometheus > /dev/null") == 0) watched_ = new Watched;
  }
  static void TearDownTestSuite() { delete std::exchange(watched_, nullptr); }
  void SetUp() override {
    if (watched_ == nullptr) GTEST_SKIP() << "no prometheus here";
  }

  static Watched* watched_;
};
Watched* Shown::watched_ = nullptr;

TEST_F(Shown, EveryPanelOfTheDashboard) {
  for (const Json& panel : panels()) {
    for (const Json& target : panel["targets"]) {
      for (const char* const window : {"5m", "1h", "24h", "all"}) {
        const std::string expression = target["expr"];
        watched_->shows(filled(expression, watched_->instance(), window));
        if (expression.find("$window") == expression.npos) break;
      }
    }
  }
}

// label_values(series, label)
TEST_F(Shown, EveryVariableOfTheDashboard) {
  const std::regex label_values{R"(label_values\((.+), (\w+)\))"};
  for (const Json& variable : variables()) {
    if (variable["type"] != "query") continue;
    const std::string query = filled(variable["query"]["query"], watched_->instance(), "1h");
    std::smatch parts;
    ASSERT_TRUE(std::regex_match(query, parts, label_values)) << query;
    EXPECT_TRUE(eventually([&] { return !watched_->values_of(parts[2], parts[1]).empty(); }))
        << query;
  }
}

TEST_F(Shown, EveryRecordingRule) {
  const std::string rules = content_of(source("deploy/prometheus/rules/tapcensus.rules.yml"));
  const std::regex record{"- record: (\\S+)"};
  std::size_t records = 0;
  for (std::sregex_iterator match{rules.begin(), rules.end(), record}, end; match != end; ++match) {
    watched_->shows((*match)[1]);
    ++records;
  }
  EXPECT_GT(records, 10u);
}

TEST_F(Shown, WhatIsNotLostIsZeroAndNotNothing) {
  for (const char* const what : {"lost_packets", "shed_packets", "capture_gap_events"}) {
    const auto shares =
        watched_->shows(std::string{"instance_tap:tapcensus_"} + what + ":ratio_rate5m");
    EXPECT_THAT(shares, ::testing::ElementsAre(::testing::Lt(0.01))) << what;
  }
}

}  // namespace
}  // namespace tapcensus

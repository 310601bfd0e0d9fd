// Values that no rule knows, as rules to fill in.
#include "present/rule_stubs.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace tapcensus {
namespace {

template <class Write>
std::string written(Write&& write, const std::vector<UnknownField>& fields) {
  std::ostringstream out;
  write(out, fields);
  return out.str();
}

TEST(RuleStubs, LackDeviceAndWeight) {
  const std::string text = written(
      write_rule_stubs, {{Field::dhcp_vendor_class, {{"acme 1.0", 3}, {"it's", 1}}, true},
                         {Field::dns_query, {{"time.acme.example", 2}, {"_dns-sd", 1}}, true}});
  EXPECT_EQ(
      text,
      R"(# What devices said and no rule knows, of each field the most frequent first. These are
# their words: before you pass them on, look for names of people. To make a rule of one,
# fill in `device` and `weight`, and make of the value what all such devices say.

# dhcp.vendor_class: 2 values that no rule knows

[[rule]]  # said by 3 sources
device   = {}
when     = "dhcp.vendor_class"
is       = 'acme 1.0'
weight   = 0
examples = ['acme 1.0']

[[rule]]  # said by 1 source
device   = {}
when     = "dhcp.vendor_class"
is       = "it's"
weight   = 0
examples = ["it's"]

# dns.query: 2 values that no rule knows

[[rule]]  # said by 2 sources
device   = {}
when     = "dns.query"
domain   = 'time.acme.example'
weight   = 0
examples = ['time.acme.example']

[[rule]]  # said by 1 source
device   = {}
when     = "dns.query"
is       = '_dns-sd'
weight   = 0
examples = ['_dns-sd']
)");
}

TEST(RuleStubs, HoldAnyTextAndCountWhatTheyCannotHold) {
  const std::string text = written(
      write_rule_stubs, {{Field::ssh_banner, {{"a\"'\\\x01\n", 1}, {"\xff", 1}, {"ü", 1}}, false}});
  EXPECT_NE(text.find(R"(is       = "a\"'\\\u0001\u000A")"), text.npos) << text;
  EXPECT_NE(text.find("is       = 'ü'"), text.npos) << text;
  EXPECT_NE(text.find("# and 1 value of other bytes than UTF-8"), text.npos) << text;
  EXPECT_NE(text.find("# and others that had no room"), text.npos) << text;
}

TEST(RuleStubs, AreTheMostFrequentOfEachField) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < kMostStubs + 2; ++i) texts.push_back(std::to_string(i));
  UnknownField field{Field::ssh_banner, {}, true};
  for (const std::string& text : texts) field.values.push_back({text, 1});
  const std::string stubs = written(write_rule_stubs, {field});
  EXPECT_NE(stubs.find("# and 2 values that fewer said\n"), stubs.npos) << stubs;
  EXPECT_EQ(stubs.find("'" + texts[kMostStubs] + "'"), stubs.npos);
}

TEST(RuleStubs, OfNothingAreNone) {
  EXPECT_EQ(written(write_rule_stubs, {}), "# Nothing was said that no rule knows.\n");
}

TEST(UnknownJson, HasAllValues) {
  const auto json = nlohmann::json::parse(
      written(write_unknown_json, {{Field::dns_query, {{"a", 2}}, true},
                                   {Field::ssh_banner, {{"a\"\n", 3}, {"\xff", 1}}, false}}));
  EXPECT_EQ(json["version"], 1);
  ASSERT_EQ(json["unknown"].size(), 2u);
  EXPECT_EQ(json["unknown"][0]["field"], "dns.query");
  EXPECT_EQ(json["unknown"][0]["complete"], true);
  EXPECT_EQ(json["unknown"][1]["values"][0]["value"], "a\"\n");
  EXPECT_EQ(json["unknown"][1]["values"][0]["sources"], 3);
  EXPECT_EQ(json["unknown"][1]["values"][1]["value"], "\\xff");
  EXPECT_EQ(json["unknown"][1]["complete"], false);
  EXPECT_EQ(nlohmann::json::parse(written(write_unknown_json, {}))["unknown"].size(), 0u);
}

}  // namespace
}  // namespace tapcensus

// `classify`, `rules` and `check`, as authors of rules use them.
#include <gmock/gmock.h>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Classify, AnswersEveryLineInOrder) {
  const std::string nul(1, '\0');
  const std::string input = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_7 like Mac OS X)\n\n" + nul +
                            "\xff\xfe garbage " + nul + "\n" + std::string(100'000, 'A') +
                            "\nRoku4640X/DVP-9.10 (519.10E04111A)\nlast line without an end";
  const Ended ended = tapcensus({"classify", "http.user_agent"}, input);
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err, IsEmpty());
  const auto lines = lines_of(ended.out);
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(Json::parse(lines[0])["vendor"], "Apple");
  EXPECT_TRUE(Json::parse(lines[1])["vendor"].is_null());
  EXPECT_TRUE(Json::parse(lines[2])["vendor"].is_null());
  EXPECT_TRUE(Json::parse(lines[3])["vendor"].is_null());
  EXPECT_EQ(Json::parse(lines[4])["vendor"], "Roku");
  EXPECT_TRUE(Json::parse(lines[5])["vendor"].is_null());
}

TEST(Classify, HasTheKeysFromVendorToAmbiguous) {
  for (const std::string value : {"MSFT 5.0", "nobody knows this"}) {
    std::vector<std::string> keys;
    const Ended ended = tapcensus({"classify", "dhcp.vendor_class"}, value + "\n");
    const Json verdict = Json::parse(ended.out);
    for (const auto& [key, content] : verdict.items()) keys.push_back(key);
    EXPECT_THAT(keys,
                ElementsAre("vendor", "family", "model", "type", "os", "os_version", "os_vendor",
                            "origin", "os_origin", "confidence", "confidences", "ambiguous"));
  }
}

TEST(Classify, SaysNothingToNothing) {
  const Ended ended = tapcensus({"classify", "tls.sni"}, "");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, IsEmpty());
}

TEST(Rules, OursAreWithoutMistakeAndHold) {
  const Ended check = tapcensus({"rules", "check"});
  EXPECT_EQ(check.status, 0) << check.err;
  const Ended test = tapcensus({"rules", "test"});
  EXPECT_EQ(test.status, 0) << test.err;
  EXPECT_THAT(test.out, HasSubstr(" 0 failed"));
}

TEST(Rules, AreListedOneALine) {
  const Ended all = tapcensus({"rules", "list"});
  const Ended own = tapcensus({"rules", "list", "--pack", "own"});
  EXPECT_EQ(all.status, 0);
  EXPECT_GT(lines_of(own.out).size(), 500u);
  EXPECT_GT(lines_of(all.out).size(), lines_of(own.out).size());
  for (const std::string& line : lines_of(own.out)) {
    ASSERT_EQ(std::ranges::count(line, '\t'), 5) << line;
    ASSERT_TRUE(line.ends_with("\town")) << line;
  }
}

TEST(RulesExplain, SaysWhyAValueMatched) {
  const std::string agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_7 like Mac OS X)";
  const Ended ended = tapcensus({"rules", "explain", "http.user_agent", agent});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, ContainsRegex("apple:[0-9]+ \\(.*apple\\.toml:[0-9]+:1\\), weight"));
  EXPECT_THAT(ended.out, HasSubstr("os_version 16.7"));
  EXPECT_THAT(ended.out, ContainsRegex("vendor +Apple [0-9]+%"));
}

TEST(RulesExplain, TellsProgramsOfEachValueWithTheVerdictOfClassify) {
  const std::string agents =
      "Mozilla/5.0 (Linux; Android 9; SM-T290) AppleWebKit/537.36\nnobody knows this\n";
  const Ended ended =
      tapcensus({"rules", "explain", "http.user_agent", "--output", "json"}, agents);
  const auto lines = lines_of(ended.out);
  ASSERT_EQ(lines.size(), 2u);
  const auto verdicts = lines_of(tapcensus({"classify", "http.user_agent"}, agents).out);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(Json::parse(lines[i])["verdict"], Json::parse(verdicts[i]));
  }
  const Json tablet = Json::parse(lines[0]);
  const bool by_table = std::ranges::any_of(tablet["rules"], [](const Json& rule) {
    return !rule["entries"].empty() && rule["captured"][0] == "SM-T290";
  });
  EXPECT_TRUE(by_table) << tablet;
  EXPECT_THAT(Json::parse(lines[1])["rules"], IsEmpty());
}

TEST(RulesExplain, AnApplicationIsNamedWhereTheSystemIsNot) {
  const std::string chrome = "t13d1516h2_8daaf6152771_e5627efa2ab1";
  const Json verdict = Json::parse(tapcensus({"classify", "tls.ja4"}, chrome + "\n").out);
  EXPECT_TRUE(verdict["os"].is_null());
  EXPECT_EQ(verdict["application"], "Chromium");
  const Ended explained = tapcensus({"rules", "explain", "tls.ja4", chrome});
  EXPECT_THAT(explained.out, ContainsRegex("application Chromium: Chrome, Edge"));
  EXPECT_THAT(explained.out, ContainsRegex("spoken by +Chromium\n"));
  const Json nobody = Json::parse(tapcensus({"classify", "tls.ja4"}, "t00d000000__\n").out);
  EXPECT_FALSE(nobody.contains("application"));
}

TEST(RulesExplain, ReadsBytesOfPayload) {
  const Ended ended = tapcensus({"rules", "explain", "payload.tcp", R"(SSH-2.0-x\x0d\x0a)"});
  EXPECT_THAT(ended.out, ContainsRegex("signature +ssh\\.banner"));
}

TEST(RulesExplain, AnUnknownFieldIsAMistake) {
  const Ended ended = tapcensus({"rules", "explain", "http.user_agnet", "x"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("did you mean 'http.user_agent'?"));
}

class BadRules : public ::testing::Test {
 protected:
  BadRules() { scratch_.write("taxonomy.toml", "[vendors]\nApple = { country = \"US\" }\n"); }
  Program::Arguments here(Program::Arguments arguments) const {
    arguments.insert(arguments.end(), {"--rules", scratch_.in("")});
    return arguments;
  }
  Scratch scratch_;
};

TEST_F(BadRules, AreToldAllAtOnceWithTheirPlaces) {
  scratch_.write("a.toml",
                 "[[rule]]\ndevice = { vendor = \"Apple\" }\nwhen = \"http.user_agnet\"\n"
                 "is = \"x\"\nweight = 150\nexamples = [\"x\"]\n");
  scratch_.write("b.toml", "this is no TOML");
  for (const Program::Arguments& command :
       {Program::Arguments{"rules", "check"}, {"rules", "list"}, {"check"}}) {
    const Ended ended = tapcensus(here(command));
    EXPECT_EQ(ended.status, 2);
    EXPECT_THAT(ended.out, IsEmpty());
    EXPECT_THAT(ended.err, ContainsRegex("a\\.toml:3:[0-9]+: .*http\\.user_agent"));
    EXPECT_THAT(ended.err, ContainsRegex("a\\.toml:5:[0-9]+: "));
    EXPECT_THAT(ended.err, ContainsRegex("b\\.toml:1:[0-9]+: "));
  }
}

TEST_F(BadRules, WhatIsSuspiciousIsToldAndIsNoFailure) {
  scratch_.write("a.toml",
                 "[[rule]]\ndevice = { type = \"phone\" }\nwhen = \"http.user_agent\"\n"
                 "is = \"x\"\nweight = 50\nexamples = [\"x\"]\n");
  const Ended ended = tapcensus(here({"rules", "check"}));
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err, ContainsRegex("taxonomy\\.toml:2:1: warning: unused: .*'Apple'"));
  EXPECT_THAT(ended.out, HasSubstr("1 rules: no mistake, 1 warnings"));
}

TEST_F(BadRules, ExampleThatDoesNotHoldFailsTheTest) {
  scratch_.write("a.toml",
                 "[[rule]]\ndevice = { vendor = \"Apple\" }\nwhen = \"http.user_agent\"\n"
                 "is = \"x\"\nweight = 50\nexamples = [\"y\"]\n");
  EXPECT_EQ(tapcensus(here({"rules", "check"})).status, 0);
  const Ended test = tapcensus(here({"rules", "test"}));
  EXPECT_EQ(test.status, 1);
  EXPECT_THAT(test.err, ContainsRegex("a\\.toml:[0-9]+:[0-9]+: "));
  EXPECT_EQ(tapcensus(here({"check"})).status, 2);
}

TEST(Check, TellsAllMistakesOfAConfigurationAtOnce) {
  const Scratch scratch;
  const std::string path = scratch.write("tapcensus.toml",
                                         "listen = 3\nworkers = 0\nscope = [\"10.0.0.0/99\"]\n"
                                         "vdevs = \"x\"\nmemory = \"much\"\n");
  const Ended ended = tapcensus({"check", "--config", path});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, IsEmpty());
  for (int line = 1; line <= 5; ++line) {
    EXPECT_THAT(ended.err, HasSubstr(path + ':' + std::to_string(line) + ':'));
  }
  EXPECT_THAT(ended.err, HasSubstr("'vdev'"));
}

TEST(Check, FindsNothingWrongInAGoodConfiguration) {
  const Scratch scratch;
  const std::string path = scratch.write(
      "tapcensus.toml", "listen = \"127.0.0.1:0\"\nvdev = [\"net_null0\"]\nworkers = 1\n");
  const Ended ended = tapcensus({"check", "--config", path});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("no mistake"));
}

TEST(Program, SaysItsVersionAndHelp) {
  const Ended version = tapcensus({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.out, ContainsRegex("^tapcensus [0-9]+\\.[0-9]+\\.[0-9]+"));
  for (const Program::Arguments& arguments :
       {Program::Arguments{"--help"}, {"read", "--help"}, {"run", "--help"}, {"rules", "--help"}}) {
    const Ended help = tapcensus(arguments);
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, Not(IsEmpty()));
    EXPECT_THAT(help.err, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus

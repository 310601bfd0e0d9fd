// [[signature]] and rules of payload: what is taken, what is refused, and how they prove
// themselves.
#include <gmock/gmock.h>

#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

// Begins on line 1; `more` on line 7.
std::string signature(std::string_view matches, std::string_view examples = "'x'",
                      std::string_view more = "") {
  std::string text{"[[signature]]\nid = 'a.b'\ncategory = 'protocol'\nseverity = 'info'\n"};
  if (more.find("when") == more.npos) text += "when = 'payload.tcp'";
  ((text += "\nmatches = ") += matches) += "\n";
  ((text += more) += "\nexamples = ") += examples;
  return text + "\n";
}

std::vector<std::string> mistakes_of(std::string_view rules) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rules);
  return mistakes_in(directory);
}

std::vector<std::string> failures_of(std::string_view rules) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rules);
  const Loaded loaded{directory.path()};
  std::vector<std::string> sentences;
  for (const Error& error : prove_examples(*loaded.rules, loaded.catalog)) {
    sentences.push_back(error.what);
  }
  return sentences;
}

TEST(Signatures, HaveTheirNamesInTheCatalogue) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", signature("'x'"));
  const Loaded loaded{directory.path()};
  const RuleEntry& entry = loaded.catalog[loaded.rules->rows().front().id];
  EXPECT_EQ(entry.id, "a:1");
  EXPECT_EQ(entry.signature.id, "a.b");
  EXPECT_EQ(entry.signature.category, "protocol");
  EXPECT_EQ(entry.signature.severity, "info");
  EXPECT_EQ(entry.field, Field::payload_tcp);
}

TEST(SignatureMistakes, WhatASignatureMustHave) {
  EXPECT_THAT(mistakes_of("[[signature]]\n"),
              ElementsAre("a.toml:1:1: 'id' is missing", "a.toml:1:1: 'category' is missing",
                          "a.toml:1:1: 'severity' is missing", "a.toml:1:1: 'matches' is missing",
                          "a.toml:1:1: 'examples' is missing", "a.toml:1:1: 'when' is missing"));
  EXPECT_THAT(mistakes_of(signature("'x'", "'x'", "weight = 5")),
              ElementsAre("a.toml:7:1: unknown key 'weight'"));
}

TEST(SignatureMistakes, WordsOfClosedLists) {
  EXPECT_THAT(
      mistakes_of("[[signature]]\nid = 'A B'\ncategory = 'protocl'\nseverity = 'bad'\n"
                  "when = 'payload.tcp'\nmatches = 'x'\nto = 'me'\nports = [0]\nexamples = 'x'\n"),
      ElementsAre("a.toml:2:6: 'A B' is not an id: write it like 'ssh.banner', with a-z, 0-9, '_', "
                  "'-' and dots between words, at most 64 characters",
                  "a.toml:3:12: 'protocl' is not a category; did you mean 'protocol'?; there are "
                  "backdoor, exploit, malware, policy, protocol, ransomware, scan, tunnel",
                  "a.toml:4:12: 'bad' is not a severity; there are info, low, medium, high, "
                  "critical",
                  "a.toml:7:6: 'to' must be 'server' or 'client'",
                  "a.toml:8:9: 'ports' must be a whole number from 1 to 65535, or an array of them "
                  "that is not empty"));
}

TEST(SignatureMistakes, PayloadIsFoundByExpressionsOnly) {
  EXPECT_THAT(
      mistakes_of(rule("payload.tcp", "is = 'x'")),
      ElementsAre("a.toml:1:1: payload is found by 'matches' only: it is a stream of bytes, "
                  "not a text"));
  EXPECT_THAT(
      mistakes_of(rule("payload.udp", "domain = 'x'")),
      ElementsAre("a.toml:1:1: payload is found by 'matches' only: it is a stream of bytes, "
                  "not a name"));
  EXPECT_THAT(mistakes_of(signature("'x'", "'x'", "when = 'http.host'")),
              ElementsAre("a.toml:1:1: a signature is found in payload: 'when' must be "
                          "'payload.tcp' or 'payload.udp'"));
  EXPECT_THAT(mistakes_of(rule("http.host", "matches = 'x'\nports = 80")),
              ElementsAre("a.toml:1:1: 'ports' goes with payload.tcp and payload.udp alone; other "
                          "fields are read wherever they are"));
  EXPECT_THAT(mistakes_of(signature("'x'", "'x'", "ports = [1, 2, 3, 4, 5, 6, 7, 8, 9]")),
              ElementsAre("a.toml:1:1: 'ports' holds 9; at most 8 can be named, and none means "
                          "all"));
}

TEST(SignatureMistakes, ExpressionsThatCannotBeTaken) {
  EXPECT_THAT(mistakes_of(signature("['a*', '(']")),
              ElementsAre("a.toml:6:12: Hyperscan does not take the expression: it matches the "
                          "empty text",
                          "a.toml:6:18: RE2 does not take the expression: missing ): ("));
}

TEST(SignatureMistakes, ExpressionsThatCostTooMuchAreToldWhatTheyCost) {
  EXPECT_THAT(
      mistakes_of(signature(
          "['needle', 'a.{900}b.{900}c.{900}d', '([^a]{100}b[^c]{400}d|[^e]{100}f[^g]{300}h)']")),
      ElementsAre(MatchesRegex("a.toml:6:22: this expression needs [0-9]+ bytes of memory "
                               "for every open stream; at most [0-9]+ are allowed: shorten "
                               "its repeats"),
                  MatchesRegex("a.toml:6:48: this expression takes [0-9]+ times as long as "
                               "a plain text to scan for; at most 30 times is allowed: .*")));
  EXPECT_THAT(mistakes_of(signature("'([^a]{100}b[^c]{400}d|[^e]{100}f[^g]{300}h)'", "'x'",
                                    "when = 'payload.udp'")),
              ElementsAre(MatchesRegex("a.toml:6:11: this expression takes .*")));
  EXPECT_THAT(mistakes_of(signature("'.*.*'")),
              ElementsAre("a.toml:6:11: Hyperscan does not take the expression: it matches the "
                          "empty text"));
  EXPECT_THAT(
      mistakes_of(rule("http.server", "matches = '([^a]{100}b[^c]{400}d|[^e]{100}f[^g]{300}h)'")),
      IsEmpty())
      << "texts of fields are short";
}

TEST(SignatureMistakes, ExpressionsInCommonUseAreNotTooExpensive) {
  EXPECT_THAT(mistakes_of(signature(
                  R"(['^SSH-[12]\.[0-9]+-', '\xffSMB', '(?i)user-agent: [a-z]{3,20}x',
                      '[a-z]{3}[0-9]{3}', '(?i)(select|union).{1,100}from', '\d{3}-\d{2}-\d{4}',
                      '\w+\s+\w+\s+end', '(\x90){20}', '^.{4}\xfeSMB', '.{32}x$'])")),
              IsEmpty());
}

TEST(SignatureMistakes, AnIdThatIsTaken) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", signature("'x'"))
      .write("b.toml", signature("'y'"));
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("b.toml:1:1: the id 'a.b' is that of " + directory.in("a.toml") +
                          ":1:1 already; 'matches' may hold several expressions"));
}

TEST(SignatureMistakes, MoreThanCanBeCounted) {
  std::string rules;
  for (int i = 0; i <= 1'000; ++i) {
    const std::string text = signature("'x" + std::to_string(i) + "y'");
    rules += "[[signature]]\nid = 'a" + std::to_string(i) + text.substr(text.find("'\n"));
  }
  EXPECT_THAT(mistakes_of(rules),
              ElementsAre("a.toml:8001:1: there are more than 1000 signatures; each is two series, "
                          "so leave some out"));
}

TEST(SignatureExamples, AreBytes) {
  EXPECT_THAT(failures_of(signature(R"('^\x03\x00\xe0')", R"('\x03\x00\xe0')")), IsEmpty());
  EXPECT_THAT(failures_of(signature(R"('^\\x41$')", R"('\x5cx41')")), IsEmpty());
  EXPECT_THAT(failures_of(signature(R"('\\xzz')", R"('a\xzz')")), IsEmpty());
}

TEST(SignatureExamples, AreFoundInOnePieceAndInTwo) {
  EXPECT_THAT(failures_of(signature("'ne+dle$'", "['needle', 'a needle']")), IsEmpty());
  EXPECT_THAT(failures_of(signature("'needle'", "'a pin'", "counterexamples = ['a needle']")),
              ElementsAre("example 'a pin' is not matched by its own rule",
                          "counterexample 'a needle' is matched by its own rule"));
  EXPECT_THAT(failures_of(signature("'needle'", "'a pin'", "when = 'payload.udp'")),
              ElementsAre("example 'a pin' is not matched by its own rule"));
}

TEST(SignatureExamples, WhateverPortsAndHeadingTheyAskFor) {
  EXPECT_THAT(failures_of(signature("'needle'", "'needle'", "ports = [445]\nto = 'client'")),
              IsEmpty());
}

TEST(PayloadRules, ReadWhatStandsBeforeTheEndOfTheMatch) {
  const auto failures = [](std::string_view expression) {
    return failures_of(
        "[[rule]]\ndevice = { os = 'Android', os_version = '{1}' }\nwhen = 'payload.tcp'\n"
        "weight = 60\nexamples = ['Android 13;']\nmatches = '" +
        std::string{expression} + "'\n");
  };
  EXPECT_THAT(failures(R"(Android (\d+);)"), IsEmpty());
  EXPECT_THAT(failures(R"(Android (\d+))"),
              ElementsAre("example 'Android 13;', whose match ends with 'Android 1', gives "
                          "os_version '1', which the taxonomy does not "
                          "declare"))
      << "the match ends as soon as it can";
}

}  // namespace
}  // namespace tapcensus

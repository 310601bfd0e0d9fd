// What an operator is told about rules that cannot be taken: all of it, with its place.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "match/captures.hpp"
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> mistakes_of(std::string_view rules, std::string_view table = "") {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rules).write("t.tsv", table);
  return mistakes_in(directory);
}

TEST(RuleMistakes, AreAllReportedAtOnceInTheOrderOfTheFiles) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", "[vendors]\nApple = { country = 'us' }\n")
      .write("b.toml", "[[rule]\n")
      .write("a.toml", rule("dhcp.vendor_clas", "is = 'x'", "vendor = 'Aple'") +
                           rule("http.server", "matches = '('"));
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("taxonomy.toml:2:21: 'country' must be two capital letters (ISO 3166-1)",
                          "a.toml:2:21: unknown vendor 'Aple'; did you mean 'Apple'?",
                          "a.toml:3:8: unknown field 'dhcp.vendor_clas'; did you mean "
                          "'dhcp.vendor_class'?",
                          "a.toml:10:11: RE2 does not take the expression: missing ): (",
                          StartsWith("b.toml:1:")));
}

TEST(RuleMistakes, ATaxonomyThatCannotBeReadIsTheOneThingSaidOfNames) {
  TemporaryDirectory directory;
  directory.write("a.toml", rule("http.server", "is = 'x'"));
  EXPECT_THAT(mistakes_in(directory), ElementsAre("taxonomy.toml: cannot be read"));
  directory.write("taxonomy.toml", "[vendors");
  EXPECT_THAT(mistakes_in(directory), ElementsAre(StartsWith("taxonomy.toml:1:9: ")));
}

TEST(RuleMistakes, ADirectoryThatIsNotThere) {
  Catalog catalog;
  const auto result = RuleSet::load("/nonexistent/rules", catalog, 1);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.errors().at(0).sentence(),
            "/nonexistent/rules: cannot be read: No such file or directory");
}

TEST(RuleMistakes, UnknownKeysSuggestTheNearest) {
  EXPECT_THAT(mistakes_of("[[rule]]\ndevice = { vendr = 'Apple' }\nwhen = 'http.server'\n"
                          "is = 'x'\nwieght = 5\nweight = 60\nexamples = ['x']\n"),
              ElementsAre("a.toml:2:10: 'device' says nothing",
                          "a.toml:2:12: unknown key 'vendr'; did you mean 'vendor'?",
                          "a.toml:5:1: unknown key 'wieght'; did you mean 'weight'?"));
  EXPECT_THAT(mistakes_of("[[rules]]\n"),
              ElementsAre("a.toml:1:3: unknown key 'rules'; did you mean 'rule'?"));
}

TEST(RuleMistakes, WhatARuleMustHave) {
  EXPECT_THAT(mistakes_of("[[rule]]\n"),
              ElementsAre("a.toml:1:1: 'device' is missing", "a.toml:1:1: 'examples' is missing",
                          "a.toml:1:1: 'when' is missing", "a.toml:1:1: 'weight' is missing",
                          "a.toml:1:1: one of 'is', 'matches' and 'domain' is missing"));
  EXPECT_THAT(mistakes_of("[[rule]]\ndevice = { vendor = 'Apple' }\nwhen = 'http.server'\n"
                          "is = ''\nweight = 100\nexamples = []\n"),
              ElementsAre("a.toml:4:6: a matcher may not be empty",
                          "a.toml:5:10: 'weight' must be a whole number from 1 to 99",
                          "a.toml:6:12: 'examples' must be a string, or an array of strings that "
                          "is not empty"));
  EXPECT_THAT(mistakes_of(rule("http.server", "is = 'x'\ndomain = 'x'")),
              ElementsAre("a.toml:1:1: a rule has one of 'is', 'matches' and 'domain', not two"));
}

TEST(RuleMistakes, NamesThatTheTaxonomyDoesNotDeclare) {
  const auto sentence = [](std::string_view device) {
    const auto found = mistakes_of(rule("http.server", "is = 'x'", device));
    return found.empty() ? "none" : found.front();
  };
  EXPECT_EQ(sentence("family = 'iphone'"),
            "a.toml:2:21: unknown family 'iphone'; did you mean 'iPhone'?");
  EXPECT_EQ(sentence("type = ['phone', 'laptop']"), "a.toml:2:29: unknown type 'laptop'");
  EXPECT_EQ(sentence("family = 'iPhone', vendor = 'Samsung'"),
            "a.toml:2:21: the family 'iPhone' is of the vendor 'Apple', not 'Samsung'");
  EXPECT_EQ(sentence("family = 'iPhone', model = 'SM-G991B'"),
            "a.toml:2:39: the model 'SM-G991B' is of the family 'Galaxy', not 'iPhone'");
  EXPECT_EQ(sentence("os = 'iOS', os_version = '99'"),
            "a.toml:2:37: the taxonomy declares no version '99' of 'iOS'");
  EXPECT_EQ(sentence("vendor = 'Apple', os_version = '16'"),
            "a.toml:2:43: 'os_version' needs an 'os'");
}

TEST(RuleMistakes, AnApplicationThatIsNotDeclared) {
  EXPECT_THAT(mistakes_of(rule("http.server", "is = 'x'\napplication = 'Chromum'")),
              ElementsAre("a.toml:5:15: unknown application 'Chromum'; did you mean 'Chromium'?"));
}

TEST(RuleMistakes, AnApplicationPretendsOrDoesNot) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", "[applications]\nBot = { covers = 'x', pretends = 'yes' }\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("taxonomy.toml:2:34: 'pretends' must be true or false"));
}

TEST(RuleMistakes, OfTheTaxonomyItself) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml",
                  "[vendors]\nApple = {}\n[systems]\niOS = { vendor = 'Appel', version = '1' }\n"
                  "[families]\niPhone = { vendor = 'Apple', type = 'phon', os = 'iSO' }\n"
                  "[models]\nX = { family = 'iPhon' }\nY = 3\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("taxonomy.toml:2:9: 'country' is missing",
                          "taxonomy.toml:4:18: unknown vendor 'Appel'; did you mean 'Apple'?",
                          "taxonomy.toml:4:27: unknown key 'version'; did you mean 'versions'?",
                          "taxonomy.toml:6:37: unknown type 'phon'; did you mean 'phone'?",
                          "taxonomy.toml:6:50: unknown os 'iSO'; did you mean 'iOS'?",
                          "taxonomy.toml:8:16: unknown family 'iPhon'; did you mean 'iPhone'?",
                          "taxonomy.toml:9:5: 'Y' must be a table"));
}

TEST(RuleMistakes, OfKindsOfSystems) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml",
                  "[systems]\nAndroid = { versions = [] }\n"
                  "TV = { kind_of = 'Android', versions = [] }\n"
                  "Bravia = { kind_of = 'TV', versions = [] }\n"
                  "Own = { kind_of = 'Own', versions = [] }\n"
                  "Watch = { kind_of = 'Andriod', versions = [] }\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("taxonomy.toml:4:1: 'kind_of' must name a system that is not itself a "
                          "kind of one",
                          "taxonomy.toml:5:1: 'kind_of' must name a system that is not itself a "
                          "kind of one",
                          "taxonomy.toml:6:21: unknown os 'Andriod'; did you mean 'Android'?"));
}

TEST(RuleMistakes, OfParentsAndReleases) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml",
                  "[vendors]\nA = { country = 'US', parent = 'B' }\n"
                  "B = { country = 'US', parent = 'A' }\nC = { country = 'US', parent = 'D' }\n"
                  "[systems]\niOS = { versions = ['16'] }\n"
                  "[releases.iOSS]\n[releases.iOS]\n"
                  "16 = { released = 2022-09-12, supported_until = 2021-01-01 }\n"
                  "99 = { supported_until = 'soon' }\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("taxonomy.toml:3:1: 'parent' leads back to the vendor itself",
                          "taxonomy.toml:4:32: unknown vendor 'D'",
                          "taxonomy.toml:7:11: unknown os 'iOSS'; did you mean 'iOS'?",
                          "taxonomy.toml:9:6: 'supported_until' is before 'released'",
                          "taxonomy.toml:10:1: the taxonomy declares no version '99' of 'iOS'",
                          "taxonomy.toml:10:6: 'released' is missing",
                          "taxonomy.toml:10:26: 'supported_until' must be a date, such as "
                          "2009-10-22"));
  directory.write("taxonomy.toml",
                  "[vendors]\n[systems]\niOS = { versions = ['16'] }\n"
                  "[releases.iOS]\n16 = { released = 2022-02-30 }\n");
  EXPECT_THAT(mistakes_in(directory), ElementsAre(StartsWith("taxonomy.toml:5:")));
}

TEST(RuleMistakes, Captures) {
  const auto sentence = [](std::string_view matcher, std::string_view device) {
    const auto found = mistakes_of(rule("http.server", matcher, device));
    return found.size() == 1 ? found.front() : std::to_string(found.size()) + " mistakes";
  };
  EXPECT_EQ(sentence("is = 'x'", "os = 'iOS', os_version = '{1}'"),
            "a.toml:1:1: captures need 'matches'");
  EXPECT_EQ(sentence("matches = ['(x)(y)', '(x)(?:y)']", "os = 'iOS', os_version = '{1}.{2}'"),
            "a.toml:4:22: there is no group {2}: the expression has 1");
  EXPECT_EQ(sentence("matches = '(x)'", "family = ['iPhone', '{1}']"), "2 mistakes");
  EXPECT_EQ(sentence("matches = '(x)'", "os = 'iOS', os_version = ['16', '{1}']"),
            "a.toml:2:38: captures may not stand in a set");
  EXPECT_EQ(sentence("matches = '(x)'", "os = 'iOS', os_version = '{x}'"),
            "a.toml:2:37: a capture is written {1} to {9}");
  EXPECT_EQ(sentence("matches = '(x)'", "vendor = 'Apple', os_version = '{1}'"),
            "a.toml:2:10: 'os_version' needs an 'os'");
}

TEST(RuleMistakes, ExpressionsThatOneOfTheEnginesDoesNotTake) {
  const auto sentence = [](std::string_view expression) {
    const auto found =
        mistakes_of(rule("http.server", "matches = ['fine', '" + std::string{expression} + "']"));
    return found.size() == 1 ? found.front() : std::to_string(found.size()) + " mistakes";
  };
  EXPECT_THAT(sentence("a*"), StartsWith("a.toml:4:20: Hyperscan does not take the expression: "));
  EXPECT_THAT(sentence("x{5000}"), StartsWith("a.toml:4:20: RE2 does not take the expression: "));
  EXPECT_THAT(sentence("(?=x)y"), HasSubstr("'(?=x' is not in the common syntax"));
  EXPECT_THAT(sentence("x\\vy"), HasSubstr("'\\v' is not in the common syntax"));
  EXPECT_THAT(sentence("(a)\\1"), HasSubstr("'\\1' is not in the common syntax"));
  EXPECT_THAT(sentence("x\\"), HasSubstr("may not end in a backslash"));
}

TEST(RuleMistakes, Domains) {
  EXPECT_THAT(
      mistakes_of(rule("tls.sni", "domain = ['*.apple.com', 'a b', '.']")),
      ElementsAre("a.toml:4:11: '*.apple.com' is not a DNS name; names below a name are "
                  "part of it",
                  "a.toml:4:26: 'a b' is not a DNS name", "a.toml:4:33: '' is not a DNS name"));
}

TEST(RuleMistakes, Tables) {
  const std::string table = "[[table]]\nwhen='eth.oui'\nfile='t.tsv'\nlevel='vendor'\nweight=70\n";
  EXPECT_THAT(
      mistakes_of(table, "# a comment\n00\tApple\n01 Apple\n02\tAple\n03\tAple\n00\tSamsung"),
      ElementsAre("t.tsv:3:1: a line is a key, a tab and a value",
                  "t.tsv:4:4: unknown vendor 'Aple'; did you mean 'Apple'?",
                  "t.tsv:6:1: line 2 gives '00' another value"));
  EXPECT_THAT(mistakes_of("[[table]]\nwhen='eth.oui'\nfile='u.tsv'\nlevel='vendor'\nweight=70\n"),
              ElementsAre("a.toml:3:6: 'u.tsv' cannot be read"));
  EXPECT_THAT(mistakes_of("[[table]]\nwhen='eth.oui'\nfile='t.tsv'\nlevel='type'\n"),
              ElementsAre("a.toml:1:1: 'weight' is missing",
                          "a.toml:4:7: 'level' must be vendor, family or model"));
}

TEST(RuleMistakes, WhatIsNoFileKeepsNobodyWaiting) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy);
  ASSERT_EQ(mkfifo(directory.in("a.toml").c_str(), 0600), 0);
  std::filesystem::create_directory(directory.in("b.toml"));
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("a.toml: cannot be read", "b.toml: cannot be read"));
}

TEST(RuleMistakes, LeaveTheCatalogueAsItWas) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rule("http.server", "is = 'x'"));
  Catalog catalog;
  ASSERT_TRUE(RuleSet::load(directory.path(), catalog, 1).ok());
  directory.write("taxonomy.toml", "[vendors]\nHP = { country = 'US' }\n");
  ASSERT_FALSE(RuleSet::load(directory.path(), catalog, 1).ok());
  EXPECT_TRUE(catalog.taxonomy.declares(Level::vendor, "Apple"));
  EXPECT_EQ(catalog.rules(), 1u);
}

TEST(Examples, OfTheRulesBesideThisTestConvince) {
  const Loaded loaded{example_rules()};
  for (const Error& error : prove_examples(*loaded.rules, loaded.catalog)) {
    ADD_FAILURE() << error.sentence();
  }
  EXPECT_EQ(loaded.rules->undeclared(), 0u);
}

TEST(Examples, ThatDoNotConvinceAreNamedAtTheirRule) {
  TemporaryDirectory directory;
  const std::string version = "os = 'iOS', os_version = '{1}'";
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml",
             "\n[[rule]]\ndevice = { vendor = 'Apple' }\nwhen = 'http.server'\nis = 'abc'\n"
             "weight = 60\nexamples = ['abc', 'abd']\ncounterexamples = ['x', 'abc']\n" +
                 rule("http.server", "matches = 'x(\\d*)'", version) + "counterexamples = ['xx']\n")
      .write("b.toml", "[[rule]]\ndevice = { " + version +
                           " }\nwhen = 'http.server'\nmatches = 'x(\\d*)$'\n"
                           "weight = 60\nexamples = ['x', 'x16', 'x99', '" +
                           std::string(kCarriedBytes, 'a') + "x16']\n");
  const Loaded loaded{directory.path()};
  std::vector<std::string> sentences;
  for (const Error& error : prove_examples(*loaded.rules, loaded.catalog)) {
    sentences.push_back(error.sentence().substr(directory.path().string().size() + 1));
  }
  EXPECT_THAT(
      sentences,
      ElementsAre("a.toml:2:1: example 'abd' is not matched by its own rule",
                  "a.toml:2:1: counterexample 'abc' is matched by its own rule",
                  "a.toml:9:1: counterexample 'xx' is matched by its own rule",
                  "b.toml:1:1: example 'x99' gives os_version '99', which the taxonomy does not "
                  "declare",
                  StartsWith("b.toml:1:1: the captures of example 'aaaa")));
}

}  // namespace
}  // namespace tapcensus

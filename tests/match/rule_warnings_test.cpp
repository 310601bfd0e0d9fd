// The checker tells what is suspicious, with its place, and is silent about what is in order.
#include "match/rule_warnings.hpp"

#include <gmock/gmock.h>

#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kSmallTaxonomy = R"([vendors]
Apple = { country = "US" }
Samsung = { country = "KR" }
[systems]
iOS = { vendor = "Apple" }
Android = { kernel = "Linux" }
Linux = {}
[families]
iPhone = { vendor = "Apple", os = "iOS" }
[models]
"iPhone X" = { family = "iPhone" }
)";

std::string one(std::string_view matches, std::string_view device, int weight,
                std::string_view examples) {
  std::string text{"[[rule]]\nwhen = 'http.user_agent'\ndevice = { "};
  ((text += device) += " }\nmatches = '") += matches;
  (text += "'\nweight = " + std::to_string(weight) + "\nexamples = [") += examples;
  return text + "]\n";
}

// All that is used, so that nothing is said of it.
const std::string kAll =
    "[[rule]]\nwhen = 'ssh.banner'\ndevice = { model = 'iPhone X' }\n"
    "is = 'a'\nweight = 90\nexamples = ['a']\n"
    "[[rule]]\nwhen = 'ssh.banner'\n"
    "device = { vendor = 'Samsung', os = ['Android', 'Linux'] }\n"
    "is = 'b'\nweight = 90\nexamples = ['b']\n";

std::vector<std::string> warnings(const std::string& rules, const std::string& used = kAll,
                                  const std::string& more_names = {}) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", std::string{kSmallTaxonomy} + more_names)
      .write("a.toml", rules)
      .write("b.toml", used);
  const Loaded loaded{directory.path()};
  std::vector<std::string> sentences;
  for (const Error& error : rule_warnings(directory.path(), *loaded.rules, loaded.catalog)) {
    sentences.push_back(error.sentence().substr(directory.in("").size()));
  }
  return sentences;
}

TEST(RuleWarnings, SayNothingOfRulesThatAreInOrder) {
  EXPECT_THAT(warnings(one("iPhone", "family = 'iPhone'", 95, "'iPhone'") +
                       one("Galaxy", "vendor = 'Samsung'", 90, "'Galaxy S8'")),
              IsEmpty());
}

TEST(RuleWarnings, NameWhatNothingCanClaim) {
  EXPECT_THAT(
      warnings(one("iPhone", "family = 'iPhone'", 95, "'iPhone'"), ""),
      ElementsAre(StartsWith("taxonomy.toml:3:1: warning: unused: no rule and no table can claim "
                             "the vendor 'Samsung'"),
                  HasSubstr("system 'Android'"), HasSubstr("system 'Linux'"),
                  AllOf(StartsWith("taxonomy.toml:11:1: "), HasSubstr("model 'iPhone X'"))));
}

TEST(RuleWarnings, NameAnApplicationThatNoRuleNames) {
  const std::string rule = one("iPhone", "family = 'iPhone'", 95, "'iPhone'");
  const std::string applications =
      "[applications]\nCurl = { covers = 'curl' }\nWget = { covers = 'wget' }\n";
  EXPECT_THAT(warnings(rule + "application = 'Curl'\n", kAll, applications),
              ElementsAre(StartsWith(
                  "taxonomy.toml:14:1: warning: unused: no rule names the application 'Wget'")));
}

TEST(RuleWarnings, CapturesAndTablesClaimToo) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kSmallTaxonomy)
      .write("a.toml",
             one("^(i.+)$", "family = 'iPhone', model = '{1}'", 95, "'iPhone X'") +
                 "[[table]]\nwhen = 'eth.oui'\nfile = 'oui.tsv'\nlevel = 'vendor'\nweight = 70\n")
      .write("oui.tsv", "001122\tSamsung\n");
  const Loaded loaded{directory.path()};
  std::vector<std::string> unused;
  for (const Error& error : rule_warnings(directory.path(), *loaded.rules, loaded.catalog)) {
    unused.push_back(error.what);
  }
  EXPECT_THAT(unused, ElementsAre(HasSubstr("'Android'"), HasSubstr("'Linux'")));
}

TEST(RuleWarnings, NameAModelThatIsSpelledInTwoWays) {
  TemporaryDirectory directory;
  directory
      .write("taxonomy.toml", "[vendors]\nApple = { country = 'US' }\nHP = { country = 'US' }\n")
      .write("a.toml",
             "[[table]]\nwhen = 'ssh.banner'\nmatches = '^(.+)$'\nfile = ['a.tsv', 'b.tsv']\n"
             "columns = ['key', 'vendor', 'model']\nweight = 90\nexamples = ['a1']\n")
      .write("a.tsv", "a1\tApple\tMac mini\na2\tHP\tMac Mini\na3*\tApple\tMac*\n")
      .write("b.tsv", "b1\tApple\tMac Mini\nb2\tApple\tApple MacMini\nb3\tApple\tMac mini 2\n");
  const Loaded loaded{directory.path()};
  std::vector<std::string> sentences;
  for (const Error& error : rule_warnings(directory.path(), *loaded.rules, loaded.catalog)) {
    sentences.push_back(error.sentence().substr(directory.in("").size()));
  }
  EXPECT_THAT(
      sentences,
      ElementsAre("b.tsv:1:1: warning: spelled twice: the Apple Mac mini is 'Mac Mini' here; "
                  "devices would be counted apart",
                  "b.tsv:2:1: warning: spelled twice: the Apple Mac mini is 'Apple MacMini' "
                  "here; devices would be counted apart"));
}

TEST(RuleWarnings, ARuleThatSaysNothingOfItsOwnIsShadowed) {
  EXPECT_THAT(warnings(one("iPhone", "family = 'iPhone'", 95, "'iPhone', 'iPhone OS'") +
                       one("^iPhone OS", "vendor = 'Apple'", 90, "'iPhone OS'")),
              ElementsAre(AllOf(StartsWith("a.toml:7:1: warning: shadowed: "), HasSubstr("a:1"))));
}

TEST(RuleWarnings, ARuleThatSaysMoreOrMoreSurelyIsNotShadowed) {
  EXPECT_THAT(warnings(one("iPhone", "vendor = 'Apple'", 95, "'iPhone', 'iPhone OS'") +
                       one("^iPhone OS", "family = 'iPhone'", 90, "'iPhone OS'") +
                       one("^iPhone OS 9", "vendor = 'Apple'", 97, "'iPhone OS 9'")),
              IsEmpty());
}

TEST(RuleWarnings, OfTwoThatSayTheSameTheLaterIsShadowed) {
  EXPECT_THAT(warnings(one("iPhone", "vendor = 'Apple'", 90, "'iPhone'") +
                       one("(?i)iphone", "vendor = 'Apple'", 90, "'iPhone'")),
              ElementsAre(StartsWith("a.toml:7:1: ")));
}

TEST(RuleWarnings, TwoThatAreSureOfDifferentThingsContradict) {
  EXPECT_THAT(warnings(one("iPhone", "vendor = 'Apple'", 90, "'iPhone'") +
                       one("^i.*Galaxy", "vendor = 'Samsung'", 70, "'iPhone, no Galaxy'") +
                       one("^i.*no", "vendor = 'Samsung'", 60, "'it is no iPhone'")),
              ElementsAre("a.toml:7:1: warning: contradictory: of example 'iPhone, no Galaxy' it "
                          "says vendor Samsung, and a:1 says vendor Apple"));
}

TEST(RuleWarnings, AnExceptionThatIsSurerIsNoContradiction) {
  const std::string broad = one("Galaxy", "vendor = 'Samsung'", 90, "'Galaxy S8'");
  EXPECT_THAT(warnings(broad + one("iPhone", "vendor = 'Apple'", 95, "'iPhone, no Galaxy'")),
              IsEmpty());
  EXPECT_THAT(warnings(broad + one("iPhone", "vendor = 'Apple'", 94, "'iPhone, no Galaxy'")),
              ElementsAre(HasSubstr("contradictory")));
}

TEST(RuleWarnings, AKindOfASystemIsNoContradictionOfIt) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", "[systems]\nAndroid = {}\nTV = { kind_of = 'Android' }\n")
      .write("a.toml", one("Android", "os = 'Android'", 95, "'Android 9'") +
                           one("TV", "os = 'TV'", 90, "'Android 9; TV', 'TV'"));
  const Loaded loaded{directory.path()};
  EXPECT_THAT(rule_warnings(directory.path(), *loaded.rules, loaded.catalog), IsEmpty());
}

TEST(RuleWarnings, AnExampleThatASurerRuleDeniesIsAContradiction) {
  EXPECT_THAT(warnings(one("Galaxy", "vendor = 'Samsung'", 90, "'Galaxy S8'") +
                       one("S8", "vendor = 'Apple'", 99, "'iPhone S8'")),
              ElementsAre(AllOf(StartsWith("a.toml:1:1: "), HasSubstr("contradictory"))));
}

TEST(RuleWarnings, ARuleThatIsWrongMoreOftenThanItsWeightSaysIsTooBroad) {
  std::string rules = one("e", "vendor = 'Samsung'", 60, "'Galaxy e'");
  for (const char* const name : {"iPhone 1", "iPhone 2", "iPhone 3"}) {
    rules += one(name, "vendor = 'Apple'", 90, "'" + std::string{name} + "'");
  }
  EXPECT_THAT(warnings(rules),
              ElementsAre(AllOf(StartsWith("a.toml:1:1: warning: too broad: holds for examples of "
                                           "3 other rules, and 3 of these"),
                                HasSubstr("iPhone 3"))));
}

}  // namespace
}  // namespace tapcensus

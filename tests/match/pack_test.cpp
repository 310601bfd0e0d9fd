// Packs beside our rules: loaded by the same loader, under their own name, and never against ours.
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kHead =
    "[pack]\nname = 'theirs'\nversion = '3'\nlicence = 'MIT'\nsource = 'there'\n";

std::string their_rule(std::string_view matches, std::string_view device,
                       std::string_view more = "") {
  return "[[rule]]\ndevice = { " + std::string{device} +
         " }\nwhen = 'http.user_agent'\nmatches = '" + std::string{matches} + "'\nweight = 70\n" +
         std::string{more} + "\n";
}

class Packs : public ::testing::Test {
 protected:
  Packs() {
    ours_.write("taxonomy.toml", kTaxonomy);
    theirs_.write("pack.toml", kHead);
  }
  RuleSources sources() const {
    return {ours_.path(), {{.name = "theirs", .directory = theirs_.path()}}};
  }
  // What the rules that speak claim, by id.
  std::vector<std::string> said(Field field, std::string_view text) {
    Catalog catalog;
    auto rules = RuleSet::load(sources(), catalog, 1);
    EXPECT_TRUE(rules.ok()) << (rules.ok() ? "" : rules.errors().front().sentence());
    std::vector<std::string> ids;
    if (!rules.ok()) return ids;
    rules.value()->match({field, text}, 0, [&](RuleId rule) { ids.push_back(catalog[rule].id); });
    return ids;
  }
  std::string mistakes() {
    Catalog catalog;
    const auto rules = RuleSet::load(sources(), catalog, 1);
    std::string text;
    if (rules.ok()) return text;
    for (const Error& error : rules.errors()) text += error.sentence() + '\n';
    return text;
  }
  using Ids = std::vector<std::string>;
  TemporaryDirectory ours_, theirs_;
};

TEST_F(Packs, AreListedWithVersionAndLicence) {
  ours_.write("a.toml", rule("http.user_agent", "is = 'x'"));
  theirs_.write("b.toml", their_rule("y", "vendor = 'Apple'") + their_rule("z", "os = 'iOS'"));
  Catalog catalog;
  const auto rules = Loaded::take(RuleSet::load(sources(), catalog, 1));
  ASSERT_EQ(rules->packs().size(), 2u);
  EXPECT_EQ(rules->packs()[0].name, "own");
  EXPECT_EQ(rules->packs()[1].name, "theirs");
  EXPECT_EQ(rules->packs()[1].version, "3");
  EXPECT_EQ(rules->packs()[1].licence, "MIT");
  EXPECT_EQ(rules->rules_of(0), 1u) << "theirs are not counted as ours";
  EXPECT_EQ(rules->rules_of(1), 2u);
}

TEST_F(Packs, OfAListTheFirstThatMatchesSpeaksAlone) {
  theirs_.write("b.toml", their_rule("Toaster", "", "list = 'os'") +
                              their_rule("iPhone", "os = 'iOS'", "list = 'os'") +
                              their_rule("Phone", "os = 'Android'", "list = 'os'") +
                              their_rule("Phone", "vendor = 'Apple'", "list = 'maker'"));
  EXPECT_EQ(said(Field::http_user_agent, "iPhone"), (Ids{"theirs/b:7", "theirs/b:19"}));
  EXPECT_EQ(said(Field::http_user_agent, "Phone"), (Ids{"theirs/b:13", "theirs/b:19"}));
  EXPECT_EQ(said(Field::http_user_agent, "Toaster iPhone"), (Ids{"theirs/b:19"}))
      << "a silent rule keeps those behind it from speaking";
}

TEST_F(Packs, SpeakOnlyOfWhatOursAreSilentOn) {
  ours_.write("a.toml", rule("http.user_agent", "is = 'iPhone'", "vendor = 'Samsung'"));
  theirs_.write("b.toml",
                their_rule("Phone", "vendor = 'Apple'") + their_rule("Phone", "os = 'iOS'"));
  EXPECT_EQ(said(Field::http_user_agent, "iPhone"), (Ids{"a:1", "theirs/b:7"}));
  EXPECT_EQ(said(Field::http_user_agent, "Phone"), (Ids{"theirs/b:1", "theirs/b:7"}));
}

TEST_F(Packs, TheLongestPrefixOfAnAddressSpeaks) {
  ours_
      .write("a.toml",
             "[[table]]\nwhen = 'eth.oui'\nfile = 'o.tsv'\nlevel = 'vendor'\nweight = 70\n")
      .write("o.tsv", "0001c8\tApple\n");
  theirs_
      .write("b.toml",
             "[[table]]\nwhen = 'eth.oui'\nfile = 'p.tsv'\nlevel = 'vendor'\nweight = 68\n")
      .write("vendors.tsv", "Apple\t\nSmall\t\nTiny\t\n")
      .write("p.tsv", "0001c8\tSamsung\n0001c87\tSmall\n0001c8712\tTiny\n0001c9\tSamsung\n");
  EXPECT_EQ(said(Field::eth_oui, "0001c8"), (Ids{"o.tsv:Apple"})) << "ours counts";
  EXPECT_EQ(said(Field::eth_oui, "0001c8999"), (Ids{"o.tsv:Apple"}));
  EXPECT_EQ(said(Field::eth_oui, "0001c8799"), (Ids{"theirs/p.tsv:Small"}));
  EXPECT_EQ(said(Field::eth_oui, "0001c8712"), (Ids{"theirs/p.tsv:Tiny"}));
  EXPECT_EQ(said(Field::eth_oui, "0001c9"), (Ids{"theirs/p.tsv:Samsung"}));
  Catalog catalog;
  EXPECT_TRUE(Loaded::take(RuleSet::load(sources(), catalog, 1))->asks_address_blocks());
  EXPECT_FALSE(Loaded::take(RuleSet::load(ours_.path(), catalog, 1))->asks_address_blocks());
}

TEST_F(Packs, MistakesNameTheFileOfThePack) {
  theirs_.write("b.toml", their_rule("(", "vendor = 'Nobody'"));
  EXPECT_NE(mistakes().find(theirs_.in("b.toml") + ":2:21: unknown vendor 'Nobody'"),
            std::string::npos)
      << mistakes();
}

TEST_F(Packs, WithoutANameOfItsOwnItIsNone) {
  theirs_.write("pack.toml", "[pack]\nname = 'own'\nversion = '1'\nlicence = 'x'\nsource = 'y'\n");
  EXPECT_NE(mistakes().find("the name of a pack has at most 32"), std::string::npos);
  theirs_.write("pack.toml", "[pack]\nname = 'theirs'\n");
  EXPECT_NE(mistakes().find("'licence' is missing"), std::string::npos);
}

TEST_F(Packs, ListsAreForPacksAndFew) {
  std::string many;
  for (char list = 'a'; list < 'f'; ++list) {
    many += their_rule("x", "os = 'iOS'", std::string{"list = '"} + list + "'");
  }
  theirs_.write("b.toml", many);
  EXPECT_NE(mistakes().find("a pack has at most 4 lists"), std::string::npos);
  theirs_.write("b.toml", "");
  ours_.write("a.toml", their_rule("x", "os = 'iOS'", "list = 'a'\nexamples = ['x']"));
  EXPECT_NE(mistakes().find("lists are for packs"), std::string::npos);
}

TEST_F(Packs, APrefixHasTheDigitsOfABlock) {
  theirs_
      .write("b.toml",
             "[[table]]\nwhen = 'eth.oui'\nfile = 'p.tsv'\nlevel = 'vendor'\nweight = 68\n")
      .write("p.tsv", "0001C8\tApple\n0001c812\tApple\n");
  EXPECT_NE(mistakes().find("p.tsv:1:1: an address prefix has 6, 7 or 9 digits"),
            std::string::npos);
  EXPECT_NE(mistakes().find("p.tsv:2:1: "), std::string::npos);
}

}  // namespace
}  // namespace tapcensus

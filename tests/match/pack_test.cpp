// Packs beside our rules: loaded by the same loader, under their own name, heard where ours say
// nothing of the same text; and out of the cache as out of their files.
#include "match/explanation.hpp"
#include "match/prepared_rules.hpp"
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
  // The rules that speak, by id: of the files, and of what the cache has kept of them.
  std::vector<std::string> said(Field field, std::string_view text) {
    const auto ids = said_by(sources(), field, text);
    EXPECT_EQ(said_by(sources(), field, text), ids) << "out of the cache";
    return ids;
  }
  std::vector<std::string> said_by(const RuleSources& sources, Field field, std::string_view text) {
    Catalog catalog;
    auto rules = RuleSet::load(sources, catalog, 1, cache_.path());
    EXPECT_TRUE(rules.ok()) << (rules.ok() ? "" : rules.errors().front().sentence());
    std::vector<std::string> ids;
    if (!rules.ok()) return ids;
    rules.value()->match({field, text}, 0, [&](RuleId rule) { ids.push_back(catalog[rule].id); });
    return ids;
  }
  // Whether all comes out of the image, from beside which the databases have been taken.
  bool is_cached(const RuleSources& sources) {
    for (const auto& entry : std::filesystem::directory_iterator{cache_.path()}) {
      if (entry.path().extension() == ".hsdb") std::filesystem::remove(entry.path());
    }
    return PreparedRules::prepare(sources, 1, cache_.path(), Compiling::elsewhere).ok();
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
  TemporaryDirectory ours_, theirs_, cache_;
};

TEST_F(Packs, AreListedWithVersionAndLicence) {
  ours_.write("a.toml", rule("http.user_agent", "is = 'x'"));
  theirs_.write("b.toml", their_rule("y", "vendor = 'Apple'") + their_rule("z", "os = 'iOS'"));
  for (const std::string where : {"of the files", "out of the cache"}) {
    Catalog catalog;
    const auto rules = Loaded::take(RuleSet::load(sources(), catalog, 1, cache_.path()));
    ASSERT_EQ(rules->packs().size(), 2u) << where;
    EXPECT_EQ(rules->packs()[0].name, "own") << where;
    EXPECT_EQ(rules->packs()[1].name, "theirs") << where;
    EXPECT_EQ(rules->packs()[1].version, "3") << where;
    EXPECT_EQ(rules->packs()[1].licence, "MIT") << where;
    EXPECT_EQ(rules->packs()[1].source, "there") << where;
    EXPECT_EQ(rules->rules_of(0), 1u) << "theirs are not counted as ours, " << where;
    EXPECT_EQ(rules->rules_of(1), 2u) << where;
    ASSERT_EQ(rules->rows().size(), 3u) << where;
    EXPECT_EQ(rules->rows()[0].pack, 0u) << where;
    EXPECT_EQ(rules->rows()[2].pack, 1u) << where;
  }
}

TEST_F(Packs, AnImageIsOfThePacksThatAreSwitchedOn) {
  ours_.write("a.toml", rule("http.user_agent", "is = 'x'"));
  theirs_.write("b.toml", their_rule("y", "vendor = 'Apple'"));
  EXPECT_EQ(said(Field::http_user_agent, "y"), (Ids{"theirs/b:1"}));
  EXPECT_EQ(said_by(ours_.path(), Field::http_user_agent, "y"), Ids{});
  EXPECT_EQ(said_by(ours_.path(), Field::http_user_agent, "x"), (Ids{"a:1"}));
  EXPECT_TRUE(is_cached(sources()));
  EXPECT_TRUE(is_cached(ours_.path()));
}

TEST_F(Packs, AChangeOfTheirFilesIsSeenBehindAnImage) {
  theirs_.write("b.toml", their_rule("y", "vendor = 'Apple'"));
  ASSERT_EQ(said(Field::http_user_agent, "y"), (Ids{"theirs/b:1"}));
  EXPECT_TRUE(is_cached(sources()));
  theirs_.write("b.toml", their_rule("z", "vendor = 'Apple'"));
  EXPECT_FALSE(is_cached(sources()));
  EXPECT_EQ(said(Field::http_user_agent, "y"), Ids{});
  theirs_.write("c.toml", their_rule("y", "vendor = 'Apple'"));
  EXPECT_EQ(said(Field::http_user_agent, "y"), (Ids{"theirs/c:1"}));
  theirs_.write("vendors.tsv", "Nobody\tDE\n");
  EXPECT_FALSE(is_cached(sources()));
}

TEST_F(Packs, AListIsConvertedAgainOnlyWhenWhatItReadHasChanged) {
  TemporaryDirectory installed;
  installed.write("list", "y");
  int conversions = 0;
  const PackSource list{
      .name = "theirs", .directory = {}, .convert = [&](const Taxonomy&) {
        ++conversions;
        ConvertedPack made;
        made.files = {{"pack.toml", std::string{kHead}}};
        const auto word = read_noted(installed.path() / "list", made.inputs);
        const auto more = read_noted(installed.path() / "more", made.inputs);
        made.files.push_back({"b.toml", their_rule(*word, "vendor = 'Apple'") +
                                            (more ? their_rule(*more, "os = 'iOS'") : "")});
        return made;
      }};
  const RuleSources sources{ours_.path(), {list}};
  const auto said_of = [&](std::string_view text) {
    return said_by(sources, Field::http_user_agent, text);
  };
  EXPECT_EQ(said_of("y"), (Ids{"theirs/b:1"}));
  EXPECT_EQ(said_of("y"), (Ids{"theirs/b:1"}));
  EXPECT_EQ(conversions, 1);
  installed.write("list", "z");
  EXPECT_EQ(said_of("y"), Ids{});
  EXPECT_EQ(conversions, 2);
  installed.write("more", "y");
  EXPECT_EQ(said_of("y"), (Ids{"theirs/b:7"})) << "a file that was missing has come";
  EXPECT_EQ(conversions, 3);
}

TEST_F(Packs, AnExplanationNamesThePackAndTheLineOfTheBlock) {
  ours_.write("a.toml", rule("eth.oui", "matches = '^0001c8'", "os = 'iOS'"));
  theirs_
      .write("b.toml",
             "[[table]]\nwhen = 'eth.oui'\nfile = 'p.tsv'\nlevel = 'vendor'\nweight = 68\n")
      .write("p.tsv", "0001c8\tSamsung\n0001c87\tApple\n");
  Catalog catalog;
  const auto rules = Loaded::take(RuleSet::load(sources(), catalog, 1, cache_.path()));
  const auto explainer = Explainer::open(sources(), *rules, catalog);
  ASSERT_TRUE(explainer.ok());
  const auto found = explainer.value()->explain(Field::eth_oui, "0001c8712");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].pack->name, "own");
  EXPECT_EQ(found[1].pack->name, "theirs");
  EXPECT_EQ(found[1].wanted, "0001c87");
  EXPECT_EQ(found[1].end, 7u);
  ASSERT_EQ(found[1].entries.size(), 1u);
  EXPECT_EQ(found[1].entries[0].place, theirs_.in("p.tsv") + ":2");
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

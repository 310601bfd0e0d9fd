// Tables that read their key out of the text: what a code stands for, and nothing else.
#include "match/code_table.hpp"

#include <gmock/gmock.h>

#include <array>
#include <string>

#include "match/expressions.hpp"
#include "match/rule_directory.hpp"
#include "match/rule_files.hpp"
#include "match/said_name.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr std::string_view kTable =
    "[[table]]\nwhen = 'http.user_agent'\nmatches = ['; ([^;()]+) Build', '; ([^;()]+)\\)']\n"
    "file = 't.tsv'\ncolumns = ['key', 'vendor', 'model', 'family']\nweight = 90\n"
    "examples = ['(Linux; Android 9; SM-A1)']\ncounterexamples = ['(Linux; Android 9; Nobody)']\n";

constexpr std::string_view kLines =
    "# source and date\n"
    "SM-A1\tSamsung\tGalaxy A1\tGalaxy\r\n"
    "SM-A2+\tSamsung\tOne\n"
    "SM-A2 Plus\tSamsung\tTwo\n"
    "both\tSamsung\tOne\nboth\tApple\tTwo\n"
    "half\tSamsung\tOne\nhalf\tSamsung\n"
    "X\tApple\tiPhone X\n"
    "SM-G991B\tApple\tSM-G991B\n"
    "GT-I9*\tSamsung\tGalaxy S III\n"
    "GT*\tSamsung\n"
    "DIR-*\tApple\tDIR-*\n"
    "QQ####*\tSamsung\tTab ####\nQQ1000\tSamsung\tThe Thousand\n"
    "Apple R##*\tApple\tR##\n"
    "A35*\tApple\nApple A35-*\tApple\tTab A35\n"
    "Band ## 5G\tApple\tBand ## 5G\nBand ##*\tApple\tBand ##\n"
    "Samsung Electronics *\tSamsung\n"
    "Samsung Tizen *\tSamsung\t*\n"
    "Frame *\tSamsung\tThe Frame *\nQE*\tSamsung\tQE*\n"
    "Apple *\tApple\n";

TemporaryDirectory& fill(TemporaryDirectory& directory, std::string_view lines = kLines) {
  return directory.write("taxonomy.toml", kTaxonomy).write("a.toml", kTable).write("t.tsv", lines);
}

std::string says(const std::string& code) {
  TemporaryDirectory directory;
  const Loaded loaded{fill(directory).path()};
  return loaded.claim(Field::http_user_agent, "(Linux; Android 9; " + code + ")");
}

TEST(CodeTable, NamesVendorAndModelWhateverCaseAndSigns) {
  for (const auto code : {"SM-A1", "sm a1", "SMA1", "Sm_A1"}) {
    EXPECT_EQ(says(code), "vendor=Samsung family=Galaxy model=Galaxy A1") << code;
  }
}

TEST(CodeTable, SaysNothingOfWhatItDoesNotKnow) {
  for (const auto code : {"SM-A", "SM-A11", "Z", "-"}) EXPECT_EQ(says(code), "") << code;
}

TEST(CodeTable, APlusIsAWord) {
  EXPECT_EQ(says("SM-A2plus"), "vendor=Samsung model=One model=Two");
  EXPECT_EQ(says("SM-A2"), "");
}

TEST(CodeTable, WhatSeveralMakersShareNamesNoModel) {
  EXPECT_EQ(says("both"), "vendor=Apple vendor=Samsung");
}

TEST(CodeTable, ANameThatOneOfTheLinesLacksIsNotClaimed) {
  EXPECT_EQ(says("half"), "vendor=Samsung");
}

TEST(CodeTable, WhatTheTaxonomyKnowsOfTheModelFollows) {
  EXPECT_EQ(says("X"), "vendor=Apple family=iPhone model=iPhone X type=phone os=iOS");
}

TEST(CodeTable, AnEqualNameOfAnotherVendorIsAnotherModel) {
  EXPECT_EQ(says("SM-G991B"), "vendor=Apple model=SM-G991B");
}

TEST(CodeTable, TheLongestBeginningHolds) {
  EXPECT_EQ(says("GT-I9300"), "vendor=Samsung model=Galaxy S III");
  EXPECT_EQ(says("GT-P1000"), "vendor=Samsung");
}

TEST(CodeTable, ABeginningThatEndsInASignIsAWord) {
  for (const auto code : {"DIR-615", "DIR615", "DIR 615"}) {
    EXPECT_THAT(says(code), ::testing::StartsWith("vendor=Apple model=DIR-")) << code;
  }
  EXPECT_EQ(says("DIR-X15"), "vendor=Apple model=DIR-X15");
  for (const auto code : {"Directory 2", "DI-R615"}) EXPECT_EQ(says(code), "") << code;
  EXPECT_EQ(says("GTX"), "vendor=Samsung");
}

TEST(CodeTable, ASchemeNamesTheModelByTheDigitsOfTheCode) {
  EXPECT_EQ(says("QQ7012"), "vendor=Samsung model=Tab 7012");
  EXPECT_EQ(says("QQ 7012-3G"), "vendor=Samsung model=Tab 7012");
  for (const auto code : {"QQ701", "QQ70123", "QQ", "QQ70x2", "QQ####"})
    EXPECT_EQ(says(code), "") << code;
}

TEST(CodeTable, ALineOfItsOwnWinsOverTheScheme) {
  EXPECT_EQ(says("QQ1000"), "vendor=Samsung model=The Thousand");
}

TEST(CodeTable, ADigitOfASchemeStandsForItself) {
  EXPECT_EQ(says("Band 12 5G"), "vendor=Apple model=Band 12 5G");
  EXPECT_EQ(says("Band 12 4G"), "vendor=Apple model=Band 12");
}

TEST(CodeTable, AKeyMayHoldTheMakersName) {
  EXPECT_EQ(says("Apple R12 Pro"), "vendor=Apple model=R12");
  EXPECT_EQ(says("R12 Pro"), "");
}

TEST(CodeTable, ALineThatNamesTheModelWinsOverOneThatKnowsTheMakerAlone) {
  EXPECT_EQ(says("Apple A35-H"), "vendor=Apple model=Tab A35");
  EXPECT_EQ(says("A35-H"), "vendor=Apple");
}

TEST(CodeTable, FirstWordsNameTheMakerAndTheRestIsItsCode) {
  EXPECT_EQ(says("Samsung Electronics SM-A1"), "vendor=Samsung family=Galaxy model=Galaxy A1");
  EXPECT_EQ(says("samsung-electronics GT-I9305"), "vendor=Samsung model=Galaxy S III");
  EXPECT_EQ(says("Samsung Electronics"), "vendor=Samsung");
  EXPECT_EQ(says("Apple SM-A1"), "vendor=Apple");
  EXPECT_EQ(says("Apples SM-A1"), "");
}

TEST(CodeTable, AStarInTheModelIsWhatTheDeviceCallsItself) {
  EXPECT_EQ(says("Samsung Tizen Galaxy_Fold  Z-3"), "vendor=Samsung model=Galaxy Fold Z-3");
  EXPECT_EQ(says("samsung-tizen-SMA9"), "vendor=Samsung model=SMA9");
  EXPECT_EQ(says("FRAME 32in"), "vendor=Samsung model=The Frame 32in");
  EXPECT_EQ(says("Samsung Electronics Frame 32in"), "vendor=Samsung model=The Frame 32in");
  EXPECT_EQ(says("QE55Q60"), "vendor=Samsung model=QE55Q60");
}

TEST(CodeTable, AHyphenInAHostNameIsABlank) {
  TemporaryDirectory directory;
  fill(directory).write("a.toml",
                        "[[table]]\nwhen = 'dhcp.hostname'\nmatches = '^(.+)$'\nfile = 't.tsv'\n"
                        "columns = ['key', 'vendor', 'model', 'family']\nweight = 90\n"
                        "examples = ['SM-A1']\n");
  const Loaded loaded{directory.path()};
  EXPECT_EQ(loaded.claim(Field::dhcp_hostname, "Frame-32-in"),
            "vendor=Samsung model=The Frame 32 in");
  EXPECT_EQ(says("Frame 32-in"), "vendor=Samsung model=The Frame 32-in");
}

TEST(CodeTable, RegionsAndRevisionsAreNoPartOfAName) {
  EXPECT_EQ(says("Samsung Tizen Fold 3_EEA"), "vendor=Samsung model=Fold 3");
  for (const auto said : {"Fold 3-ROW", "Fold_3 (revision 2)", "Fold 3_RU (revision 2)"}) {
    EXPECT_EQ(said_name("", said), "Fold 3") << said;
  }
  EXPECT_EQ(said_name("", "EU"), "EU");
}

TEST(CodeTable, WhatTheMakersLinesKnowIsNotLeftToTheDevice) {
  EXPECT_EQ(says("Samsung Tizen SM-A1"), "vendor=Samsung family=Galaxy model=Galaxy A1");
  EXPECT_EQ(says("Samsung Tizen QQ7012"), "vendor=Samsung model=Tab 7012");
}

TEST(CodeTable, WhatIsNoPlainNameNamesNoModel) {
  for (const auto code : {"", "-", "Smart TV", "Tablet 4G", "FHD Google TV", "<script>", "a{b}",
                          "\xc3\xa9t\xc3\xa9", "0123456789 0123456789 0123456789 0"}) {
    EXPECT_EQ(says("Samsung Tizen " + std::string{code}), "vendor=Samsung") << code;
  }
}

TEST(CodeTable, NamesThatDevicesSayAreNotDeclaredAndHaveAnEnd) {
  TemporaryDirectory directory;
  Loaded loaded{fill(directory).path()};
  const auto id_of = [&](const std::string& code) {
    const std::string text = "(Linux; Android 9; " + code + ")";
    const RuleId rule = loaded.hits(Field::http_user_agent, text).front();
    const Claim& claim = loaded.catalog[loaded.rules->claim(rule, text)];
    return claim.at(Level::model);
  };
  EXPECT_FALSE(loaded.catalog.declares(id_of("Samsung Tizen X1").front()));
  EXPECT_TRUE(loaded.catalog.declares(id_of("Samsung Tizen SM-A1").front()));
  for (std::size_t i = 0; i < Catalog::kMostSaid; ++i) {
    id_of("Samsung Tizen Made " + std::to_string(i));
  }
  EXPECT_TRUE(id_of("Samsung Tizen One more").empty());
  EXPECT_EQ(loaded.catalog.name(id_of("Samsung Tizen X1").front()), "X1");
  EXPECT_GT(loaded.catalog.refused(), 0u);
}

TEST(CodeTable, AStarInAModelNeedsAKeyThatGoesOn) {
  TemporaryDirectory directory;
  fill(directory, "SM-A1\tSamsung\t*\nQQ##*\tSamsung\tQ*\nX*\tApple\ta*b\nY*\tApple\tY*\n");
  const std::string says =
      ": a '*' at the end of a model stands for what follows a key that ends in '*', and has no "
      "'#'";
  EXPECT_THAT(mistakes_in(directory), ElementsAre("t.tsv:1:15" + says, "t.tsv:2:15" + says));
}

TEST(CodeTable, ExpressionsAreTriedUntilOneFindsACode) {
  TemporaryDirectory directory;
  const Loaded loaded{fill(directory).path()};
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "; Nobody Build ; SM-A1)"),
            "vendor=Samsung family=Galaxy model=Galaxy A1");
  EXPECT_EQ(loaded.rules->unknown_codes(), 0u);
}

TEST(CodeTable, ACodeThatIsNotKnownIsCountedAndIsNoCaptureThatIsNotDeclared) {
  TemporaryDirectory directory;
  const Loaded loaded{fill(directory).path()};
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "; Nobody)"), "");
  EXPECT_EQ(loaded.rules->unknown_codes(), 1u);
  EXPECT_EQ(loaded.rules->undeclared(), 0u);
}

TEST(CodeTable, ACodeThatIsCutIsNotBelieved) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml",
             "[[table]]\nwhen = 'http.user_agent'\nmatches = '; ([^;()]+)'\n"
             "file = 't.tsv'\ncolumns = ['key', 'vendor']\nweight = 90\n"
             "examples = ['; GT']\n")
      .write("t.tsv", "GT\tSamsung\n");
  const Loaded loaded{directory.path()};
  const std::string text = std::string(kCarriedBytes - 4, ' ') + "; GT-I9300";
  const auto hit = loaded.hits(Field::http_user_agent, text);
  ASSERT_EQ(hit.size(), 1u);
  const Claim& claim = loaded.catalog[loaded.rules->claim(hit[0], CarriedText{text}.view())];
  EXPECT_EQ(claim, Claim{});
}

TEST(CodeTable, IsProvenByItsExamplesAndListedAsATable) {
  TemporaryDirectory directory;
  const Loaded loaded{fill(directory).path()};
  EXPECT_THAT(prove_examples(*loaded.rules, loaded.catalog), IsEmpty());
  ASSERT_EQ(loaded.rules->rows().size(), 1u);
  EXPECT_TRUE(loaded.rules->rows()[0].table);
  EXPECT_EQ(loaded.rules->rows()[0].matcher, "table t.tsv");

  TemporaryDirectory other;
  const Loaded foreign{fill(other, "Nobody\tApple\n").path()};
  EXPECT_EQ(prove_examples(*foreign.rules, foreign.catalog).size(), 2u);
}

TEST(CodeTable, LinesSayTheSameInOneFileOrInSeveral) {
  std::array<std::string, 3> files;
  std::size_t turn = 0;
  for (std::string_view left = kLines; !left.empty(); ++turn) {
    const std::size_t end = left.find('\n') + 1;
    files[turn % files.size()] += left.substr(0, end);
    left.remove_prefix(end);
  }
  std::string table{kTable};
  table.replace(table.find("'t.tsv'"), 7, "['t.tsv', 'u.tsv', 'v.tsv']");
  TemporaryDirectory one, several;
  files[2] += "Apple *\tApple\nSamsung Electronics *\tSamsung\n";  // lists may share lines
  fill(several, files[0]).write("a.toml", table).write("u.tsv", files[1]).write("v.tsv", files[2]);
  const Loaded together{fill(one).path()};
  const Loaded apart{several.path()};
  for (const std::string code :
       {"SM-A1", "sm-a2 plus", "both", "half", "X", "GT-I9305", "GT-5", "QQ1234", "QQ1000",
        "Apple R12 Pro", "Apple Band 3 Pro", "Band 3 5G", "samsung-electronics GT-I9305",
        "Samsung Electronics", "Apple SM-A1", "FRAME 32in", "Samsung Electronics Frame 32in",
        "QE55Q60", "Nobody"}) {
    const std::string text = "(Linux; Android 9; " + code + ")";
    EXPECT_EQ(apart.claim(Field::http_user_agent, text),
              together.claim(Field::http_user_agent, text))
        << code;
  }
}

TEST(CodeTable, TablesOfSeveralFieldsShareTheirFiles) {
  TemporaryDirectory directory;
  fill(directory).write("b.toml",
                        "[[table]]\nwhen = 'adb.banner'\nmatches = 'model=([^;]+);'\nfile = "
                        "'t.tsv'\ncolumns = ['key', 'vendor', 'model', 'family']\nweight = 90\n"
                        "examples = ['model=SM-A1;']\n");
  const Loaded loaded{directory.path()};
  EXPECT_EQ(loaded.claim(Field::adb_banner, "model=SM-A1;"),
            "vendor=Samsung family=Galaxy model=Galaxy A1");
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "; SM-A1 Build"),
            "vendor=Samsung family=Galaxy model=Galaxy A1");

  fill(directory, "SM-A1\tSamsun\n");
  EXPECT_EQ(mistakes_in(directory).size(), 1u);
}

TEST(CodeTable, WhenItsFileChangesTheRuleIsAnother) {
  TemporaryDirectory directory;
  Catalog catalog;
  const auto load = [&](std::string_view lines) {
    fill(directory, lines);
    return RuleSet::load(directory.path(), catalog, 1).value()->rows()[0].id;
  };
  const RuleId first = load("SM-A1\tSamsung\n");
  EXPECT_EQ(load("SM-A1\tSamsung\n"), first);
  EXPECT_NE(load("SM-A1\tApple\n"), first);
}

TEST(CodeTable, EveryMistakeHasItsPlace) {
  TemporaryDirectory directory;
  fill(directory,
       "SM-A1\tSamsun\nSM-A1\tSamsung\tx\tGalaxi\nSM-A1\tApple\tx\tGalaxy\n"
       "a\tApple\tb\tiPhone\te\n-\tApple\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("t.tsv:1:7: unknown vendor 'Samsun'; did you mean 'Samsung'?",
                          "t.tsv:2:17: unknown family 'Galaxi'; did you mean 'Galaxy'?",
                          "t.tsv:3:15: the family 'Galaxy' is of the vendor 'Samsung', not 'Apple'",
                          "t.tsv:4:1: a line has at most 4 columns, with tabs between",
                          "t.tsv:5:1: a key has 1 to 96 letters and digits"));
  directory.write("a.toml",
                  "[[table]]\nwhen = 'http.user_agent'\nmatches = ['a(b)(c)', 'x(y)']\n"
                  "file = 'none.tsv'\ncolumns = ['key', 'modl', 'key']\nweight = 90\n"
                  "exmples = ['a']\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("a.toml:1:1: 'examples' is missing",
                          "a.toml:1:1: 'columns' must hold 'key' and 'vendor'",
                          "a.toml:3:12: an expression of a table has one group, the key; this one "
                          "has 2",
                          "a.toml:4:8: 'none.tsv' cannot be read",
                          "a.toml:5:19: unknown column 'modl'; did you mean 'model'?",
                          "a.toml:5:27: the column 'key' stands there twice",
                          "a.toml:7:1: unknown key 'exmples'; did you mean 'examples'?"));
}

TEST(Vendors, MayStandInATableOfTheirOwn) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "is = 'x'", "vendor = 'Obscure'"))
      .write("vendors.tsv", "# more\nObscure\nLenco\tNL\n");
  const Loaded loaded{directory.path()};
  EXPECT_EQ(loaded.claim(Field::http_server, "x"), "vendor=Obscure");
  EXPECT_EQ(loaded.catalog.taxonomy.vendors.find("Obscure")->second.country, "");
  EXPECT_EQ(loaded.catalog.taxonomy.vendors.find("Lenco")->second.country, "NL");

  directory.write("vendors.tsv", "Apple\tUS\nObscure\tcn\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("vendors.tsv:1:1: the vendor 'Apple' is declared already",
                          "vendors.tsv:2:1: a line is a vendor, a tab, and two capital letters "
                          "(ISO 3166-1) or nothing",
                          "a.toml:2:21: unknown vendor 'Obscure'"));
}

TEST(Organizations, NameVendorsThatAreDeclared) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "is = 'x'", "vendor = 'Apple'"))
      .write("organizations.tsv", "# by hand\nApple, Inc\tApple\nIntel\t-\n");
  Mistakes mistakes;
  const auto taxonomy = read_taxonomy_files(directory.path(), mistakes);
  ASSERT_TRUE(taxonomy);
  EXPECT_TRUE(mistakes.none());
  EXPECT_THAT(taxonomy->organizations, ElementsAre(Pair("Apple, Inc", "Apple"), Pair("Intel", "")));

  directory.write("organizations.tsv", "Apple\nPear, Inc\tPear\nIntel\t-\nIntel\tApple\n");
  EXPECT_THAT(mistakes_in(directory),
              ElementsAre("organizations.tsv:1:1: a line is how an organization's name begins, a "
                          "tab, and a vendor or '-'",
                          "organizations.tsv:2:1: the vendor 'Pear' is not declared",
                          "organizations.tsv:4:1: 'Intel' stands here already"));
}

}  // namespace
}  // namespace tapcensus

// What a rule claims of a device: what it states, what follows, what it captures.
#include <gmock/gmock.h>

#include "match/capture_template.hpp"
#include "match/captures.hpp"
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kIPhone = "vendor=Apple family=iPhone type=phone os=iOS";

TEST(Claim, AFamilyGivesItsVendorTypeAndSystem) {
  const Loaded loaded{example_rules()};
  EXPECT_EQ(loaded.claim(Field::dhcp_vendor_class, "Hewlett-Packard LaserJet"),
            "vendor=HP family=LaserJet type=printer");
}

TEST(Claim, AModelGivesItsFamilyAndAllThatFollows) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "is = 'x'", "model = 'iPhone X'"));
  EXPECT_EQ(Loaded{directory.path()}.claim(Field::http_server, "x"),
            "vendor=Apple family=iPhone model=iPhone X type=phone os=iOS");
}

TEST(Claim, WhatTheRuleStatesStands) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "is = 'x'",
                            "family = 'iPhone', os = ['iOS', 'Android'], os_version = '14.1'"));
  EXPECT_EQ(Loaded{directory.path()}.claim(Field::http_server, "x"),
            "vendor=Apple family=iPhone type=phone os=iOS os=Android os_version=14.1");
}

TEST(Claim, WherePretendersSpeakNothingElseCounts) {
  TemporaryDirectory directory;
  directory
      .write("taxonomy.toml",
             std::string{kTaxonomy} + "Crawlers = { covers = 'search engines', pretends = true }\n")
      .write("phones.toml", rule("http.user_agent", "matches = 'iPhone'", "family = 'iPhone'"))
      .write("robots.toml", rule("http.user_agent", "matches = 'bot/'\napplication = 'Crawlers'",
                                 "type = 'server'"));
  const std::string cache = directory.path() / "cache";
  for (const bool cold : {true, false}) {
    const Loaded loaded{directory.path(), cache};
    EXPECT_EQ(loaded.claim(Field::http_user_agent, "(iPhone) Somebot/2.1"), "type=server") << cold;
    EXPECT_EQ(loaded.names(Field::http_user_agent, "(iPhone) Somebot/2.1").size(), 1u) << cold;
    EXPECT_EQ(loaded.claim(Field::http_user_agent, "(iPhone)"), kIPhone) << cold;
  }
}

constexpr std::string_view kKernels =
    "[systems]\nLinux = { versions = [] }\nAndroid = { kernel = 'Linux', versions = [] }\n"
    "Tizen = { kernel = 'Linux', versions = [] }\niOS = { versions = [] }\n";

TEST(Claim, AKernelIsEverySystemThatRunsOnIt) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kKernels)
      .write("a.toml", rule("http.server", "is = 'x'", "kernel = 'Linux'"));
  EXPECT_EQ(Loaded{directory.path()}.claim(Field::http_server, "x"),
            "os=Android os=Linux os=Tizen");
}

TEST(Claim, AKernelIsOneThatSystemsAreDeclaredToRunOn) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kKernels)
      .write("a.toml", rule("http.server", "is = 'x'", "kernel = 'iOS'"))
      .write("b.toml", rule("http.server", "is = 'y'", "kernel = 'Linux', os = 'iOS'"));
  EXPECT_THAT(mistakes_in(directory),
              ::testing::ElementsAre("a.toml:2:21: no system runs on the kernel 'iOS'",
                                     "b.toml:2:21: a rule has 'os' or 'kernel', not both"));
}

TEST(Claim, ASetOfFamiliesGivesNothingFurther) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "is = 'x'", "family = ['iPhone', 'Galaxy', 'iPhone']"));
  EXPECT_EQ(Loaded{directory.path()}.claim(Field::http_server, "x"), "family=iPhone family=Galaxy");
}

TEST(Claim, ATableClaimsItsLevelAndWhatFollows) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", "[[table]]\nwhen='mdns.txt'\nfile='t.tsv'\nlevel='model'\nweight=70\n")
      .write("t.tsv", "model=D22AP\tiPhone X\r\n# iPhone\n\nmodel=x\tSM-G991B\n");
  const Loaded loaded{directory.path()};
  EXPECT_EQ(loaded.claim(Field::mdns_txt, "model=D22AP"),
            "vendor=Apple family=iPhone model=iPhone X type=phone os=iOS");
  EXPECT_EQ(loaded.claim(Field::mdns_txt, "model=x"),
            "vendor=Samsung family=Galaxy model=SM-G991B os=Android");
}

TEST(Claim, CapturesFillTheVersion) {
  const Loaded loaded{example_rules()};
  const std::string base{kIPhone};
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "(iPhone; CPU iPhone OS 16_3 like"),
            base + " os_version=16.3");
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "(iPhone; CPU iPhone OS 16 like"),
            base + " os_version=16");
  EXPECT_EQ(loaded.rules->undeclared(), 0u);
}

TEST(Claim, AnUndeclaredVersionIsSilentAndCounted) {
  const Loaded loaded{example_rules()};
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "(iPhone; CPU iPhone OS 71233_9 like"), kIPhone);
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "(iPhone; CPU iPhone OS 16_123456 like"), kIPhone);
  EXPECT_EQ(loaded.rules->undeclared(), 2u);
}

TEST(Claim, ACapturedModelGivesItsFamily) {
  const Loaded loaded{example_rules()};
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "Android 13; SM-G991B Build"),
            "vendor=Samsung family=Galaxy model=SM-G991B os=Android os_version=13");
  EXPECT_EQ(loaded.claim(Field::http_user_agent, "Android 13; SM-FORGED Build"),
            "os=Android os_version=13");
  EXPECT_EQ(loaded.rules->undeclared(), 1u);
}

TEST(Claim, ACapturedModelOfAnotherFamilyIsSilentAndCounted) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml",
             rule("http.server", "matches = '^m=(.*)$'", "family = 'iPhone', model = '{1}'"));
  const Loaded loaded{directory.path()};
  EXPECT_EQ(loaded.claim(Field::http_server, "m=SM-G991B"), kIPhone);
  EXPECT_EQ(loaded.rules->undeclared(), 1u);
}

TEST(Claim, ACaptureAtTheCutOfACarriedTextIsNotBelieved) {
  const Loaded loaded{example_rules()};
  const std::string_view agent = "(iPhone; CPU iPhone OS 16_31 like";
  for (const std::size_t lost : {5u, 6u}) {  // 16_31, 16_3
    const std::string text =
        std::string(kCarriedBytes - (agent.size() - lost), ' ') + std::string{agent};
    const auto hit = loaded.hits(Field::http_user_agent, text);
    ASSERT_EQ(hit.size(), 1u);
    const Claim& claim = loaded.catalog[loaded.rules->claim(hit[0], CarriedText{text}.view())];
    ASSERT_EQ(claim.at(Level::os_version).size(), 1u);
    EXPECT_EQ(loaded.catalog.name(claim.at(Level::os_version)[0]), "16");
  }
}

TEST(Claim, TextsWithoutTheCaptureClaimTheRest) {
  const Loaded loaded{example_rules()};
  const auto hit = loaded.hits(Field::http_user_agent, "(iPhone; CPU iPhone OS 16_3 like");
  const Claim& claim = loaded.catalog[loaded.rules->claim(hit.at(0), "cut before it")];
  EXPECT_TRUE(claim.at(Level::os_version).empty());
  EXPECT_EQ(loaded.catalog.name(claim.at(Level::family).at(0)), "iPhone");
  EXPECT_EQ(loaded.rules->undeclared(), 0u);
}

TEST(CaptureTemplate, EmptyCapturesAtTheEndDropOut) {
  const auto fill = [](std::string_view text, std::vector<std::string_view> groups) {
    return CaptureTemplate::read(text)->fill(groups);
  };
  EXPECT_EQ(fill("{1}.{2}", {"16", "3"}), "16.3");
  EXPECT_EQ(fill("{1}.{2}", {"16", ""}), "16");
  EXPECT_EQ(fill("{1}.{2}.{3}", {"16", "", ""}), "16");
  EXPECT_EQ(fill("{1}.{2}", {"", ""}), "");
  EXPECT_EQ(fill("SM-{2}{1}!", {"b", "a"}), "SM-ab!");
  EXPECT_EQ(fill("v{1}!", {""}), "");
}

TEST(CaptureTemplate, RefusesBracesThatAreNotCaptures) {
  for (const auto text : {"{", "}", "{}", "{0}", "{a}", "{10}", "{1", "x}"}) {
    EXPECT_FALSE(CaptureTemplate::read(text)) << text;
  }
}

}  // namespace
}  // namespace tapcensus

// Authors are told why a rule holds: what it looked for, where it was, what became of captures.
#include "match/explanation.hpp"

#include <gmock/gmock.h>

#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Explanations : public ::testing::Test {
 protected:
  Explanations() {
    directory_.write("taxonomy.toml", kTaxonomy)
        .write("a.toml",
               rule("http.user_agent", "matches = ['nothi(n)(g)', 'iOS (\\d+)[._](\\d+)']",
                    "os = 'iOS', os_version = '{1}.{2}'") +
                   rule("http.user_agent", "is = 'x'") +
                   rule("dns.query", "domain = ['example.com', 'time.example.com']") +
                   rule("payload.udp", R"(matches = 'b\x01c')") +
                   "[[table]]\nwhen = 'http.user_agent'\nmatches = '; ([^;()]+)\\)'\n"
                   "file = ['s.tsv', 't.tsv']\ncolumns = ['key', 'vendor', 'model']\nweight = 90\n"
                   "examples = ['; GT)']\n"
                   "[[table]]\nwhen = 'eth.oui'\nfile = 'oui.tsv'\nlevel = 'vendor'\nweight = 70\n")
        .write("s.tsv", "# nothing\n")
        .write("t.tsv", "# codes\nGT\tSamsung\tGalaxy GT\nTT\tSamsung\n")
        .write("oui.tsv", "001122\tApple\n001133\tApple\n");
    loaded_.emplace(directory_.path());
    auto opened = Explainer::open(directory_.path(), *loaded_->rules, loaded_->catalog);
    EXPECT_TRUE(opened.ok());
    explainer_ = std::move(opened).value();
  }

  Explanation only(Field field, std::string_view text) {
    auto explanations = explainer_->explain(field, text);
    EXPECT_EQ(explanations.size(), 1u) << text;
    return explanations.empty() ? Explanation{} : explanations.front();
  }

  TemporaryDirectory directory_;
  std::optional<Loaded> loaded_;
  std::unique_ptr<Explainer> explainer_;
};

TEST_F(Explanations, OfAnExpressionSayWhichOneWhereAndWhatItCaptured) {
  const Explanation found = only(Field::http_user_agent, "I am iOS 16_3.");
  EXPECT_EQ(found.looks_by, "matches");
  EXPECT_EQ(found.wanted, R"(iOS (\d+)[._](\d+))");
  EXPECT_EQ(found.begin, 5u);
  EXPECT_EQ(found.end, 13u);
  EXPECT_THAT(found.captured, ElementsAre("16", "3"));
  EXPECT_EQ(found.os_version, "16.3");
  EXPECT_THAT(found.undeclared, IsEmpty());
  EXPECT_EQ(loaded_->catalog.name(found.claim.at(Level::os_version).front()), "16.3");
}

TEST_F(Explanations, OfACaptureThatIsNotDeclaredSayThatItStaysSilent) {
  const Explanation found = only(Field::http_user_agent, "iOS 99.1");
  EXPECT_THAT(found.undeclared, ElementsAre("os_version '99.1'"));
  EXPECT_THAT(found.claim.at(Level::os_version), IsEmpty());
}

TEST_F(Explanations, OfATextAndOfANameSayWhatHeld) {
  EXPECT_EQ(only(Field::http_user_agent, "x").looks_by, "is");
  const Explanation name = only(Field::dns_query, "a.Time.Example.com");
  EXPECT_EQ(name.looks_by, "domain");
  EXPECT_EQ(name.wanted, "time.example.com");
  EXPECT_EQ(name.begin, 2u);
}

TEST_F(Explanations, OfATableNameTheLineOfTheCode) {
  const Explanation found = only(Field::http_user_agent, "(; g-t)");
  EXPECT_EQ(found.files, "s.tsv, t.tsv");
  EXPECT_THAT(found.captured, ElementsAre("g-t"));
  ASSERT_EQ(found.entries.size(), 1u);
  EXPECT_EQ(found.entries[0].place, directory_.in("t.tsv") + ":2");
  EXPECT_EQ(found.entries[0].text, "GT\tSamsung\tGalaxy GT");
  const Explanation unknown = only(Field::http_user_agent, "(; QQ)");
  EXPECT_THAT(unknown.entries, IsEmpty());
  EXPECT_EQ(unknown.claim, Claim{});
}

TEST_F(Explanations, OfATableOfTextsNameTheLineOfTheText) {
  const Explanation found = only(Field::eth_oui, "001133");
  EXPECT_EQ(found.looks_by, "key");
  ASSERT_EQ(found.entries.size(), 1u);
  EXPECT_EQ(found.entries[0].place, directory_.in("oui.tsv") + ":2");
}

TEST_F(Explanations, OfPayloadSayWhereTheBytesAre) {
  const Explanation found = only(Field::payload_udp, std::string_view{"\0ab\1cd", 6});
  EXPECT_EQ(found.begin, 2u);
  EXPECT_EQ(found.end, 5u);
}

TEST_F(Explanations, OfWhatNobodyKnowsAreNone) {
  EXPECT_THAT(explainer_->explain(Field::http_user_agent, "y"), IsEmpty());
  EXPECT_THAT(explainer_->explain(Field::ssh_banner, "y"), IsEmpty());
}

TEST_F(Explanations, AreNotGivenOfFilesThatHaveChanged) {
  directory_.write("oui.tsv", "001122\tSamsung\n");
  EXPECT_FALSE(Explainer::open(directory_.path(), *loaded_->rules, loaded_->catalog).ok());
}

}  // namespace
}  // namespace tapcensus

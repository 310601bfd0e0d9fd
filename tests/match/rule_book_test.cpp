// Rules are replaced under those who use them, and what was said by former ones is judged by them.
#include "match/rule_book.hpp"

#include <gmock/gmock.h>

#include "match/prepared_rules.hpp"
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kText = "iOS 17.2; old 16.1";

std::string phones(std::string_view expression) {
  return rule("http.user_agent", "matches = '" + std::string{expression} + "'",
              "family = 'iPhone', os_version = '{1}'");
}

// A rule directory, and the book of a sensor with two workers that uses it.
class Book : public ::testing::Test {
 protected:
  Book() {
    directory_.write("taxonomy.toml", kTaxonomy).write("a.toml", phones(R"(iOS (\d+\.\d+))"));
    book_.emplace(2, Loaded::take(RuleSet::load(directory_.path(), catalog_, 2)));
  }

  void reload() { book_->replace(Loaded::take(RuleSet::load(directory_.path(), catalog_, 2))); }
  void all_take() {
    for (std::size_t i = 0; i < 2; ++i) book_->published().reader(i).latest();
  }
  RuleId said_by_worker() {
    RuleId said{};
    book_->published().reader(0).latest().match({Field::http_user_agent, kText}, 0,
                                                [&](RuleId rule) { said = rule; });
    return said;
  }
  std::string version_claimed(RuleId rule) const {
    const auto& ids = catalog_[book_->claim(rule, kText)].at(Level::os_version);
    return ids.empty() ? "none" : std::string{catalog_.name(ids.front())};
  }

  TemporaryDirectory directory_;
  Catalog catalog_;
  std::optional<RuleBook> book_;
};

TEST_F(Book, EvidenceOfAFormerSetIsJudgedByIt) {
  const RuleId former = said_by_worker();
  directory_.write("a.toml", phones(R"(old (\d+\.\d+))"));
  reload();
  const RuleId now = said_by_worker();
  EXPECT_NE(former, now) << "it stands at the same place and claims the same, but reads otherwise";
  EXPECT_EQ(version_claimed(former), "17.2");
  EXPECT_EQ(version_claimed(now), "16.1");
}

TEST_F(Book, FormerSetStaysUntilAllHaveLeftItAndWhatTheySaidIsJudged) {
  const RuleId former = said_by_worker();
  directory_.write("a.toml", phones(R"(old (\d+\.\d+))"));
  reload();
  for (int i = 0; i < 3; ++i) book_->forget();
  EXPECT_FALSE(book_->taken_by_all());
  EXPECT_EQ(book_->sets(), 2u);
  all_take();
  EXPECT_TRUE(book_->taken_by_all());
  // What they had said by it before they left may only now be taken out of their outboxes.
  book_->forget();
  EXPECT_EQ(book_->sets(), 2u);
  EXPECT_EQ(version_claimed(former), "17.2");
  book_->forget();
  EXPECT_EQ(book_->sets(), 1u);
}

TEST_F(Book, CountsDoNotGoDown) {
  directory_.write("taxonomy.toml", std::string{kTaxonomy} + "\n");
  const RuleId rule = said_by_worker();
  book_->claim(rule, "iOS 99.1");
  EXPECT_EQ(book_->undeclared(), 1u);
  for (std::uint64_t expected = 2; expected < 5; ++expected) {
    reload();
    book_->claim(rule, "iOS 99.1");
    EXPECT_EQ(book_->undeclared(), expected);
    all_take();
    book_->forget();
    book_->forget();
    EXPECT_EQ(book_->sets(), 1u);
    EXPECT_EQ(book_->undeclared(), expected);
  }
}

TEST_F(Book, RuleThatIsGoneStillClaimsWhatItClaimed) {
  const RuleId former = said_by_worker();
  directory_.write("a.toml", rule("http.user_agent", "is = 'nothing'"));
  reload();
  all_take();
  for (int i = 0; i < 2; ++i) book_->forget();
  EXPECT_THAT(catalog_.name(catalog_[book_->claim(former, kText)].at(Level::family).front()),
              "iPhone");
}

TEST(Prepared, TouchesNothingUntilItIsEntered) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rule("http.server", "is = 'x'"));
  Catalog catalog;
  auto prepared = PreparedRules::prepare(directory.path(), 1, {});
  ASSERT_TRUE(prepared.ok());
  EXPECT_EQ(catalog.rules(), 0u);
  const std::string version = prepared->version();
  const auto set = Loaded::take(std::move(*prepared).enter(catalog));
  EXPECT_EQ(set->version(), version);
  EXPECT_EQ(catalog.rules(), 1u);
  EXPECT_TRUE(catalog.taxonomy.declares(Level::vendor, "Apple"));
}

TEST(Prepared, FindsNoRoomInAFullCatalogueAndLeavesItAsItIs) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy).write("a.toml", rule("http.server", "is = 'x'"));
  Catalog catalog;
  for (std::size_t i = 0; i < Catalog::kMostClaims; ++i) {
    Claim claim;
    claim.at(Level::model) = {ValueId{static_cast<std::uint32_t>(i)}};
    catalog.intern(claim);
  }
  auto prepared = PreparedRules::prepare(directory.path(), 1, {});
  const auto entered = std::move(*prepared).enter(catalog);
  ASSERT_FALSE(entered.ok());
  EXPECT_THAT(entered.errors().front().sentence(), HasSubstr("restart the sensor"));
  EXPECT_EQ(catalog.rules(), 0u);
  EXPECT_TRUE(catalog.taxonomy.vendors.empty());
}

// Who only adopts does not compile, whatever the cache lacks.
TEST(Prepared, WhatIsToBeCompiledElsewhereIsNotCompiledHere) {
  TemporaryDirectory directory, cache;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("a.toml", rule("http.server", "matches = 'x+y'"));
  const auto prepare = [&](Compiling compiling) {
    return PreparedRules::prepare(directory.path(), 1, cache.path(), compiling);
  };
  const auto refused = prepare(Compiling::elsewhere);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.errors().front().sentence(), HasSubstr("a.toml:4:"));
  EXPECT_THAT(refused.errors().front().sentence(), HasSubstr("not in the cache"));
  ASSERT_TRUE(prepare(Compiling::here).ok());
  EXPECT_TRUE(prepare(Compiling::elsewhere).ok());
}

TEST(Prepared, RulesOfANewSetKeepTheirNumbersWhateverStandsBeforeThem) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy)
      .write("b.toml", rule("http.server", "matches = 'x'") + rule("http.server", "is = 'xx'"))
      .write("c.toml", rule("http.server", "matches = 'xx'"));
  Catalog catalog;
  const auto ids = [&] {
    const auto set = Loaded::take(RuleSet::load(directory.path(), catalog, 1));
    std::vector<std::string> names;
    RuleId last{};
    set->match({Field::http_server, "xx"}, 0, [&](RuleId id) {
      EXPECT_TRUE(names.empty() || last < id);
      last = id;
      names.push_back(catalog[id].id);
    });
    return names;
  };
  EXPECT_THAT(ids(), ElementsAre("b:1", "b:7", "c:1"));
  directory.write("a.toml", rule("http.server", "is = 'xx'"));
  EXPECT_THAT(ids(), ElementsAre("b:1", "b:7", "c:1", "a:1")) << "numbers are never moved";
}

}  // namespace
}  // namespace tapcensus

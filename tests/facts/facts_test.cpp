#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "facts/catalog.hpp"
#include "facts/finding.hpp"

namespace tapcensus {
namespace {

TEST(Field, IsFoundByItsName) {
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    EXPECT_EQ(field_of(name_of(field)), field);
  }
  EXPECT_FALSE(field_of("dhcp.vendor_clas"));
  EXPECT_FALSE(field_of(""));
}

TEST(Findings, KeepWhatFitsAndCountTheRest) {
  const auto findings = std::make_unique<Findings>();
  for (std::size_t i = 0; i < Findings::kMost + 3; ++i) findings->add(Field::dns_query, "name");
  EXPECT_EQ(findings->all().size(), Findings::kMost);
  EXPECT_EQ(findings->left_out(), 3u);
  findings->clear();
  EXPECT_TRUE(findings->all().empty());
  EXPECT_EQ(findings->left_out(), 0u);
}

TEST(Findings, CopyWhatWasComposed) {
  const auto findings = std::make_unique<Findings>();
  std::string composed = "1,3,6";
  findings->add_composed(Field::dhcp_params, composed);
  composed = "gone!";
  EXPECT_EQ(findings->all()[0].text, "1,3,6");
  findings->add_composed(Field::dhcp_params, std::string(Findings::kComposedBytes, 'x'));
  EXPECT_EQ(findings->left_out(), 1u);
}

Taxonomy small_world() {
  Taxonomy taxonomy;
  taxonomy.vendors["Apple"] = {"US"};
  taxonomy.systems["iOS"] = {"Apple", {"16", "17.4"}};
  return taxonomy;
}

TEST(Taxonomy, DeclaresVersionsAndWhatContinuesThem) {
  const Taxonomy taxonomy = small_world();
  for (const char* const known : {"16", "16.3", "16.3.1", "17.4", "17.4.1"}) {
    EXPECT_TRUE(taxonomy.declares_version("iOS", known)) << known;
  }
  for (const char* const forged :
       {"17", "160", "16.", "16..1", "16.x", "71233.9", "", "16.1.1.1.1", "16.999999"}) {
    EXPECT_FALSE(taxonomy.declares_version("iOS", forged)) << forged;
  }
  EXPECT_FALSE(taxonomy.declares_version("Plan 9", "16"));
}

TEST(Taxonomy, AVersionHasTheDatesOfTheOneThatItContinues) {
  using namespace std::chrono_literals;
  Taxonomy taxonomy;
  taxonomy.systems["macOS"].releases = {{"10", {2001y / 3 / 24, {}}},
                                        {"10.1", {2001y / 9 / 25, {}}}};
  const auto released = [&](std::string_view os, std::string_view version) {
    const Release* release = taxonomy.release_of(os, version);
    return release == nullptr ? 1970y / 1 / 1 : release->released;
  };
  EXPECT_EQ(released("macOS", "10.1"), 2001y / 9 / 25);
  EXPECT_EQ(released("macOS", "10.1.4"), 2001y / 9 / 25);
  EXPECT_EQ(released("macOS", "10.15"), 2001y / 3 / 24);
  EXPECT_EQ(released("macOS", "1"), 1970y / 1 / 1);
  EXPECT_EQ(released("Plan 9", "10"), 1970y / 1 / 1);
}

TEST(Taxonomy, DeclaresNamesByLevel) {
  const Taxonomy taxonomy = small_world();
  EXPECT_TRUE(taxonomy.declares(Level::vendor, "Apple"));
  EXPECT_FALSE(taxonomy.declares(Level::vendor, "iOS"));
  EXPECT_TRUE(taxonomy.declares(Level::type, "voip_phone"));
  EXPECT_FALSE(taxonomy.declares(Level::type, "toaster"));
}

TEST(Catalog, GivesEqualThingsOneNumber) {
  Catalog catalog;
  EXPECT_EQ(catalog.intern("Apple"), catalog.intern(std::string{"App"} + "le"));
  Claim claim;
  claim.at(Level::vendor) = {catalog.intern("Apple")};
  const auto id = catalog.intern(claim);
  ASSERT_TRUE(id);
  EXPECT_EQ(catalog.intern(claim), id);
  const RuleEntry rule{"apple:1", "apple.toml:1:1", Field::dns_query, 90, *id};
  EXPECT_EQ(catalog.add(rule), catalog.add(rule)) << "a reload does not grow the catalogue";
  EXPECT_EQ(catalog.rules(), 1u);
}

TEST(Catalog, DoesNotGrowWithoutBound) {
  Catalog catalog;
  for (std::size_t i = 0; i < Catalog::kMostValues + 10; ++i) catalog.try_intern(std::to_string(i));
  EXPECT_EQ(catalog.refused(), 10u);
  EXPECT_TRUE(catalog.try_intern("7")) << "what is known stays known";
}

}  // namespace
}  // namespace tapcensus

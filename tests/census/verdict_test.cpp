// What is concluded from claims, in words.
#include "census/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "census/world.hpp"

namespace tapcensus {
namespace {

using testing::DoubleNear;

struct Voice {
  Source source;
  std::uint8_t weight;
  std::vector<Said> said;
};

struct Case {
  std::string what;
  std::vector<Voice> heard;
  std::vector<std::pair<Level, std::string>> answers;
};

std::vector<Case> cases() {
  return {
      {"one sure claim is believed at all its levels",
       {{Source::http,
         90,
         {vendor({"Apple"}), family({"iPhone"}), os({"iOS"}), version({"16.3"})}}},
       {{Level::vendor, "Apple"},
        {Level::family, "iPhone"},
        {Level::type, "phone"},
        {Level::os, "iOS"},
        {Level::os_version, "16.3"},
        {Level::model, "-"}}},
      {"a claim that is right in less than two of three cases is not an answer",
       {{Source::tcp, 66, {os({"Windows"})}}},
       {{Level::os, "-"}}},
      {"two weak claims that agree are one",
       {{Source::tcp, 60, {os({"Windows"})}}, {Source::dhcp, 60, {os({"Windows"})}}},
       {{Level::os, "Windows"}}},
      {"two weak claims of one family of sources stay weak",
       {{Source::tls, 60, {os({"Windows"})}}, {Source::tls, 55, {os({"Windows"})}}},
       {{Level::os, "-"}}},
      {"equally sure sources that exclude each other leave nothing",
       {{Source::http, 80, {os({"Windows"})}}, {Source::dhcp, 80, {os({"Android"})}}},
       {{Level::os, "-"}}},
      {"the surer source wins over the less sure one",
       {{Source::dhcp, 95, {os({"Windows"})}}, {Source::tcp, 70, {os({"Linux"})}}},
       {{Level::os, "Windows"}}},
      {"a set stays a set while nothing splits it",
       {{Source::tls, 90, {os({"iOS", "macOS"})}}},
       {{Level::os, "iOS|macOS"}, {Level::os_version, "-"}}},
      {"two sets leave what they have in common",
       {{Source::tls, 90, {os({"iOS", "macOS"})}}, {Source::tcp, 90, {os({"iOS", "tvOS"})}}},
       {{Level::os, "iOS"}}},
      {"a set does not weaken the member that another source names",
       {{Source::tcp, 80, {os({"iOS", "macOS"})}}, {Source::http, 70, {os({"iOS"})}}},
       {{Level::os, "iOS"}}},
      {"an ambiguous system and its maker stand together",
       {{Source::tls, 90, {os({"iOS", "macOS"})}}, {Source::link, 95, {vendor({"Apple"})}}},
       {{Level::vendor, "Apple"}, {Level::os, "iOS|macOS"}}},
      {"a model without a family belongs to the vendor that is claimed with it",
       {{Source::http, 90, {vendor({"Samsung"}), model({"SGH-X1"})}}},
       {{Level::vendor, "Samsung"}, {Level::family, "-"}, {Level::model, "SGH-X1"}}},
      {"it falls with its vendor",
       {{Source::http, 70, {vendor({"Samsung"}), model({"SGH-X1"})}},
        {Source::dhcp, 95, {vendor({"Apple"})}}},
       {{Level::vendor, "Apple"}, {Level::model, "-"}}},
      {"it needs one vendor",
       {{Source::http, 90, {vendor({"Samsung", "HP"}), model({"SGH-X1"})}}},
       {{Level::vendor, "HP|Samsung"}, {Level::model, "-"}}},
      {"a model of the same name may be another vendor's",
       {{Source::http, 90, {vendor({"Google"}), model({"Galaxy S8"})}}},
       {{Level::vendor, "Google"}, {Level::family, "-"}, {Level::model, "Galaxy S8"}}},
      {"the model names its family, vendor, type and system",
       {{Source::http, 90, {model({"iPhone X"})}}},
       {{Level::vendor, "Apple"},
        {Level::family, "iPhone"},
        {Level::model, "iPhone X"},
        {Level::type, "phone"},
        {Level::os, "iOS"}}},
      {"a family that has several types leaves the type open",
       {{Source::http, 90, {family({"Galaxy"})}}},
       {{Level::vendor, "Samsung"}, {Level::type, "-"}, {Level::os, "Android"}}},
      {"a family set of one vendor names the vendor",
       {{Source::tls, 90, {family({"Mac", "iPhone"})}}},
       {{Level::vendor, "Apple"}, {Level::family, "Mac|iPhone"}, {Level::os, "iOS|macOS"}}},
      {"a family of another vendor than the decided one is not given",
       {{Source::link, 95, {vendor({"HP"})}},
        {Source::dhcp, 95, {vendor({"HP"})}},
        {Source::tls, 70, {family({"iPhone"})}}},
       {{Level::vendor, "HP"}, {Level::family, "-"}}},
      {"a finer version is compatible with the coarser one",
       {{Source::dhcp, 80, {os({"iOS"}), version({"16"})}},
        {Source::http, 90, {os({"iOS"}), version({"16.3"})}}},
       {{Level::os_version, "16.3"}}},
      {"a build splits 10 from 11",
       {{Source::http, 90, {os({"Windows"}), version({"10", "11"})}},
        {Source::windows, 95, {os({"Windows"}), version({"10.0.19041"})}}},
       {{Level::os_version, "10.0.19041"}}},
      {"Windows 10 or 11 stays open",
       {{Source::http, 90, {os({"Windows"}), version({"10", "11"})}}},
       {{Level::os, "Windows"}, {Level::os_version, "10|11"}}},
      {"of two User-Agents the surer one wins",
       {{Source::http, 95, {os({"Android"}), version({"13"})}},
        {Source::http, 70, {os({"Android"}), version({"10"})}}},
       {{Level::os_version, "13"}}},
      {"two equally sure User-Agents leave two versions",
       {{Source::http, 90, {os({"iOS"}), version({"16.3"})}},
        {Source::http, 90, {os({"iOS"}), version({"16.5"})}}},
       {{Level::os, "iOS"}, {Level::os_version, "16.3|16.5"}}},
      {"where the minor version is in dispute the major one is not",
       {{Source::http, 90, {os({"iOS"}), version({"16.3"})}},
        {Source::dhcp, 85, {os({"iOS"}), version({"16.5"})}}},
       {{Level::os_version, "16"}}},
      {"a version of another system than the decided one says nothing",
       {{Source::dhcp, 99, {os({"Windows"}), version({"10"})}},
        {Source::windows, 95, {os({"Windows"})}},
        {Source::http, 70, {os({"Android"}), version({"13"})}}},
       {{Level::os, "Windows"}, {Level::os_version, "10"}}},
      {"Android may be Android TV, whose version it says",
       {{Source::http, 80, {os({"Android TV"})}},
        {Source::dhcp, 95, {os({"Android"}), version({"11"})}}},
       {{Level::os, "Android TV"}, {Level::os_version, "11"}}},
      {"a weak hint at Android TV leaves Android",
       {{Source::tls, 40, {os({"Android TV"})}}, {Source::dhcp, 95, {os({"Android"})}}},
       {{Level::os, "Android"}}},
      {"two kinds of Android exclude each other",
       {{Source::http, 80, {os({"Android TV"})}}, {Source::tls, 80, {os({"Wear OS"})}}},
       {{Level::os, "-"}}},
      {"what is Android in any case is Android",
       {{Source::http, 80, {os({"Android TV"})}},
        {Source::tls, 80, {os({"Wear OS"})}},
        {Source::dhcp, 95, {os({"Android"})}}},
       {{Level::os, "Android"}}},
      {"nobody said anything", {}, {{Level::vendor, "-"}, {Level::os, "-"}}},
  };
}

TEST(Verdict, AnswersAsTheCasesSay) {
  for (const Case& c : cases()) {
    World world;
    std::vector<Weighted> claims;
    for (const Voice& heard : c.heard) {
      claims.push_back(world.says(heard.source, heard.weight, heard.said));
    }
    const Verdict verdict = conclude(claims, world.catalog);
    for (const auto& [level, answer] : c.answers) {
      EXPECT_EQ(world.answer(verdict, level), answer) << c.what << ": " << name_of(level);
    }
  }
}

double confidence_in_os(std::vector<std::pair<Source, Said>> heard, std::uint8_t weight) {
  World world;
  std::vector<Weighted> claims;
  for (const auto& [source, said] : heard) claims.push_back(world.says(source, weight, {said}));
  return conclude(claims, world.catalog).confidences[static_cast<std::size_t>(Level::os)];
}

TEST(Verdict, OneSourceIsAsSureAsItsWeight) {
  EXPECT_THAT(confidence_in_os({{Source::tcp, os({"Linux"})}}, 80), DoubleNear(0.8, 1e-9));
}

TEST(Verdict, TwoSourcesThatAgreeMultiplyTheirOdds) {
  EXPECT_THAT(confidence_in_os({{Source::tcp, os({"Linux"})}, {Source::tls, os({"Linux"})}}, 80),
              DoubleNear(0.64 / (0.64 + 0.04), 1e-9));
}

TEST(Verdict, TwoClaimsOfOneSourceCountOnce) {
  EXPECT_THAT(
      confidence_in_os({{Source::tls, os({"iOS", "macOS"})}, {Source::tls, os({"iOS"})}}, 80),
      DoubleNear(0.8, 0.06));
}

TEST(Verdict, AWeakThirdVoiceThatAgreesNeverLowers) {
  World world;
  std::vector<Weighted> claims{world.says(Source::dhcp, 90, {os({"Linux"})})};
  const double before = conclude(claims, world.catalog).confidence;
  claims.push_back(world.says(Source::tcp, 20, {os({"Linux"})}));
  EXPECT_GE(conclude(claims, world.catalog).confidence, before);
}

TEST(Verdict, LevelsOfOneClaimStandAndFallTogether) {
  World world;
  const std::vector claims{
      world.says(Source::http, 90, {family({"iPhone"}), os({"iOS"}), version({"16"})})};
  EXPECT_THAT(conclude(claims, world.catalog).confidence, DoubleNear(0.9, 1e-9));
}

TEST(Verdict, LevelsOfDifferentSourcesMayEachBeWrong) {
  World world;
  const std::vector claims{world.says(Source::link, 90, {vendor({"HP"})}),
                           world.says(Source::tcp, 80, {os({"Windows"})})};
  EXPECT_THAT(conclude(claims, world.catalog).confidence, DoubleNear(0.72, 1e-9));
}

TEST(Verdict, SourcesAreThoseThatSupportTheAnswer) {
  World world;
  const std::vector claims{world.says(Source::http, 95, {family({"iPhone"})}),
                           world.says(Source::dhcp, 95, {vendor({"Apple"})}),
                           world.says(Source::tcp, 70, {os({"Windows"})})};
  const Verdict verdict = conclude(claims, world.catalog);
  EXPECT_TRUE(verdict.sources[static_cast<std::size_t>(Source::http)]);
  EXPECT_TRUE(verdict.sources[static_cast<std::size_t>(Source::dhcp)]);
  EXPECT_FALSE(verdict.sources[static_cast<std::size_t>(Source::tcp)]);
  EXPECT_EQ(verdict.corroboration, 2u);
}

TEST(Verdict, VendorByOneAndSystemByAnotherIsNotCorroborated) {
  World world;
  const std::vector claims{world.says(Source::link, 90, {vendor({"HP"})}),
                           world.says(Source::tcp, 90, {os({"Windows"})})};
  EXPECT_EQ(conclude(claims, world.catalog).corroboration, 1u);
}

TEST(Verdict, NamesWhatSureSourcesContradictEachOtherIn) {
  World world;
  const std::vector claims{world.says(Source::http, 80, {os({"Windows"})}),
                           world.says(Source::dhcp, 70, {os({"Android"})}),
                           world.says(Source::tcp, 60, {vendor({"Cisco"})}),
                           world.says(Source::link, 90, {vendor({"HP"})})};
  LevelSet only_os;
  only_os.set(static_cast<std::size_t>(Level::os));
  EXPECT_EQ(conclude(claims, world.catalog).contradictions, only_os);
}

// A machine that pretends to be an iPhone in its User-Agent, and is Linux in all other ways.
TEST(Verdict, AClaimWhoseSystemWasRefutedNamesNoVendorEither) {
  World world;
  const std::vector claims{world.says(Source::http, 85, {family({"iPhone"})}),
                           world.says(Source::dhcp, 80, {os({"Linux"})}),
                           world.says(Source::tcp, 80, {os({"Linux"})}),
                           world.says(Source::link, 70, {vendor({"HP"})})};
  const Verdict verdict = conclude(claims, world.catalog);
  ASSERT_TRUE(verdict.at(Level::os) && verdict.at(Level::vendor));
  EXPECT_EQ(world.catalog.name(*verdict.at(Level::os)), "Linux");
  EXPECT_EQ(world.catalog.name(*verdict.at(Level::vendor)), "HP");
  EXPECT_FALSE(verdict.at(Level::family));
}

TEST(Verdict, OfSeveralThatRemainSaysWhichAreLikelier) {
  World world;
  const auto system = static_cast<std::size_t>(Level::os);
  std::vector<Weighted> claims{world.says(Source::tcp, 80, {os({"Android", "Linux"})})};
  EXPECT_TRUE(conclude(claims, world.catalog).likeliest[system].empty());
  claims.push_back(world.says(Source::http, 40, {os({"Linux"})}));
  const Verdict verdict = conclude(claims, world.catalog);
  ASSERT_EQ(verdict.ambiguous[system].size(), 2u);
  ASSERT_EQ(verdict.likeliest[system].size(), 1u);
  EXPECT_EQ(world.catalog.name(verdict.likeliest[system].front()), "Linux");
}

TEST(Verdict, DoesNotDependOnOrderOrRepetition) {
  for (const Case& c : cases()) {
    World world;
    std::vector<Weighted> claims;
    for (const Voice& heard : c.heard) {
      claims.push_back(world.says(heard.source, heard.weight, heard.said));
    }
    const Verdict once = conclude(claims, world.catalog);
    claims.insert(claims.end(), claims.begin(), claims.end());
    std::mt19937 random{1};
    for (int i = 0; i < 10; ++i) {
      std::ranges::shuffle(claims, random);
      const Verdict again = conclude(claims, world.catalog);
      EXPECT_EQ(again.values, once.values) << c.what;
      EXPECT_EQ(again.ambiguous, once.ambiguous) << c.what;
      EXPECT_EQ(again.confidences, once.confidences) << c.what;
      EXPECT_EQ(again.confidence, once.confidence) << c.what;
    }
  }
}

TEST(Verdict, ManyClaimsAreNoTrouble) {
  World world;
  std::vector<Weighted> claims;
  for (int i = 0; i < 500; ++i) {
    world.catalog.taxonomy.vendors["V" + std::to_string(i)] = {"US"};
    claims.push_back(
        world.says(static_cast<Source>(i % kSources), 70, {vendor({"V" + std::to_string(i)})}));
  }
  claims.push_back(world.says(Source::dhcp, 99, {os({"Linux"})}));
  EXPECT_EQ(world.answer(conclude(claims, world.catalog), Level::os), "Linux");
}

}  // namespace
}  // namespace tapcensus

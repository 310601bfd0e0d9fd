// Images of whole rule sets: a start that finds one reads no rules, and none is ever stale.
#include <gmock/gmock.h>

#include <chrono>
#include <random>

#include "match/image_reader.hpp"
#include "match/image_records.hpp"
#include "match/prepared_rules.hpp"
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

std::vector<fs::path> images_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{directory}) {
    if (entry.path().extension() == ".rules") files.push_back(entry.path());
  }
  return files;
}

std::string content(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

// A directory of rules and a cache that has seen it.
class Image : public testing::Test {
 protected:
  void SetUp() override {
    rules_.write("taxonomy.toml", kTaxonomy);
    rules_.write("a.toml", rule("http.user_agent", "matches = 'first'"));
    ASSERT_EQ(load().size(), 1u);
    ASSERT_EQ(images_in(cache_.path()).size(), 1u);
  }

  // Ids of the rules.
  std::vector<std::string> load() {
    const Loaded loaded{rules_.path(), cache_.path()};
    std::vector<std::string> said;
    for (const auto& row : loaded.rules->rows()) said.push_back(row.matcher);
    return said;
  }
  // Whether rules come from the cache, from which the databases have been taken.
  bool is_used() {
    for (const auto& entry : fs::directory_iterator{cache_.path()}) {
      if (entry.path().extension() == ".hsdb") fs::remove(entry.path());
    }
    return PreparedRules::prepare(rules_.path(), 1, cache_.path(), Compiling::elsewhere).ok();
  }
  fs::path image() { return images_in(cache_.path()).front(); }

  TemporaryDirectory rules_, cache_;
};

TEST_F(Image, IsUsedWhileNothingChanges) {
  EXPECT_TRUE(is_used());
  fs::remove(image());
  EXPECT_FALSE(is_used());
}

TEST_F(Image, SaysAllThatTheFilesSay) {
  const TemporaryDirectory cache;
  for (int turn = 0; turn < 2; ++turn) {
    const Loaded loaded{example_rules(), cache.path()};
    const Loaded fresh{example_rules()};
    ASSERT_EQ(loaded.rules->rows().size(), fresh.rules->rows().size());
    EXPECT_EQ(loaded.rules->version(), fresh.rules->version());
    EXPECT_EQ(loaded.catalog.taxonomy.families.size(), fresh.catalog.taxonomy.families.size());
    for (std::size_t i = 0; i < fresh.rules->rows().size(); ++i) {
      const RuleSet::Row &row = loaded.rules->rows()[i], &other = fresh.rules->rows()[i];
      EXPECT_EQ(row.matcher, other.matcher);
      EXPECT_EQ(row.examples, other.examples);
      EXPECT_EQ(row.counterexamples, other.counterexamples);
      const RuleEntry &entry = loaded.catalog[row.id], &same = fresh.catalog[other.id];
      EXPECT_EQ(entry.id, same.id);
      EXPECT_EQ(entry.place, same.place);
      EXPECT_EQ(entry.weight, same.weight);
      EXPECT_EQ(loaded.catalog[entry.claim], fresh.catalog[same.claim]);
    }
    EXPECT_TRUE(prove_examples(*loaded.rules, loaded.catalog).empty());
  }
}

TEST_F(Image, AnEditOfTheSameSizeAndTimeIsSeen) {
  const fs::path file = rules_.path() / "a.toml";
  const auto time = fs::last_write_time(file);
  rules_.write("a.toml", rule("http.user_agent", "matches = 'other'"));
  fs::last_write_time(file, time);
  EXPECT_THAT(load(), ElementsAre("matches 'other'"));
}

TEST_F(Image, FilesThatComeAndGoAreSeen) {
  rules_.write("b.toml", rule("dhcp.hostname", "is = 'second'"));
  EXPECT_THAT(load(), ElementsAre("matches 'first'", "is 'second'"));
  EXPECT_TRUE(is_used());
  fs::remove(rules_.path() / "b.toml");
  EXPECT_THAT(load(), ElementsAre("matches 'first'"));
  rules_.write("vendors.tsv", "Nobody\tDE\n");
  EXPECT_FALSE(is_used());
}

TEST_F(Image, TheRowsOfATableAreSeen) {
  rules_.write("t.tsv", "00aa11\tApple\n");
  rules_.write("t.toml",
               "[[table]]\nwhen = 'eth.oui'\nfile = 't.tsv'\nlevel = 'vendor'\nweight = 70\n");
  ASSERT_EQ(load().size(), 2u);
  rules_.write("t.tsv", "00aa11\tSamsung\n");
  const Loaded loaded{rules_.path(), cache_.path()};
  EXPECT_EQ(loaded.claim(Field::eth_oui, "00aa11"), "vendor=Samsung");
}

TEST_F(Image, AMistakeIsSaidEvenBehindAnImage) {
  rules_.write("a.toml", rule("http.user_agent", "matches = '('"));
  EXPECT_FALSE(PreparedRules::prepare(rules_.path(), 1, cache_.path()).ok());
}

TEST_F(Image, FilesThatWereTouchedOrCopiedButSayTheSameAreNotReadAnew) {
  fs::last_write_time(rules_.path() / "a.toml",
                      fs::file_time_type::clock::now() + std::chrono::hours{1});
  EXPECT_TRUE(is_used());
}

TEST_F(Image, DamagedOrForeignContentIsRefused) {
  const std::string good = content(image());
  const auto refused = [&](std::string bad) {
    write(image(), bad);
    return !RuleImage::open(image());
  };
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{7}, std::size_t{400}, good.size() - 1}) {
    EXPECT_TRUE(refused(good.substr(0, size))) << size;
  }
  EXPECT_TRUE(refused(good + 'x'));
  for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 500) {
    std::string flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    // The bytes between sections are nobody's, but they are checked too.
    EXPECT_TRUE(refused(flipped)) << at;
  }
  EXPECT_THAT(load(), ElementsAre("matches 'first'"));
  EXPECT_EQ(content(image()).size(), good.size());
}

TEST_F(Image, ThatOthersMayWriteIsRefused) {
  fs::permissions(image(), fs::perms::group_write, fs::perm_options::add);
  EXPECT_FALSE(is_used());
}

TEST_F(Image, ALinkIsNotFollowed) {
  const fs::path elsewhere = cache_.path() / "elsewhere";
  const fs::path link = image();
  fs::rename(link, elsewhere);
  fs::create_symlink(elsewhere, link);
  EXPECT_FALSE(is_used());
}

TEST_F(Image, FourOfThemAreKept) {
  for (int i = 0; i < 10; ++i) {
    TemporaryDirectory rules;
    rules.write("taxonomy.toml", kTaxonomy);
    Loaded{rules.path(), cache_.path()};
  }
  EXPECT_EQ(images_in(cache_.path()).size(), 4u);
}

// Whoever has written wild numbers with a right checksum gets no answer, or a wrong one, but never
// memory that is not the image's.
TEST_F(Image, NumbersThatPointNowhereAreRefused) {
  const auto good = RuleImage::open(image());
  ASSERT_TRUE(good);
  std::mt19937 random{7};
  for (int turn = 0; turn < 2000; ++turn) {
    std::array<std::string, kSections> sections;
    for (std::size_t i = 0; i < kSections; ++i) {
      sections[i] = good->text_of(static_cast<Section>(i));
    }
    const auto which = random() % kSections;
    if (static_cast<Section>(which) == Section::databases || sections[which].empty()) continue;
    for (int i = 0; i < 3; ++i) {
      sections[which][random() % sections[which].size()] = static_cast<char>(random());
    }
    const auto parts = read_parts(RuleImage::join(sections));
    if (!parts) continue;
    const auto rules = parts->image.section<RuleRecord>(Section::rules).size();
    read_rows(parts->image, std::vector<RuleId>(rules));
    read_taxonomy(parts->image);
    is_fresh(parts->image);
    parts->texts.find(Field::http_user_agent, "first");
  }
}

}  // namespace
}  // namespace tapcensus

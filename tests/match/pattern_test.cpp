// Hyperscan finds what RE2 finds: the same expressions mean the same to both.
#include "match/pattern.hpp"

#include <gmock/gmock.h>
#include <re2/re2.h>

#include <random>

#include "match/database.hpp"
#include "match/rule_directory.hpp"

namespace tapcensus {
namespace {

bool re2_finds(const re2::RE2& expression, std::string_view text) {
  return expression.Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr,
                          0);
}

// A set with one rule for each expression, each of the field http.server.
class Expressions {
 public:
  explicit Expressions(const std::vector<std::string>& expressions) {
    std::string rules;
    for (const std::string& expression : expressions) {
      rules += rule("http.server", "matches = '''" + expression + "'''");
      re2_.push_back(make_re2(expression));
    }
    directory_.write("taxonomy.toml", kTaxonomy).write("a.toml", rules);
    loaded_ = std::make_unique<Loaded>(directory_.path());
  }

  std::vector<bool> by_hyperscan(std::string_view text) const {
    std::vector<bool> found(re2_.size());
    for (const RuleId id : loaded_->hits(Field::http_server, text)) {
      found[static_cast<std::size_t>(id)] = true;
    }
    return found;
  }
  std::vector<bool> by_re2(std::string_view text) const {
    std::vector<bool> found;
    for (const auto& expression : re2_) found.push_back(re2_finds(*expression, text));
    return found;
  }
  const RuleSet& rules() const { return *loaded_->rules; }

 private:
  TemporaryDirectory directory_;
  std::vector<std::unique_ptr<re2::RE2>> re2_;
  std::unique_ptr<Loaded> loaded_;
};

const std::vector<std::string>& tricky() {
  static const std::vector<std::string> expressions{
      R"(a.c)",       R"((?-s)a.c)",      R"(abc$)",           R"(^abc)",
      R"((?:a|b)$)",  R"(a$|b)",          R"([$]a)",           R"(\$a)",
      R"(a\z)",       R"(\Aa)",           R"(a\sb)",           R"(a\Sb)",
      R"(a[\s]b)",    R"(a[\S]b)",        R"(a[^\s]b)",        R"(a[\s-.]b)",
      R"(a[^\S]b)",   R"(a[[:space:]]b)", R"(a[^[:alpha:]]b)", R"(\ba\b)",
      R"(a\Bb)",      R"(\d+\.\d+)",      R"(\w\W\D)",         R"(a[]b]c)",
      R"(a[^]b]c)",   R"((?i)abc)",       R"(a(?i)b)",         R"(a(?i:b)c)",
      R"((?i)[^a]b)", R"(a{2,3}b)",       R"(a{,2}b)",         R"(a{b)",
      R"(a+?b)",      R"(a??b)",          R"((?P<n>a)b)",      R"(é)",
      R"(a[é]b)",     R"(aé?b)",          R"(\xe9)",           R"(a[\x80-\xff]b)",
      R"(a\x{0a}b)",  R"(\x00a)",         R"(a[^b]c)",         R"([a-c&&b])",
      R"([a[b]c)",    R"(\/\-\_\"\ ?a)",  R"(a\n|b\t)",        R"((a|ab)(c|bcd)$)",
      R"((^|b)a)",    R"(a(b|$))",
  };
  return expressions;
}

TEST(CommonSyntax, MeansTheSameToBothEngines) {
  const std::vector<std::string> accepted = [] {
    std::vector<std::string> kept;
    for (const std::string& expression : tricky()) {
      auto pattern = read_pattern(expression);
      EXPECT_TRUE(pattern.ok()) << expression;
      if (pattern && make_re2(expression)->ok() && !refusal(pattern->hyperscan)) {
        kept.push_back(expression);
      } else {
        ADD_FAILURE() << expression << " is refused";
      }
    }
    return kept;
  }();
  const Expressions expressions{accepted};
  const std::string letters{"aAbBcC \t\n\v\f\r\0$.-_/\"{,0\x80\xa9\xc3\xe9\xff", 28};
  std::vector<std::string> texts{"abc\n", "abc", "a\nc", "a\vb", "aéb", "aÉb", "ab\n", "a\n"};
  std::mt19937 random{1};
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 7, ' ');
    for (char& c : text) c = letters[random() % letters.size()];
    texts.push_back(text);
  }
  for (const std::string& text : texts) {
    const auto hyperscan = expressions.by_hyperscan(text);
    const auto re2 = expressions.by_re2(text);
    for (std::size_t i = 0; i < accepted.size(); ++i) {
      ASSERT_EQ(hyperscan[i], re2[i]) << accepted[i] << " on " << ::testing::PrintToString(text);
    }
  }
}

TEST(CommonSyntax, RefusesWhatTheEnginesReadDifferently) {
  for (const auto* expression :
       {R"(a\vb)",  R"(\Qa.b\E)",  R"(\pL)",    R"(\C)",    R"(\1)",    R"(\012)",    R"([\b])",
        R"(a\Z)",   R"(a\hb)",     R"(a\Rb)",   R"(\cA)",   R"(\e)",    R"(\x{100})", R"(\x1)",
        R"(\x{)",   R"((?m)a$)",   R"((?U)a+)", R"((?x)a)", R"((?=a))", R"((?<n>a))", R"((?#a))",
        R"((?i)é)", R"((?i)\xe9)", R"([a)",     R"(a\)",    R"((?)"}) {
    EXPECT_FALSE(read_pattern(expression).ok()) << expression;
  }
  EXPECT_FALSE(read_pattern(std::string_view{"a\0b", 3}).ok());
}

TEST(CommonSyntax, CountsGroupsAsRe2Does) {
  for (const auto* expression : {R"((a)(?:b)(?P<c>c)(?i:d))", R"([(]a\((b))", R"(a[\](](b))",
                                 R"([[:alpha:](](b))", R"([^]()](b))", R"(((a)|(b)))"}) {
    auto pattern = read_pattern(expression);
    ASSERT_TRUE(pattern.ok()) << expression;
    EXPECT_EQ(pattern->groups,
              static_cast<std::size_t>(make_re2(expression)->NumberOfCapturingGroups()))
        << expression;
  }
}

// Texts that real devices send, cut, joined and damaged.
TEST(Matching, IsWhatRe2SaysForMutatedTexts) {
  const std::vector<std::string> seeds{
      "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15",
      "Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 Chrome/112.0.0.0 Mobile",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/115.0",
      "Microsoft-CryptoAPI/10.0",
      "Dalvik/2.1.0 (Linux; U; Android 12; Pixel 6 Build/SD1A)",
      "HP LaserJet 400 M401dn",
      "Linux/4.9 UPnP/1.0 Sonos/57.9 (ZPS9)"};
  const Expressions expressions{
      {R"(iPhone OS (\d+)_(\d+))", R"(^Mozilla/5\.0 \()", R"(Android (\d+)(?:\.\d+)*; )",
       R"(SM-[A-Z]\d{3}[A-Z]?\b)", R"(Windows NT (\d+\.\d+))", R"((?i)laserjet \d+)", R"(\)$)",
       R"(Chrome/\d+\.0\.0\.0)", R"(Pixel \d[ a-z]* Build)", R"(^[^ ]+/[\d.]+$)",
       R"((?i)SONOS/\d+\.\d)", R"(like Mac OS X)", R"(;.*;)", R"(\s\(|\)\s)", R"(o.*o.*o)",
       R"(^Linux/\S+ UPnP)", R"([^ -~])", R"((Gecko|WebKit)/\d{3}\d*)"}};
  std::mt19937 random{7};
  const auto pick = [&](std::size_t size) { return random() % (size + 1); };
  for (int i = 0; i < 10'000; ++i) {
    std::string text = seeds[random() % seeds.size()];
    for (std::size_t changes = random() % 4; changes > 0; --changes) {
      const std::string& other = seeds[random() % seeds.size()];
      switch (random() % 5) {
        case 0: text.resize(pick(text.size())); break;
        case 1: text.erase(0, pick(text.size())); break;
        case 2: text.insert(pick(text.size()), other.substr(pick(other.size()))); break;
        case 3: text.insert(pick(text.size()), 1, static_cast<char>(random())); break;
        default:
          if (!text.empty()) text[random() % text.size()] ^= static_cast<char>(1 << random() % 8);
      }
    }
    ASSERT_EQ(expressions.by_hyperscan(text), expressions.by_re2(text))
        << ::testing::PrintToString(text);
  }
  EXPECT_EQ(expressions.rules().scan_errors(), 0u);
}

TEST(Hyperscan, IsTheRealOne) {
  EXPECT_EQ(distrust(), std::nullopt);
  EXPECT_EQ(distrust_version("5.4.0 2021-01-26"), std::nullopt);
  EXPECT_THAT(distrust_version("5.4.9 ").value_or(""), ::testing::HasSubstr("libvectorscan5"));
  EXPECT_TRUE(distrust_version("5.4.9"));
  EXPECT_TRUE(distrust_version(""));
}

}  // namespace
}  // namespace tapcensus

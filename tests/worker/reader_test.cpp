// Who is asked first about the first bytes of a direction, and who must wait for whom: with the
// protocols of the roster.
#include "worker/reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tapcensus {
namespace {

using What = Reading::What;

// The first of these answers decides; the bytes come as far as each of the ends.
std::vector<What> answers(std::string_view bytes, const std::vector<std::size_t>& ends,
                          std::uint16_t source_port, Findings& findings) {
  static const Reader reader;
  Layers layers;
  layers.source_port = source_port;
  layers.target_port = 50'000;
  std::vector<What> answers;
  Candidates candidates = reader.all();
  for (const std::size_t end : ends) {
    const auto [reading, left] = reader.ask(
        {.layers = layers, .bytes = as_bytes(bytes.substr(0, end))}, candidates, findings);
    candidates = left;
    answers.push_back(reading.what);
  }
  return answers;
}

// A server's PRELOGIN of TDS: its header and the byte behind are a request of SOCKS 4, too.
constexpr std::string_view kPrelogin{
    "\x04\x01\x00\x14\x00\x00\x01\x00\x00\x00\x06\x00\x06\xff\x0f\x00\x07\xd0\x00\x00", 20};

TEST(Reader, NoStrangerClaimsWhatOneAtHomeWaitsFor) {
  static Findings findings;
  findings.clear();
  EXPECT_EQ(answers(kPrelogin, {9, 20}, 1433, findings),
            (std::vector{What::need_more, What::next}));
  ASSERT_EQ(findings.all().size(), 1u);
  EXPECT_EQ(findings.all()[0].text, "15.0.2000");
}

TEST(Reader, WhereNobodyIsAtHomeTheFirstThatIsSureClaims) {
  static Findings findings;
  EXPECT_EQ(answers(kPrelogin, {9}, 60'000, findings), std::vector{What::switched});
}

// Notices of SSH servers may begin with anything.
TEST(Reader, WhoCannotTellByBeginningsKeepsNobodyWaiting) {
  static Findings findings;
  findings.clear();
  const std::string_view answer = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(answers(answer, {9, answer.size()}, 22, findings),
            (std::vector{What::need_more, What::next}));
  EXPECT_FALSE(findings.all().empty());
}

}  // namespace
}  // namespace tapcensus

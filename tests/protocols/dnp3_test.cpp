// DNP3 over TCP: what an outstation says it is.
#include "dnp3_words.hpp"

namespace tapcensus {

extern const Protocol dnp3;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kObjects = dnp3_attribute(252, "Schweitzer Engineering Laboratories") +
                             dnp3_attribute(250, "SEL-3530") + dnp3_attribute(248, "112233") +
                             dnp3_attribute(242, "R143");
const Texts kSaid{"dnp3.vendor=Schweitzer Engineering Laboratories", "dnp3.device=SEL-3530",
                  "dnp3.version=R143"};
constexpr char kFirst = 0x40;
const std::string kOnly{"\xc0"}, kLast{"\x81"};

TEST(Dnp3, AttributesNameMakerProductAndVersion) {
  expect_said(dnp3, dnp3_frame(kOnly + dnp3_response(kObjects)), kSaid, kGuessed);
}

TEST(Dnp3, TheyMayComeBehindOtherFrames) {
  expect_said(dnp3,
              dnp3_frame("") + dnp3_frame(kOnly + dnp3_response(octets({30, 1, 0, 0, 0, 1, 9}))) +
                  dnp3_frame(kOnly + dnp3_response(kObjects)),
              kSaid);
}

TEST(Dnp3, MessageOfSeveralFramesIsOne) {
  const std::string whole = dnp3_response(kObjects);
  for (std::size_t cut = 1; cut < whole.size(); cut += 9) {
    expect_said(dnp3,
                dnp3_frame(kFirst + whole.substr(0, cut)) + dnp3_frame(kLast + whole.substr(cut)),
                kSaid);
  }
}

TEST(Dnp3, RequestsSayNothing) {
  expect_said(dnp3, dnp3_frame(kOnly + octets({0xc0, 1, 0, 254, 0, 0, 0})), {});
}

TEST(Dnp3, LengthsMustFit) {
  expect_said(dnp3, dnp3_frame(kOnly + dnp3_response(octets({0, 250, 0, 0, 0, 1, 90, 'x'}))), {});
}

TEST(Dnp3, ChecksumMustFit) {
  std::string frame = dnp3_frame(kOnly + dnp3_response(kObjects));
  frame[8] = static_cast<char>(frame[8] ^ 1);
  expect_not_mine(dnp3, frame);
  expect_not_mine(dnp3, octets({5, 0x64, 4}) + std::string(20, 'x'));
  expect_not_mine(dnp3, "GET / HTTP/1.1\r\n\r\n");
}

}  // namespace
}  // namespace tapcensus

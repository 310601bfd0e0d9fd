// SYN and SYN-ACK shapes, in p0f's notation. The expected texts are what p0f 3.09b prints for the
// same packets.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "protocols/protocol.hpp"

namespace tapcensus {

extern const Protocol tcp;

namespace {

using namespace std::string_literals;

std::string be16(unsigned v) { return {static_cast<char>(v >> 8), static_cast<char>(v)}; }
std::string be32(std::uint32_t v) { return be16(v >> 16) + be16(v & 0xffff); }

std::string mss(unsigned size) { return "\x02\x04" + be16(size); }
std::string ws(unsigned scale) { return "\x03\x03"s + static_cast<char>(scale); }
std::string ts(std::uint32_t own, std::uint32_t peer) {
  return "\x08\x0a" + be32(own) + be32(peer);
}
const std::string kNop = "\x01";
const std::string kEol(1, '\0');
const std::string kSackOk = "\x04\x02";

struct Syn {
  int version = 4;
  std::uint8_t ttl = 64;
  std::uint8_t tos = 0;  // or the traffic class
  unsigned id = 1;
  unsigned fragment = 0x4000;  // flags and offset
  std::string ip_options = "";
  std::uint32_t flow = 0;
  std::uint8_t flags = kSyn;
  std::uint32_t sequence = 100;
  std::uint32_t acknowledged = 0;
  unsigned reserved = 0;
  unsigned window = 1000;
  unsigned urgent = 0;
  std::string options = "";
  std::uint32_t payload = 0;
};

struct Said {
  Reading::What what;
  std::optional<Field> field;
  std::string text;
  std::string link = "";
};

Said say(const Syn& syn, std::size_t missing = 0) {
  std::string ip;
  if (syn.version == 4) {
    ip = static_cast<char>(0x45 + syn.ip_options.size() / 4) + ""s + static_cast<char>(syn.tos) +
         be16(0) + be16(syn.id) + be16(syn.fragment) + static_cast<char>(syn.ttl) + "\x06" +
         be16(0) + be32(0x0a000001) + be32(0x0a000002) + syn.ip_options;
  } else {
    ip = be32(6u << 28 | std::uint32_t{syn.tos} << 20 | syn.flow) + be16(0) + "\x06" +
         static_cast<char>(syn.ttl) + std::string(32, 'a');
  }
  std::string segment = be16(50000) + be16(443) + be32(syn.sequence) + be32(syn.acknowledged) +
                        static_cast<char>((5 + syn.options.size() / 4) << 4 | syn.reserved) +
                        static_cast<char>(syn.flags) + be16(syn.window) + be16(0) +
                        be16(syn.urgent) + syn.options;
  segment.resize(segment.size() - missing);

  Layers layers;
  layers.ip_version = static_cast<std::uint8_t>(syn.version);
  layers.ttl = syn.ttl;
  layers.tcp_flags = syn.flags;
  layers.transport = Transport::tcp;
  layers.ip_header = as_bytes(ip);
  layers.transport_header = as_bytes(segment);
  layers.payload_length = syn.payload;
  Findings findings;
  const Reading reading = tcp.read({layers, {}}, findings);
  if (findings.all().empty()) return {reading.what, std::nullopt, ""};
  Said said{reading.what, findings.all()[0].field, std::string(findings.all()[0].text)};
  if (findings.all().size() > 1) said.link = findings.all()[1].text;
  return said;
}

std::string shape(const Syn& syn) { return say(syn).text; }
std::string quirks(const Syn& syn) {
  const std::string text = shape(syn);
  const std::size_t end = text.rfind(':');
  const std::size_t begin = text.rfind(':', end - 1) + 1;
  return text.substr(begin, end - begin);
}
std::string window(const Syn& syn) {
  const std::string text = shape(syn);
  std::size_t begin = 0;
  for (int i = 0; i < 4; ++i) begin = text.find(':', begin) + 1;
  return text.substr(begin, text.find(',', begin) - begin);
}
std::string layout(const Syn& syn) {
  const std::string text = shape(syn);
  const std::size_t begin = text.find(':', text.find(',')) + 1;
  return text.substr(begin, text.find(':', begin) - begin);
}

TEST(Tcp, WritesASynAsP0fDoes) {
  const Syn syn{.window = 29200, .options = mss(1460) + kSackOk + ts(12345, 0) + kNop + ws(7)};
  const Said said = say(syn);
  EXPECT_EQ(said.what, Reading::What::done);
  EXPECT_EQ(said.field, Field::tcp_syn);
  EXPECT_EQ(said.text, "4:64+0:0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0");
}

TEST(Tcp, WritesASynAckUnderItsOwnName) {
  const Syn syn{.ttl = 120,
                .flags = kSyn | kAck,
                .acknowledged = 7,
                .window = 8192,
                .options = mss(1440) + kNop + ws(8) + kNop + kNop + kSackOk};
  const Said said = say(syn);
  EXPECT_EQ(said.field, Field::tcp_synack);
  EXPECT_EQ(said.text, "4:120+8:0:1440:8192,8:mss,nop,ws,nop,nop,sok:df,id+:0");
}

TEST(Tcp, WritesIpv6WithoutTheQuirksOfIpv4) {
  const Syn syn{.version = 6,
                .ttl = 61,
                .flow = 0x12345,
                .window = 64800,
                .options = mss(1440) + kSackOk + ts(9, 0) + kNop + ws(7)};
  EXPECT_EQ(shape(syn), "6:61+3:0:1440:mss*45,7:mss,sok,ts,nop,ws:flow:0");
}

TEST(Tcp, OtherSegmentsAreNotShapes) {
  for (const std::uint8_t flags : {kAck, kRst, std::uint8_t{0}}) {
    EXPECT_EQ(say({.flags = flags}).what, Reading::What::not_mine);
  }
  EXPECT_EQ(say({.flags = kSyn | kFin}).field, std::nullopt);
  EXPECT_EQ(say({.flags = kSyn | kRst}).field, std::nullopt);
}

TEST(Tcp, AHeaderThatWasNotCapturedWholeSaysNothing) {
  const Syn syn{.options = mss(1460)};
  for (std::size_t missing = 1; missing <= 24; ++missing) {
    EXPECT_EQ(say(syn, missing).field, std::nullopt) << missing;
  }
}

TEST(Tcp, GuessesTheInitialTtl) {
  const std::pair<std::uint8_t, std::string> rows[]{
      {1, "4:1+31:"},   {32, "4:32+0:"},   {33, "4:33+31:"},  {64, "4:64+0:"},    {92, "4:92+?:"},
      {93, "4:93+35:"}, {128, "4:128+0:"}, {219, "4:219+?:"}, {220, "4:220+35:"}, {255, "4:255+0:"},
  };
  for (const auto& [ttl, start] : rows) {
    EXPECT_EQ(shape({.ttl = ttl}).substr(0, start.size()), start);
  }
}

TEST(Tcp, NamesTheQuirks) {
  EXPECT_EQ(quirks({.id = 1}), "df,id+");
  EXPECT_EQ(quirks({.id = 0}), "df");
  EXPECT_EQ(quirks({.id = 0, .fragment = 0}), "id-");
  EXPECT_EQ(quirks({.id = 1, .fragment = 0}), "");
  EXPECT_EQ(quirks({.fragment = 0x8000}), "0+");
  EXPECT_EQ(quirks({.tos = 2}), "df,id+,ecn");
  EXPECT_EQ(quirks({.flags = kSyn | kEce | kCwr}), "df,id+,ecn");
  EXPECT_EQ(quirks({.reserved = 1}), "df,id+,ecn");
  EXPECT_EQ(quirks({.version = 6, .tos = 1}), "ecn");
  EXPECT_EQ(quirks({.sequence = 0}), "df,id+,seq-");
  EXPECT_EQ(quirks({.acknowledged = 0x01000000}), "df,id+,ack+");
  EXPECT_EQ(quirks({.flags = kSyn | kAck}), "df,id+,ack-");
  EXPECT_EQ(quirks({.urgent = 5}), "df,id+,uptr+");
  EXPECT_EQ(quirks({.flags = kSyn | kUrg, .urgent = 5}), "df,id+,urgf+");
  EXPECT_EQ(quirks({.flags = kSyn | kPsh}), "df,id+,pushf+");
  EXPECT_EQ(quirks({.options = ts(0, 0) + kNop + kNop}), "df,id+,ts1-");
  EXPECT_EQ(quirks({.options = ts(1, 1) + kNop + kNop}), "df,id+,ts2+");
  EXPECT_EQ(quirks({.flags = kSyn | kAck, .acknowledged = 1, .options = ts(1, 1) + kNop + kNop}),
            "df,id+");
  EXPECT_EQ(quirks({.options = ws(15) + kNop}), "df,id+,exws");
  EXPECT_EQ(quirks({.options = kEol + "\x01" + kEol + kEol}), "df,id+,opt+");
  EXPECT_EQ(quirks({.options = kEol + kEol + kEol + kEol}), "df,id+");
}

TEST(Tcp, SaysWhetherThereIsPayloadAndHowManyIpOptions) {
  EXPECT_EQ(shape({.ip_options = "\x01\x01\x01\x01", .payload = 9}), "4:64+0:4:0:1000,0::df,id+:+");
}

TEST(Tcp, CallsAWindowAMultipleWhereItIsOne) {
  const std::string timed = mss(1400) + kNop + kNop + ts(5, 0);
  EXPECT_EQ(window({.window = 1400 * 11, .options = mss(1400)}), "mss*11");
  EXPECT_EQ(window({.window = 1388 * 11, .options = mss(1400)}), "15268");
  EXPECT_EQ(window({.window = 1388 * 11, .options = timed}), "mss*11");
  EXPECT_EQ(window({.window = 1448 * 11, .options = mss(1400)}), "mss*11");
  EXPECT_EQ(window({.window = 1460 * 11, .options = mss(1400)}), "mss*11");
  EXPECT_EQ(window({.window = 1440 * 11, .options = mss(1400)}), "mtu*11");
  EXPECT_EQ(window({.window = 1444 * 11, .options = mss(1400)}), "mtu*11");
  EXPECT_EQ(window({.window = 1456 * 11, .options = timed}), "mtu*11");
  EXPECT_EQ(window({.window = 1500 * 11, .options = mss(1400)}), "mtu*11");
  EXPECT_EQ(window({.version = 6, .window = 1428 * 11, .options = mss(1300)}), "mss*11");
  EXPECT_EQ(window({.version = 6, .window = 1360 * 11, .options = mss(1300)}), "mtu*11");
  EXPECT_EQ(window({.window = 99 * 11, .options = mss(99)}), "1089");
  EXPECT_EQ(window({.window = 0, .options = mss(1400)}), "0");
  EXPECT_EQ(window({.window = 14600}), "14600");
}

TEST(Tcp, MalformedOptionsAreWrittenAsFarAsTheyGo) {
  const auto check = [](const std::string& options, const std::string& expected) {
    const Syn syn{.options = options};
    EXPECT_EQ(layout(syn), expected);
    EXPECT_EQ(quirks(syn), "df,id+,bad") << expected;
  };
  check("\x02\x05\x05\x78\x04\x02\x01\x01", "mss,sok,nop,nop");
  check("\x03\x28\x07\x01", "ws,nop");
  check("\x4d\x01\x01\x01", "?77");
  check("\x05\x09" + std::string(6, '\x01'), "sack");
  check("\x05\x12" + std::string(6, '\x01'), "sack");
  check("\x01\x01\x01\x02", "nop,nop,nop,mss");
  check("\x01\x01\x08\x0a", "nop,nop,ts");
}

TEST(Tcp, LargestSegmentTellsLinksThatAreNotPlainEthernet) {
  const auto link = [](int version, unsigned size) {
    return say({.version = version, .options = mss(size)}).link;
  };
  EXPECT_EQ(link(4, 1452), "pppoe");
  EXPECT_EQ(link(6, 1432), "pppoe");
  EXPECT_EQ(link(4, 1440), "ip_in_ip");
  EXPECT_EQ(link(6, 1220), "least_ipv6");
  EXPECT_EQ(link(4, 65495), "loopback");
  EXPECT_EQ(link(4, 1460), "");
  EXPECT_EQ(link(6, 1440), "");
  EXPECT_EQ(say({}).link, "");
}

TEST(Tcp, UnknownOptionsAreWrittenByNumber) {
  EXPECT_EQ(layout({.options = "\x22\x02\x01\x01"}), "?34,nop,nop");
  EXPECT_EQ(quirks({.options = "\x22\x02\x01\x01"}), "df,id+");
}

TEST(Tcp, FortyOptionsAreReadToTheTwentyFourth) {
  const Syn syn{.options = std::string(40, '\x01')};
  EXPECT_EQ(layout(syn).size(), 24 * 4 - 1u);
  EXPECT_EQ(quirks(syn), "df,id+,bad");
  EXPECT_EQ(quirks({.options = std::string(24, '\x01')}), "df,id+");
}

}  // namespace
}  // namespace tapcensus

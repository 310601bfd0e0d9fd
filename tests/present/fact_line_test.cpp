// Facts as CONTRACT writes them.
#include "present/fact_line.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace tapcensus {
namespace {

Fact fact(std::string_view value) {
  Fact fact;
  fact.at = Tick{1'528'243'200'123'456'789};
  fact.frame = 17;
  fact.is_ip = true;
  fact.ends = {IpAddress::parse("128.232.110.120").value(),
               IpAddress::parse("66.35.250.204").value(), 34855, 80, 6};
  fact.mac = {{0xf0, 0x99, 0xb6, 0x00, 0x11, 0x22}};
  fact.field = Field::tls_ja4;
  fact.value = value;
  return fact;
}

std::string line(const Fact& fact) {
  std::string out;
  append_fact_line(out, fact);
  return out;
}

TEST(FactLine, IsThatOfTheContract) {
  EXPECT_EQ(line(fact("t13d")),
            R"({"ts": 1528243200.123456, "frame": 17, "src": "128.232.110.120", )"
            R"("dst": "66.35.250.204", "sport": 34855, "dport": 80, "mac": "f0:99:b6:00:11:22", )"
            R"("ip_proto": "tcp", "community_id": "1:LQU9qZlK+B5F3KDmev6m5PMibrg=", )"
            R"("field": "tls.ja4", "value": "t13d"})"
            "\n");
}

TEST(FactLine, WhatIsAbsentIsNull) {
  Fact bare;
  bare.at = Tick{1'000};
  bare.frame = 1;
  bare.field = Field::eth_oui;
  bare.value = "f099b6";
  EXPECT_EQ(line(bare), R"({"ts": 0.000001, "frame": 1, "src": null, "dst": null, "sport": null, )"
                        R"("dport": null, "mac": null, "ip_proto": null, "community_id": null, )"
                        R"("field": "eth.oui", "value": "f099b6"})"
                        "\n");
}

TEST(FactLine, ProtocolsWithoutPortsHaveNone) {
  Fact ping = fact("x");
  ping.ends.ip_protocol = 58;
  const auto read = nlohmann::json::parse(line(ping));
  EXPECT_TRUE(read["sport"].is_null());
  EXPECT_EQ(read["ip_proto"], "icmpv6");
}

std::string value_of(std::string_view value) {
  return nlohmann::json::parse(line(fact(value)))["value"];
}

TEST(FactLine, KeepsUtf8) { EXPECT_EQ(value_of("Zoë’s 📱"), "Zoë’s 📱"); }

TEST(FactLine, EscapesWhatJsonMust) {
  const std::string_view odd{"a\"b\\c\n\r\t\0\x1f\x7f", 11};
  EXPECT_EQ(value_of(odd), odd);
  EXPECT_NE(line(fact(odd)).find(R"(a\"b\\c\n\r\t\u0000\u001f\u007f)"), std::string::npos);
}

TEST(FactLine, WritesBytesThatAreNotUtf8AsFourCharacters) {
  EXPECT_EQ(value_of("caf\xe9"), R"(caf\xe9)");
  EXPECT_EQ(value_of("\xff\xfe"), R"(\xff\xfe)");
  EXPECT_EQ(value_of("\xc0\xaf"), R"(\xc0\xaf)") << "overlong";
  EXPECT_EQ(value_of("\xed\xa0\x80"), R"(\xed\xa0\x80)") << "surrogate";
  EXPECT_EQ(value_of("\xf4\x90\x80\x80"), R"(\xf4\x90\x80\x80)") << "beyond U+10FFFF";
  EXPECT_EQ(value_of("\xe2\x82"), R"(\xe2\x82)") << "cut";
}

TEST(FactLine, AnyTwoBytesGiveValidJson) {
  for (unsigned pair = 0; pair < 65536; ++pair) {
    const char bytes[] = {static_cast<char>(pair >> 8), static_cast<char>(pair)};
    std::string text;
    append_json_string(text, {bytes, 2});
    ASSERT_TRUE(nlohmann::json::accept(text)) << pair;
  }
}

}  // namespace
}  // namespace tapcensus

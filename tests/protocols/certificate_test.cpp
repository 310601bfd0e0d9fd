// Certificates made by openssl and in words, and what the sensor says of them.
#include "protocols/certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "protocols/certificate_words.hpp"

namespace tapcensus {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> said(const std::string& certificate) {
  Findings findings;
  read_certificate(as_bytes(certificate), Lifetime::packet, findings);
  std::vector<std::string> all;
  for (const Finding& finding : findings.all()) {
    all.push_back(std::string{name_of(finding.field)} + "=" + std::string{finding.text});
  }
  return all;
}

// The first text of the field; "none".
std::string of(const std::string& field, const Certificate& certificate) {
  for (const std::string& text : said(certificate.bytes())) {
    if (text.starts_with(field + "=")) return text.substr(field.size() + 1);
  }
  return "none";
}
std::string subject(const std::string& names) {
  return of("tls.cert.subject", Certificate().subject(names));
}

TEST(Certificate, OfOpensslIsReadAsOpensslPrintsIt) {
  EXPECT_THAT(said(corpus("certificate/leaf")),
              ElementsAre("tls.cert.serial=9A3B5C7D9E1F2031",
                          "tls.cert.issuer=CN=Example CA,O=Example GmbH,C=DE",
                          "tls.cert.not_before=2024-01-02T03:04:05Z",
                          "tls.cert.not_after=2050-01-02T03:04:05Z",
                          "tls.cert.subject=CN=printer.example.net,"
                          "OU=Printers \\+ Scanners\\, 2nd floor,O=Example GmbH,C=DE",
                          "tls.cert.san=printer.example.net", "tls.cert.san=printer"));
}

TEST(Certificate, ThatSignsItselfSaysSo) {
  const auto own = said(corpus("certificate/ca"));
  EXPECT_THAT(own,
              ElementsAre("tls.cert.serial=01", "tls.cert.issuer=CN=Example CA,O=Example GmbH,C=DE",
                          "tls.cert.not_before=2024-01-02T03:04:05Z",
                          "tls.cert.not_after=2050-01-02T03:04:05Z",
                          "tls.cert.subject=CN=Example CA,O=Example GmbH,C=DE",
                          "tls.cert.self_signed=true"));
}

TEST(Certificate, OfAnotherEncodingOfTheNameDoesNotSignItself) {
  const auto same = Certificate().issuer(common_name("x")).subject(common_name("x"));
  const auto other = Certificate().issuer(common_name("x")).subject(common_name("x", 0x13));
  EXPECT_EQ(of("tls.cert.self_signed", same), "true");
  EXPECT_EQ(of("tls.cert.self_signed", other), "none");
  EXPECT_EQ(of("tls.cert.subject", other), of("tls.cert.issuer", other));
}

TEST(Certificate, NamesOfOpensslInOtherLettersAreUtf8) {
  const auto name_in = [](const std::string& file) { return said(corpus(file))[4]; };
  EXPECT_EQ(name_in("certificate/bmp"), "tls.cert.subject=CN=x,O=火焰");
  EXPECT_EQ(name_in("certificate/t61"), "tls.cert.subject=CN=x,O=Café");
  EXPECT_EQ(name_in("certificate/own"),
            "tls.cert.subject=OU=\\#1\\ +2.5.4.5=#130430303432,CN=火焰 router");
  EXPECT_EQ(name_in("certificate/client"),
            "tls.cert.subject=1.2.840.113549.1.9.1=#160e7037406578616d706c652e6e6574,CN=phone 7,"
            "O=Example GmbH,DC=example,DC=net");
}

TEST(Certificate, NamesAreEscapedAsRfc4514Says) {
  const std::pair<std::string, std::string> rows[]{
      {"James \"Jim\" Smith, III", "CN=James \\\"Jim\\\" Smith\\, III"},
      {"a+b;c<d>e\\f=g", "CN=a\\+b\\;c\\<d\\>e\\\\f=g"},
      {"#1#", "CN=\\#1#"},
      {" x ", "CN=\\ x\\ "},
      {" ", "CN=\\ "},
      {std::string("a\0b", 3), "CN=a\\00b"},
      {"Lu\xc4\x8di\xc4\x87", "CN=Lu\xc4\x8di\xc4\x87"},
      {"", "CN="},
  };
  for (const auto& [value, text] : rows) EXPECT_EQ(subject(common_name(value)), text);
}

TEST(Certificate, TheLastRelativeNameComesFirst) {
  const std::string sales = attribute("\x55\x04\x0b", 0x0c, "Sales"),
                    smith = attribute(kCommonName, 0x0c, "J.  Smith"),
                    isode = attribute(kOrganization, 0x13, "Isode Limited"),
                    country = attribute("\x55\x04\x06", 0x13, "GB");
  EXPECT_EQ(subject(relative_name(country) + relative_name(isode) + relative_name(sales + smith)),
            "OU=Sales+CN=J.  Smith,O=Isode Limited,C=GB");
}

TEST(Certificate, EveryKindOfStringIsText) {
  const std::pair<unsigned, std::string> rows[]{
      {0x0c, "B\xc3\xbcro"},
      {0x14, "B\xfcro"},
      {0x1e, std::string("\0B\0\xfc\0r\0o", 8)},
      {0x1c, std::string("\0\0\0B\0\0\0\xfc\0\0\0r\0\0\0o", 16)},
  };
  for (const auto& [tag, value] : rows) {
    EXPECT_EQ(subject(common_name(value, tag)), "CN=B\xc3\xbcro") << tag;
  }
  for (const unsigned tag : {0x12, 0x13, 0x16, 0x1a}) {
    EXPECT_EQ(subject(common_name("42", tag)), "CN=42") << tag;
  }
  EXPECT_EQ(subject(common_name(std::string("\0\x01\xf5\xa8", 4), 0x1c)), "CN=\xf0\x9f\x96\xa8");
}

TEST(Certificate, WhatIsNoTextIsHexadecimal) {
  EXPECT_EQ(subject(common_name("\x01\x02", 0x04)), "CN=#04020102");
  EXPECT_EQ(subject(common_name("odd", 0x1e)), "CN=#1e036f6464");
  EXPECT_EQ(subject(relative_name(
                attribute(std::string("\x2b\x06\x01\x04\x01\x8b\x3a\0", 8), 0x04, "Hi"))),
            "1.3.6.1.4.1.1466.0=#04024869");
}

TEST(Certificate, CharactersThatAreNoneAreReplaced) {
  EXPECT_EQ(subject(common_name("\xd8\x01", 0x1e)), "CN=\xef\xbf\xbd");
  EXPECT_EQ(subject(common_name("\x7f\xff\xff\xff", 0x1c)), "CN=\xef\xbf\xbd");
}

TEST(Certificate, WithoutSubjectTellsNone) {
  const auto certificate = Certificate().subject("").dns_names({"a.example"});
  EXPECT_EQ(of("tls.cert.subject", certificate), "none");
  EXPECT_EQ(of("tls.cert.san", certificate), "a.example");
}

TEST(Certificate, OnlyTheBadNameIsLeftOut) {
  std::string many;
  for (int i = 0; i < 65; ++i) many += common_name("x");
  const std::string bad[]{many,
                          common_name(std::string(5000, 'x')),
                          relative_name(""),
                          "\x31\x05x",
                          relative_name(attribute("\x80\x01", 0x0c, "x")),
                          relative_name(attribute("\x55\x84", 0x0c, "x")),
                          relative_name(attribute("\x55\xff\xff\xff\xff\x7f", 0x0c, "x"))};
  for (const std::string& names : bad) {
    const auto certificate = Certificate().subject(names).dns_names({"a.example"});
    EXPECT_EQ(of("tls.cert.subject", certificate), "none");
    EXPECT_EQ(of("tls.cert.issuer", certificate), "CN=Example CA");
    EXPECT_EQ(of("tls.cert.san", certificate), "a.example");
  }
}

TEST(Certificate, TimesAreIso8601) {
  const std::tuple<unsigned, std::string, std::string> rows[]{
      {0x17, "170323000000Z", "2017-03-23T00:00:00Z"},
      {0x17, "491231235959Z", "2049-12-31T23:59:59Z"},
      {0x17, "500101000000Z", "1950-01-01T00:00:00Z"},
      {0x17, "9901022345Z", "1999-01-02T23:45:00Z"},
      {0x18, "20500102030405Z", "2050-01-02T03:04:05Z"},
      {0x18, "99991231235959Z", "9999-12-31T23:59:59Z"},
      {0x17, "170323000000", "none"},
      {0x17, "170323000000+0100", "none"},
      {0x17, "171323000000Z", "none"},
      {0x17, "170300000000Z", "none"},
      {0x17, "170323240000Z", "none"},
      {0x17, "20170323000000Z", "none"},
      {0x18, "170323000000Z", "none"},
      {0x18, "20500102030405.7Z", "none"},
      {0x17, "17032300000xZ", "none"},
      {0x17, "Z", "none"},
      {0x17, "", "none"},
      {0x0c, "170323000000Z", "none"},
  };
  for (const auto& [tag, text, told] : rows) {
    const auto certificate = Certificate().valid(der(tag, text), der(0x17, "300101000000Z"));
    EXPECT_EQ(of("tls.cert.not_before", certificate), told) << text;
    EXPECT_EQ(of("tls.cert.not_after", certificate), "2030-01-01T00:00:00Z");
  }
}

TEST(Certificate, SerialIsHexadecimalWithoutTheSign) {
  const std::pair<std::string, std::string> rows[]{
      {std::string("\0\x97\xe6", 3), "97E6"}, {"\x03\xde", "03DE"},
      {std::string(1, '\0'), "00"},           {"", "none"},
      {std::string(65, 'x'), "none"},
  };
  for (const auto& [octets, text] : rows) {
    EXPECT_EQ(of("tls.cert.serial", Certificate().serial(octets)), text);
  }
}

TEST(Certificate, OfTheAlternativeNamesOnlyThoseOfDnsAreTold) {
  const auto certificate =
      Certificate().alternative_names(der(0x82, "a.example") + der(0x87, "\x7f\x01\x01\x01") +
                                      der(0x81, "x@y") + der(0x82, "") + der(0x82, "*.b.example"));
  const auto all = said(certificate.bytes());
  EXPECT_THAT(std::vector(all.end() - 2, all.end()),
              ElementsAre("tls.cert.san=a.example", "tls.cert.san=*.b.example"));
}

TEST(Certificate, OfVeryManyNamesTheFirst48AreTold) {
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back("name" + std::to_string(i) + ".example");
  const auto all = said(Certificate().dns_names(names).bytes());
  EXPECT_EQ(std::ranges::count_if(all, [](auto& t) { return t.starts_with("tls.cert.san="); }), 48);
  EXPECT_EQ(all.back(), "tls.cert.san=name47.example");
}

TEST(Certificate, CutAnywhereTellsTheFieldsBeforeTheCut) {
  for (const char* file : {"leaf", "client", "own", "bmp"}) {
    const std::string bytes = corpus(std::string{"certificate/"} + file);
    const auto whole = said(bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto part = said(bytes.substr(0, size));
      ASSERT_LE(part.size(), whole.size());
      ASSERT_TRUE(std::ranges::equal(part, std::span{whole}.first(part.size()))) << size;
    }
    EXPECT_THAT(said(bytes.substr(0, 20)), IsEmpty());
  }
}

TEST(Certificate, OtherBytesTellNothing) {
  const std::string endless = "\x30\x80\x30\x80" + der(2, "\x01");
  const std::string long_tag = sequence("\x3f\x81\x01" + std::string(40, 'x'));
  const std::string huge_length = "\x30\x84\xff\xff\xff\xff\x30\x03\x02\x01\x01";
  for (const std::string& bytes :
       {std::string(), std::string("\x30"), endless, long_tag, huge_length,
        sequence(sequence(std::string(200, '\x30'))), der(0x31, sequence(der(2, "\x01")))}) {
    EXPECT_THAT(said(bytes), IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus

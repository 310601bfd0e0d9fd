// ClientHellos built in words, and what the sensor says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/tls_words.hpp"

namespace tapcensus {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// The JA4 of each hello in a whole direction.
std::vector<std::string> fingerprints(std::string_view bytes) {
  std::vector<std::string> all;
  std::uint8_t mode = 0;
  for (;;) {
    const Answer answer = read_tls(bytes, true, mode);
    if (answer.texts.contains("tls.ja4")) all.push_back(answer.texts.at("tls.ja4"));
    if (answer.reading.what != Reading::What::next) return all;
    bytes.remove_prefix(std::min<std::size_t>(bytes.size(), answer.reading.bytes));
    mode = answer.reading.mode;
  }
}

Texts texts_of(const ClientHello& hello) { return read_tls(in_records(hello.bytes())).texts; }

// The example of the JA4 specification.
ClientHello example() {
  return ClientHello()
      .ciphers({0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
                0xc014, 0x009c, 0x009d, 0x002f, 0x0035})
      .extension(0x001b)
      .server_name("www.example.org")
      .extension(0x0033)
      .alpn({"h2", "http/1.1"})
      .extension(0x4469)
      .extension(0x0017)
      .extension(0x002d)
      .signatures({0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})
      .extension(0x0005)
      .extension(0x0023)
      .extension(0x0012)
      .versions({0x0304, 0x0303})
      .extension(0xff01)
      .extension(0x000b)
      .extension(0x000a)
      .extension(0x0015);
}

TEST(TlsClient, TellsNameProtocolsVersionAndFingerprints) {
  const std::string bytes = in_records(example().bytes());
  const Answer answer = read_tls(bytes);
  EXPECT_EQ(answer.reading.what, Reading::What::next);
  EXPECT_EQ(answer.reading.bytes, bytes.size());
  EXPECT_EQ(answer.texts.at("tls.sni"), "www.example.org");
  EXPECT_EQ(answer.texts.at("tls.alpn"), "h2,http/1.1");
  EXPECT_EQ(answer.texts.at("tls.version"), "1.3");
  EXPECT_EQ(answer.texts.at("tls.ja4"), "t13d1516h2_8daaf6152771_e5627efa2ab1");
  EXPECT_EQ(answer.texts.at("tls.ja3").size(), 32u);
}

// The two examples that JA3 was published with.
TEST(TlsClient, Ja3IsAsPublished) {
  const auto hello = ClientHello()
                         .version(0x0301)
                         .ciphers({47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4})
                         .server_name("x")
                         .groups({23, 24, 25})
                         .point_formats(std::string(1, '\0'));
  EXPECT_EQ(texts_of(hello).at("tls.ja3"), "ada70206e40642a3e4461f35503241d5");
  const auto bare = ClientHello().version(0x0301).ciphers({4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99});
  EXPECT_EQ(texts_of(bare).at("tls.ja3"), "de350869b8c85de67a350c8d186f11e6");
}

TEST(TlsClient, GreaseChangesNeitherFingerprintNorVersion) {
  const auto plain = ClientHello()
                         .ciphers({0x1301, 0xc02b})
                         .groups({29, 23})
                         .point_formats("\x01")
                         .signatures({0x0403})
                         .versions({0x0303, 0x0304})
                         .alpn({"h2"});
  const auto greased = ClientHello()
                           .ciphers({0x0a0a, 0x1301, 0xc02b})
                           .extension(0xfafa)
                           .groups({0x3a3a, 29, 23})
                           .point_formats("\x01")
                           .signatures({0x4a4a, 0x0403})
                           .versions({0xdada, 0x0303, 0x0304})
                           .alpn({"\x1a\x1a", "h2"})
                           .extension(0xeaea, "x");
  const Texts expected = texts_of(plain), actual = texts_of(greased);
  for (const char* field : {"tls.ja3", "tls.ja4", "tls.version"}) {
    EXPECT_EQ(actual.at(field), expected.at(field)) << field;
  }
}

// Type, suite, configuration, key and payload of an outer hello (RFC 9849, 5).
std::string outer(const std::string& key, std::size_t payload) {
  return std::string("\0\0\1\0\1\x2a", 6) + behind_length(key, 2) +
         behind_length(std::string(payload, 'p'), 2);
}

TEST(TlsClient, EncryptedHelloIsToldFromGreaseAsFarAsItCanBe) {
  const auto ech = [](const std::string& extension, const std::string& name = "public.example") {
    ClientHello hello;
    if (!name.empty()) hello.server_name(name);
    const Texts texts = texts_of(hello.extension(0xfe0d, extension));
    return texts.contains("tls.ech") ? texts.at("tls.ech") : "";
  };
  const std::string key(32, 'k');
  EXPECT_EQ(ech(outer(key, 16 + 128)), "outer");
  EXPECT_EQ(ech(outer(key, 100)), "grease") << "not padded";
  EXPECT_EQ(ech(outer(key, 16)), "grease") << "nothing but a tag";
  EXPECT_EQ(ech(outer(key, 16 + 128), ""), "grease") << "no public name";
  EXPECT_EQ(ech(outer("", 16 + 128)), "encrypted") << "after a HelloRetryRequest";
  EXPECT_EQ(ech("\1"), "inner");
  EXPECT_EQ(ech(outer(key, 144).substr(0, 60)), "") << "malformed";
  EXPECT_EQ(ech(outer(key, 144) + "x"), "") << "malformed";
  EXPECT_EQ(ech("\2"), "") << "unknown";
  EXPECT_EQ(ech(""), "") << "empty";
  EXPECT_FALSE(texts_of(ClientHello().server_name("public.example")).contains("tls.ech"));
}

TEST(TlsClient, HelloCutIntoManyRecordsIsReadAsOne) {
  const std::string message = example().bytes();
  const Texts whole = read_tls(in_records(message)).texts;
  for (std::size_t record = 1; record < message.size(); record += 7) {
    const std::string bytes = in_records(message, record);
    const Answer answer = read_tls(bytes);
    EXPECT_EQ(answer.reading.what, Reading::What::next) << record;
    EXPECT_EQ(answer.reading.bytes, bytes.size()) << record;
    EXPECT_EQ(answer.texts, whole) << record;
  }
}

TEST(TlsClient, AsksForMoreUntilTheHelloIsThere) {
  for (const std::size_t record : {1, 100, 16384}) {
    const std::string all = in_records(example().bytes(), record);
    for (std::size_t size = 0; size < all.size(); ++size) {
      const Answer answer = read_tls(all.substr(0, size));
      ASSERT_EQ(answer.reading.what, Reading::What::need_more) << size;
      ASSERT_GT(answer.reading.bytes, size);
      ASSERT_LE(answer.reading.bytes, all.size());
    }
  }
}

TEST(TlsClient, HelloInOneRecordTakesThreeLooks) {
  const std::string all = in_records(example().bytes());
  EXPECT_EQ(read_tls("").reading.bytes, 9u);
  EXPECT_EQ(read_tls(all.substr(0, 9)).reading.bytes, all.size());
}

TEST(TlsClient, OfACutHelloOnlyWhatIsWholeIsTold) {
  const std::string all =
      in_records(ClientHello().server_name("cut.example").alpn({"h2"}).versions({0x0304}).bytes());
  EXPECT_THAT(read_tls(all.substr(0, all.size() - 1), true).texts,
              UnorderedElementsAre(Pair("tls.sni", "cut.example"), Pair("tls.alpn", "h2")));
  EXPECT_THAT(read_tls(all.substr(0, all.size() - 8), true).texts,
              ElementsAre(Pair("tls.sni", "cut.example")));
  EXPECT_TRUE(read_tls(all.substr(0, 60), true).texts.empty());
}

TEST(TlsClient, TheHelloAfterAHelloRetryRequestIsTold) {
  const std::string first = in_records(example().bytes());
  const std::string second = in_records(ClientHello().server_name("x").bytes());
  const std::string ja4 = texts_of(example()).at("tls.ja4"),
                    other = "t12d010100_0f2cb44170f4_000000000000";
  EXPECT_THAT(fingerprints(first + second), ElementsAre(ja4, other));
  EXPECT_THAT(fingerprints(first + kChangeCipherSpec + second), ElementsAre(ja4, other));
  EXPECT_THAT(fingerprints(first + second + second), ElementsAre(ja4, other));
}

TEST(TlsClient, AfterTheHelloTheRestOfTheHandshakeEndsTheReading) {
  const std::string first = in_records(example().bytes());
  const std::string key_exchange = in_records(message(16, "key"));
  const std::string data("\x17\x03\x03\x00\x01x", 6);
  for (const std::string& rest :
       {std::string(), key_exchange, kChangeCipherSpec + data, kChangeCipherSpec.substr(0, 3),
        kChangeCipherSpec + kChangeCipherSpec + first, data}) {
    EXPECT_EQ(fingerprints(first + rest).size(), 1u);
  }
}

TEST(TlsClient, OtherBytesAreNotTaken) {
  const std::string ssl2_hello("\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10", 11);
  const std::string alert("\x15\x03\x01\x00\x02\x02\x28", 7);
  const std::string empty_record("\x16\x03\x01\x00\x00\x16\x03\x01", 8);
  const std::string long_record = "\x16\x03\x01" + number(16385, 2);
  const std::string long_hello = "\x16\x03\x01" + number(16384, 2) + "\x01" + number(70000, 3);
  const std::string future = "\x16\x04";
  for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n"), ssl2_hello, alert,
                                   empty_record, long_record, long_hello, future}) {
    const Answer answer = read_tls(bytes);
    EXPECT_EQ(answer.reading.what, Reading::What::not_mine) << bytes;
    EXPECT_TRUE(answer.texts.empty());
  }
}

TEST(TlsClient, AnotherRecordInTheMiddleOfAHelloEndsIt) {
  const std::string message = example().bytes();
  const std::string bytes =
      in_records(message.substr(0, 50)) + std::string("\x15\x03\x01\x00\x02\x02\x28", 7);
  EXPECT_EQ(read_tls(bytes).reading.what, Reading::What::not_mine);
}

TEST(TlsClient, VersionIsTheHighestOffered) {
  EXPECT_EQ(texts_of(ClientHello().version(0x0300)).at("tls.version"), "SSL 3.0");
  EXPECT_EQ(texts_of(ClientHello().version(0x0301)).at("tls.version"), "1.0");
  EXPECT_EQ(texts_of(ClientHello().version(0x0302)).at("tls.version"), "1.1");
  EXPECT_EQ(texts_of(ClientHello().version(0x0303)).at("tls.version"), "1.2");
  EXPECT_EQ(texts_of(ClientHello().versions({0x0302, 0x0303})).at("tls.version"), "1.2");
  EXPECT_EQ(texts_of(ClientHello().version(0x0399)).count("tls.version"), 0u);
}

// What JA4.md says of the two characters; of those that are not ASCII, what the published vectors
// say.
TEST(TlsClient, Ja4ShowsTheEndsOfTheFirstAlpn) {
  const std::pair<std::vector<std::string>, std::string> rows[]{
      {{"h2", "http/1.1"}, "h2"},
      {{"http/1.1"}, "h1"},
      {{"x"}, "xx"},
      {{""}, "00"},
      {{}, "00"},
      {{"\x30\xab\xcd\x31"}, "01"},
      {{"-x"}, "28"},
      {{"x-"}, "7d"},
      {{"\xab\xcd"}, "99"},
      {{"\xab"}, "99"},
      {{"\x30\xab"}, "09"},
  };
  for (const auto& [values, shown] : rows) {
    EXPECT_EQ(texts_of(ClientHello().alpn(values)).at("tls.ja4").substr(8, 2), shown);
  }
}

TEST(TlsClient, Ja4OfEmptyListsIsZeros) {
  EXPECT_EQ(texts_of(ClientHello().ciphers({})).at("tls.ja4"),
            "t12i000000_000000000000_000000000000");
  EXPECT_EQ(texts_of(ClientHello().ciphers({}).server_name("x").alpn({"h2"})).at("tls.ja4"),
            "t12d0002h2_000000000000_000000000000");
}

TEST(TlsClient, Ja4WithoutSignatureAlgorithmsEndsWithoutUnderscore) {
  ClientHello hello;
  for (const std::uint16_t type : {0x0005, 0x000a, 0x000b, 0x000d, 0x0012, 0x0015, 0x0017, 0x001b,
                                   0x0023, 0x002b, 0x002d, 0x0033, 0x4469, 0xff01}) {
    hello.extension(type);
  }
  EXPECT_EQ(texts_of(hello).at("tls.ja4").substr(24), "6d807ffa2a79");
}

TEST(TlsClient, Ja4CountsToNinetyNine) {
  ClientHello hello;
  hello.ciphers(Numbers(150, 0x1301));
  for (int i = 0; i < 120; ++i) hello.extension(100);
  EXPECT_EQ(texts_of(hello).at("tls.ja4").substr(0, 10), "t12i999900");
}

TEST(TlsClient, TheLongestHelloHasFingerprints) {
  Numbers ciphers;
  for (std::uint16_t i = 0; i < 8000; ++i) ciphers.push_back(static_cast<std::uint16_t>(65000 - i));
  const Texts texts = texts_of(ClientHello().ciphers(ciphers).server_name("long.example"));
  EXPECT_EQ(texts.at("tls.sni"), "long.example");
  EXPECT_EQ(texts.at("tls.ja3").size(), 32u);
  EXPECT_EQ(texts.at("tls.ja4").size(), 36u);
}

TEST(TlsClient, NamesAndProtocolsKeepTheirBytes) {
  const Texts texts =
      texts_of(ClientHello().server_name("WWW.\xff.example").alpn({"\x01", ",", ""}));
  EXPECT_EQ(texts.at("tls.sni"), "WWW.\xff.example");
  EXPECT_EQ(texts.at("tls.alpn"), "\x01,,,");
}

}  // namespace
}  // namespace tapcensus

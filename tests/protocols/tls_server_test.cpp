// What servers answer, and clients with a certificate: built in words and sent by openssl.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/certificate_words.hpp"

namespace tapcensus {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// The handshake message, without records.
class ServerHello {
 public:
  ServerHello& version(std::uint16_t version) {
    version_ = version;
    return *this;
  }
  ServerHello& cipher(std::uint16_t cipher) {
    cipher_ = cipher;
    return *this;
  }
  ServerHello& random(const std::string& random) {
    random_ = random;
    return *this;
  }
  ServerHello& extension(std::uint16_t type, const std::string& data = "") {
    extensions_ += number(type, 2) + behind_length(data, 2);
    return *this;
  }
  ServerHello& agreed(std::uint16_t version) { return extension(43, number(version, 2)); }
  ServerHello& alpn(const std::string& name) {
    return extension(16, behind_length(behind_length(name, 1), 2));
  }

  std::string bytes() const {
    const std::string session = behind_length("session", 1);
    std::string body = number(version_, 2) + random_ + session + number(cipher_, 2) + number(0, 1);
    if (!extensions_.empty()) body += behind_length(extensions_, 2);
    return message(2, body);
  }

 private:
  std::uint16_t version_ = 0x0303;
  std::uint16_t cipher_ = 0xc02f;
  std::string random_ = std::string(32, 'r');
  std::string extensions_;
};

const std::string kAlert("\x15\x03\x03\x00\x02\x02\x28", 7);
const std::string kHelloDone = message(14, "");

std::string certificate() { return Certificate().dns_names({"device.example"}).bytes(); }
std::string flight() {
  return ServerHello().alpn("h2").bytes() + chain({certificate(), std::string(900, 'x')}) +
         kHelloDone;
}
const Texts kOfFlight{{"tls.server.version", "1.2"},
                      {"tls.server.cipher", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
                      {"tls.server.alpn", "h2"},
                      {"tls.ja3s", "896415616b22361262d7a961b6325cfd"},
                      {"tls.cert.serial", "01"},
                      {"tls.cert.issuer", "CN=Example CA"},
                      {"tls.cert.subject", "CN=device"},
                      {"tls.cert.not_before", "2020-01-01T00:00:00Z"},
                      {"tls.cert.not_after", "2030-01-01T00:00:00Z"},
                      {"tls.cert.san", "device.example"}};

Texts texts_of(const ServerHello& hello) { return read_tls(in_records(hello.bytes()), true).texts; }

// All that is told of a whole direction, and how often and how much a parser had to look at when
// its bytes came one by one.
struct Heard {
  Texts texts;
  std::size_t looks = 0;
  std::size_t bytes = 0;
  std::size_t needed = 0;  // bytes of the direction that were there when all was told
};

Heard hear(std::string_view direction) {
  Heard heard;
  std::uint8_t mode = 0;
  std::size_t begin = 0, size = 0;
  for (;;) {
    const bool final = begin + size >= direction.size();
    const std::string_view there =
        begin < direction.size() ? direction.substr(begin, size) : std::string_view{};
    const Answer answer = read_tls(there, final, mode);
    ++heard.looks;
    heard.bytes += there.size();
    switch (answer.reading.what) {
      case Reading::What::need_more:
        if (final) return heard;
        EXPECT_GT(answer.reading.bytes, size);
        size = answer.reading.bytes;
        break;
      case Reading::What::next:
        heard.texts.insert(answer.texts.begin(), answer.texts.end());
        begin += answer.reading.bytes;
        size = 0;
        mode = answer.reading.mode;
        break;
      case Reading::What::done:
        heard.texts.insert(answer.texts.begin(), answer.texts.end());
        heard.needed = begin + size;
        return heard;
      case Reading::What::settled:
      case Reading::What::switched:
      case Reading::What::not_mine: return heard;
    }
  }
}

TEST(TlsServer, TellsWhatItChoseAndWhoItIs) {
  const Answer answer = read_tls(in_records(flight()));
  EXPECT_EQ(answer.reading.what, Reading::What::done);
  EXPECT_EQ(answer.texts, kOfFlight);
}

TEST(TlsServer, OfOpensslIsReadInEveryVersion) {
  for (const auto& [file, version] :
       {std::pair{"tls10", "1.0"}, {"tls11", "1.1"}, {"tls12", "1.2"}, {"mutual", "1.2"}}) {
    const Texts texts = hear(corpus("tls/" + std::string{file} + "_server")).texts;
    EXPECT_EQ(texts.at("tls.server.version"), version);
    EXPECT_EQ(texts.at("tls.cert.serial"), "9A3B5C7D9E1F2031");
    EXPECT_EQ(texts.at("tls.cert.issuer"), "CN=Example CA,O=Example GmbH,C=DE");
    EXPECT_EQ(texts.at("tls.cert.not_after"), "2050-01-02T03:04:05Z");
    EXPECT_EQ(texts.count("tls.cert.self_signed"), 0u);
  }
  EXPECT_EQ(hear(corpus("tls/tls12_server")).texts.at("tls.server.alpn"), "h2");
  for (const char* file : {"tls13", "retry", "tls13_resumed"}) {
    const Texts texts = hear(corpus("tls/" + std::string{file} + "_server")).texts;
    EXPECT_EQ(texts.at("tls.server.version"), "1.3");
    EXPECT_EQ(texts.at("tls.server.cipher"), "TLS_AES_256_GCM_SHA384");
    EXPECT_EQ(texts.count("tls.cert.subject"), 0u);
  }
}

TEST(TlsServer, ThatResumesASessionShowsNoCertificate) {
  for (const char* file : {"tls10", "tls11", "tls12", "mutual"}) {
    const std::string bytes = corpus("tls/" + std::string{file} + "_resumed_server");
    const Texts texts = hear(bytes).texts;
    EXPECT_EQ(texts.count("tls.server.version"), 1u) << file;
    EXPECT_EQ(texts.count("tls.cert.subject"), 0u) << file;
  }
  const std::string hello = in_records(ServerHello().bytes());
  EXPECT_EQ(hear(hello + kChangeCipherSpec + "later").needed, hello.size() + 9);
}

TEST(TlsServer, ClientSaysWhoItIsBelowTls13) {
  const Texts texts = hear(corpus("tls/mutual_client")).texts;
  EXPECT_EQ(texts.at("tls.sni"), "printer.example.net");
  EXPECT_EQ(texts.at("tls.cert.subject"),
            "1.2.840.113549.1.9.1=#160e7037406578616d706c652e6e6574,CN=phone 7,O=Example GmbH,"
            "DC=example,DC=net");
  for (const char* file : {"tls10", "tls11", "tls12", "tls13", "retry"}) {
    const Texts without = hear(corpus("tls/" + std::string{file} + "_client")).texts;
    EXPECT_EQ(without.count("tls.sni"), 1u) << file;
    EXPECT_EQ(without.count("tls.cert.subject"), 0u) << file;
  }
}

TEST(TlsServer, VersionThatWasAgreedOnWins) {
  const auto told = [](const ServerHello& hello) {
    const Texts texts = texts_of(hello);
    return texts.contains("tls.server.version") ? texts.at("tls.server.version") : "none";
  };
  EXPECT_EQ(told(ServerHello().agreed(0x0304)), "1.3");
  EXPECT_EQ(told(ServerHello().agreed(0x7f17)), "1.3 draft 23");
  EXPECT_EQ(told(ServerHello().agreed(0x0305)), "none");
  EXPECT_EQ(told(ServerHello().version(0x0302)), "1.1");
  EXPECT_EQ(told(ServerHello().version(0x0301)), "1.0");
  EXPECT_EQ(told(ServerHello().version(0x0300)), "SSL 3.0");
}

// Until draft 21 there was neither session nor compression in it.
TEST(TlsServer, OldDraftsOfTls13AreRead) {
  const std::string body = number(0x7f12, 2) + std::string(32, 'r') + number(0x1301, 2) +
                           behind_length(number(40, 2) + behind_length("share", 2), 2);
  const Answer answer = read_tls(in_records(message(2, body)));
  EXPECT_EQ(answer.reading.what, Reading::What::done);
  EXPECT_EQ(answer.texts.at("tls.server.version"), "1.3 draft 18");
  EXPECT_EQ(answer.texts.at("tls.server.cipher"), "TLS_AES_128_GCM_SHA256");
}

TEST(TlsServer, CipherWithoutNameIsANumber) {
  EXPECT_EQ(texts_of(ServerHello().cipher(0x0005)).at("tls.server.cipher"),
            "TLS_RSA_WITH_RC4_128_SHA");
  EXPECT_EQ(texts_of(ServerHello().cipher(0xfa01)).at("tls.server.cipher"), "0xfa01");
}

// Fingerprints that Arkime publishes with the captures of its tests.
TEST(TlsServer, Ja3sIsAsPublished) {
  const auto hello = [](std::uint16_t version, std::uint16_t cipher, const Numbers& extensions) {
    ServerHello hello;
    hello.version(version).cipher(cipher);
    for (const std::uint16_t type : extensions) hello.extension(type);
    return texts_of(hello).at("tls.ja3s");
  };
  EXPECT_EQ(hello(769, 5, {65281}), "280ca4511bfaa384b2e931c058e8816e");
  EXPECT_EQ(hello(771, 47, {65281}), "573a9f3f80037fb40d481e2054def5bb");
  EXPECT_EQ(hello(771, 4866, {51, 43}), "907bf3ecef1c987c889946b737b43de8");
  EXPECT_EQ(hello(771, 49199, {0, 65281, 11, 35, 5, 13172}), "9168bbacb9fd42f7f7cf95dc89c9d30c");
}

TEST(TlsServer, OfTls13IsDoneWithTheHello) {
  const std::string hello = in_records(ServerHello().agreed(0x0304).bytes());
  EXPECT_EQ(hear(hello + in_records(chain({certificate()}))).needed, hello.size());
}

TEST(TlsServer, IsDoneWhenItsOwnCertificateIsWhole) {
  const std::string all = in_records(flight());
  const std::size_t rest = 3 + 900 + kHelloDone.size();
  EXPECT_EQ(hear(all).needed, all.size() - rest);
  EXPECT_EQ(hear(all).looks, 6u);
}

TEST(TlsServer, FlightCutAnywhereIsTheSame) {
  const std::string all = in_records(flight());
  for (std::size_t size = 0; size < all.size(); ++size) {
    const Answer part = read_tls(all.substr(0, size));
    if (part.reading.what == Reading::What::done) {
      ASSERT_EQ(part.texts, kOfFlight) << size;
    } else {
      ASSERT_EQ(part.reading.what, Reading::What::need_more) << size;
      ASSERT_GT(part.reading.bytes, size);
      ASSERT_LE(part.reading.bytes, all.size());
    }
  }
}

TEST(TlsServer, RecordsMakeNoDifference) {
  for (std::size_t record = 1; record < 600; record += record < 20 ? 1 : 7) {
    EXPECT_EQ(hear(in_records(flight(), record)).texts, kOfFlight) << record;
  }
  const std::string apart = in_records(ServerHello().alpn("h2").bytes()) +
                            in_records(chain({certificate()})) + in_records(kHelloDone);
  EXPECT_EQ(hear(apart).texts, kOfFlight);
}

// Each look at records of one byte goes a sixth further, and none is longer than what is there.
TEST(TlsServer, RecordsOfOneByteAreNotReadOverAndOver) {
  const std::string bytes = in_records(flight(), 1);
  const Heard heard = hear(bytes);
  EXPECT_LT(heard.looks, 60u);
  EXPECT_LT(heard.bytes, 12 * bytes.size());
}

TEST(TlsServer, ChainLongerThanTheDepthGivesItsFirstCertificate) {
  const std::string all =
      in_records(ServerHello().bytes() + chain({certificate(), std::string(40'000, 'x')}));
  const Heard heard = hear(std::string_view{all}.substr(0, 16'384));
  EXPECT_EQ(heard.texts.at("tls.cert.subject"), "CN=device");
  EXPECT_LT(heard.needed, 1'000u);
}

TEST(TlsServer, CertificateLongerThanTheDepthTellsWhatIsThere) {
  const std::string big = Certificate().dns_names({std::string(30'000, 'x')}).bytes();
  const std::string all = in_records(ServerHello().bytes() + chain({big}));
  for (const std::size_t depth : {16'384, 25'000}) {
    const Answer answer = read_tls(std::string_view{all}.substr(0, depth), true);
    EXPECT_EQ(answer.texts.at("tls.cert.subject"), "CN=device");
    EXPECT_EQ(answer.texts.count("tls.cert.san"), 0u);
  }
}

TEST(TlsServer, ThatFallsSilentTellsWhatItSaid) {
  const std::string hello = ServerHello().alpn("h2").bytes(), all = in_records(flight());
  const Answer answer = read_tls(all.substr(0, 5 + hello.size() + 12), true);
  EXPECT_EQ(answer.reading.what, Reading::What::done);
  EXPECT_EQ(answer.texts.size(), 4u);
  EXPECT_EQ(read_tls(all.substr(0, 5 + hello.size() - 1), true).reading.what,
            Reading::What::not_mine);
}

TEST(TlsServer, AlertAfterTheHelloEndsIt) {
  const Heard heard = hear(in_records(ServerHello().bytes()) + kAlert);
  EXPECT_EQ(heard.texts.size(), 3u);
}

TEST(TlsServer, WithoutCertificateTellsTheHello) {
  for (const std::string& after :
       {chain({}), message(12, "key exchange"), message(11, "x"), message(11, number(5, 3) + "xyz"),
        message(11, number(9, 3) + number(7, 3) + "x"),
        message(11, number(4, 3) + number(2, 3) + "x"),
        message(11, number(9, 3) + number(1, 3) + "x")}) {
    EXPECT_EQ(hear(in_records(ServerHello().bytes() + after + kHelloDone)).texts.size(), 3u);
  }
}

TEST(TlsServer, HelloAfterAHelloRetryRequestIsTold) {
  const std::string retry_random =
      "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91"
      "\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c";
  const std::string retry = in_records(ServerHello().random(retry_random).agreed(0x0304).bytes());
  const std::string second = in_records(ServerHello().cipher(0x1302).agreed(0x0304).bytes());
  for (const std::string& between : {std::string(), kChangeCipherSpec}) {
    const std::string all = retry + between + second;
    EXPECT_EQ(hear(all).needed, all.size());
    const Answer first = read_tls(all);
    EXPECT_EQ(first.reading.bytes, retry.size());
    EXPECT_EQ(first.texts.at("tls.server.version"), "1.3");
  }
  EXPECT_EQ(hear(retry + retry + second).needed, 2 * retry.size());
}

TEST(TlsServer, MayWarnBeforeItsHello) {
  const std::string warning("\x15\x03\x03\x00\x02\x01\x70", 7);
  EXPECT_EQ(hear(warning + in_records(flight())).texts, kOfFlight);
  EXPECT_EQ(read_tls(warning.substr(0, 6)).reading.bytes, 7u);
  EXPECT_EQ(read_tls(warning.substr(0, 6), true).reading.what, Reading::What::not_mine);
  EXPECT_EQ(read_tls(kAlert + in_records(flight())).reading.what, Reading::What::not_mine);
}

TEST(TlsServer, CertificateIsReadWithoutTheHelloBeforeIt) {
  const Texts texts = hear(in_records(chain({certificate()}) + kHelloDone)).texts;
  EXPECT_EQ(texts.at("tls.cert.subject"), "CN=device");
  EXPECT_EQ(texts.size(), 6u);
}

TEST(TlsServer, ClientCertificateIsReadInAnyRecords) {
  const std::string hello = corpus("tls/mutual_client").substr(0, 5 + 4);
  const std::size_t length = 4 + static_cast<unsigned char>(hello[8]);
  const std::string first = in_records(corpus("tls/mutual_client").substr(5, length));
  const std::string rest = chain({certificate()}) + message(16, "key");
  for (std::size_t record = 1; record < rest.size(); record += 13) {
    const Heard heard = hear(first + in_records(rest, record) + kChangeCipherSpec);
    EXPECT_EQ(heard.texts.at("tls.cert.subject"), "CN=device") << record;
    EXPECT_EQ(heard.texts.at("tls.sni"), "printer.example.net");
  }
  EXPECT_EQ(hear(first + kChangeCipherSpec + in_records(rest)).texts.count("tls.cert.subject"), 0u);
}

TEST(TlsServer, OtherBytesAreNotTaken) {
  const std::string hello = ServerHello().bytes();
  const auto broken = [&](std::size_t at, char c) {
    std::string bytes = hello;
    bytes[at] = c;
    return in_records(bytes);
  };
  for (const std::string& bytes :
       {broken(4, 2), broken(4, 8), broken(38, 33), in_records(hello.substr(0, 30)) + kAlert,
        in_records(message(2, std::string(8200, '\3'))),
        in_records(message(2, hello.substr(4) + "x")), in_records(message(2, ""))}) {
    const Answer answer = read_tls(bytes);
    EXPECT_EQ(answer.reading.what, Reading::What::not_mine);
    EXPECT_THAT(answer.texts, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus

// DNS over TCP: message after message, the same facts as over UDP.
#include <gmock/gmock.h>

#include "dns_words.hpp"

namespace tapcensus {

extern const Protocol dns_tcp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

constexpr unsigned kA = 1;
constexpr bool kGuessed = true;

std::string framed(const std::string& message) {
  return be16(static_cast<unsigned>(message.size())) + message;
}
std::string query_for(const std::string& name) {
  return framed(dns_message(kQuery, {1}, question(labels(name))));
}
std::string answer_of(const std::string& name) {
  return framed(dns_message(
      kResponse, {1, 1},
      question(labels(name)) + record(pointer(kFirstName), kA, octets({192, 0, 2, 7}))));
}

TEST(DnsTcp, MessagesOneAfterTheOtherAreAllReadHoweverTheyAreCut) {
  const std::string client = query_for("a.org") + query_for("B.org") + query_for("c.org");
  const std::string server = answer_of("a.org") + answer_of("b.org");
  for (std::size_t piece = 1; piece <= client.size(); ++piece) {
    EXPECT_THAT(follow(dns_tcp, client, piece, kGuessed).texts,
                ElementsAre("dns.query=a.org", "dns.query=b.org", "dns.query=c.org"))
        << piece;
    EXPECT_THAT(follow(dns_tcp, server, piece, kGuessed).texts,
                ElementsAre("dns.answer=192.0.2.7", "dns.answer=192.0.2.7"))
        << piece;
  }
}

TEST(DnsTcp, ItSaysHowManyBytesAMessageTakes) {
  const std::string whole = query_for("example.org");
  EXPECT_EQ(ask(dns_tcp, whole.substr(0, 1)).reading.bytes, 2u);
  for (std::size_t size = 2; size < whole.size(); ++size) {
    const Reading reading = ask(dns_tcp, whole.substr(0, size)).reading;
    EXPECT_EQ(reading.what, What::need_more);
    EXPECT_EQ(reading.bytes, whole.size());
  }
}

TEST(DnsTcp, AMessageBeyondTheDepthSaysWhatIsThereAndIsPassedOver) {
  const std::string answer = answer_of("a.org");
  const std::string long_one = be16(60'000) + answer.substr(2);
  const Said said = ask(dns_tcp, {Layers{}, as_bytes(long_one), 0, true});
  EXPECT_EQ(said.reading.what, What::next);
  EXPECT_EQ(said.reading.bytes, 60'002u);
  EXPECT_THAT(said.texts, ElementsAre("dns.answer=192.0.2.7"));
}

TEST(DnsTcp, OnOtherPortsItMustBeSure) {
  const auto asked_for = [](unsigned flags, const Counts& counts, const std::string& body) {
    return ask(dns_tcp,
               {Layers{}, as_bytes(framed(dns_message(flags, counts, body))), 0, false, kGuessed});
  };
  const std::string name = labels("example.org");
  EXPECT_THAT(asked_for(kQuery, {1}, question(name)).texts, ElementsAre("dns.query=example.org"));
  EXPECT_THAT(asked_for(kQuery, {1}, question(name) + "x").texts, IsEmpty());
  EXPECT_THAT(asked_for(kQuery | 5, {1}, question(name)).texts, IsEmpty());
  EXPECT_THAT(asked_for(kQuery | 0x40, {1}, question(name)).texts, IsEmpty());
  EXPECT_THAT(asked_for(kQuery, {1}, question(name, 9999)).texts, IsEmpty());
  EXPECT_THAT(asked_for(kQuery, {1}, question(labels("a\1\2.org"))).texts, IsEmpty());
  EXPECT_THAT(asked_for(kQuery, {1}, question(std::string(1, '\0'))).texts, IsEmpty());
}

TEST(DnsTcp, ProtocolsOfTheSameFormKeepTheirPorts) {
  Layers layers;
  layers.target_port = 5355;
  const std::string query = query_for("printer");
  EXPECT_EQ(ask(dns_tcp, {layers, as_bytes(query), 0, false, kGuessed}).reading.what,
            What::not_mine);
}

TEST(DnsTcp, OthersAreNotMine) {
  for (const std::string& other : {be16(11) + std::string(11, '\0'), framed(std::string(40, 'a')),
                                   framed(std::string(40, '\1'))}) {
    EXPECT_EQ(ask(dns_tcp, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus

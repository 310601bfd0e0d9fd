// SLP over UDP: what agents offer, in both versions; what a directory knows of others is not its
// own.
#include <gtest/gtest.h>

#include "slp_words.hpp"

namespace tapcensus {

extern const Protocol slp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const Layers kPrinter = sent_by("10.0.0.8");

TEST(Slp, ReplyListsServices) {
  const std::string bytes =
      slp_message(2, be16(0) + be16(3) + slp_entry("service:printer:lpr://10.0.0.8:515/queue") +
                         slp_entry("service:printer:lpr://10.0.0.80/") +
                         slp_entry("service:wbem:https://server.example"));
  EXPECT_THAT(ask(slp, bytes, kPrinter).texts,
              ElementsAre("slp.url=service:printer:lpr://10.0.0.8:515/queue",
                          "slp.url=service:wbem:https://server.example"));
}

TEST(Slp, SignaturesAreSteppedOver) {
  const std::string signature = be16(2) + be16(10) + std::string(6, 'x');
  const std::string entry = octets({0}) + be16(600) + slp_text("service:a://b") + octets({2});
  const std::string bytes = slp_message(
      2, be16(0) + be16(2) + entry + signature + signature + slp_entry("service:c://d"));
  EXPECT_THAT(ask(slp, bytes, kPrinter).texts,
              ElementsAre("slp.url=service:a://b", "slp.url=service:c://d"));
}

TEST(Slp, RegistrationAndAgentTellTheirAttributes) {
  const std::string attributes = slp_text("(x-hp-mfg=Hewlett-Packard),(x-hp-mod=LaserJet 4050)");
  for (const std::string& bytes :
       {slp_message(3, slp_entry("service:x-hpnp-discover:") +
                           slp_text("service:x-hpnp-discover:") + slp_text("DEFAULT") + attributes),
        slp_message(11, slp_text("service:x-hpnp-discover:") + slp_text("DEFAULT") + attributes),
        slp_message(8, be16(0) + be32(7) + slp_text("service:x-hpnp-discover:") +
                           slp_text("DEFAULT") + attributes),
        slp1_message(3, be16(600) + slp_text("service:x-hpnp-discover:") + attributes)}) {
    EXPECT_THAT(ask(slp, bytes, kPrinter).texts,
                ElementsAre("slp.url=service:x-hpnp-discover:",
                            "slp.attributes=(x-hp-mfg=Hewlett-Packard),(x-hp-mod=LaserJet 4050)"));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(ask(slp, bytes.substr(0, size), kPrinter).reading.what, Reading::What::not_mine);
    }
  }
}

TEST(Slp, CutByTheCaptureItSaysWhatIsWhole) {
  const std::string bytes =
      slp_message(2, be16(0) + be16(2) + slp_entry("service:a://b") + slp_entry("service:c://d"));
  Layers layers = kPrinter;
  layers.payload_length = static_cast<std::uint32_t>(bytes.size());
  EXPECT_THAT(ask(slp, bytes.substr(0, bytes.size() - 3), layers).texts,
              ElementsAre("slp.url=service:a://b"));
}

TEST(Slp, AttributesOfAReplyAreSaidInBothVersions) {
  for (const std::string& bytes : {slp_message(7, be16(0) + slp_text("(a=b)")),
                                   slp1_message(7, be16(0) + slp_text("(a=b)"))}) {
    EXPECT_THAT(ask(slp, bytes, kPrinter).texts, ElementsAre("slp.attributes=(a=b)"));
  }
}

TEST(Slp, ErrorsRequestsSignedAndWideTextsSayNothing) {
  for (const std::string& bytes :
       {slp_message(2, be16(2) + be16(1) + slp_entry("service:a")), slp_message(1, slp_text("")),
        slp1_message(7, be16(0) + slp_text("(a=b)"), 0, 1000),
        slp1_message(7, be16(0) + slp_text("(a=b)"), 0x10), slp_message(7, be16(1))}) {
    const Said said = ask(slp, bytes, kPrinter);
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Slp, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(slp, {slp_message(2, be16(0)) + "x", slp_message(0, be16(0)),
                        slp_message(12, be16(0)), octets({3, 1}) + std::string(20, '\0'), ""});
}

}  // namespace
}  // namespace tapcensus

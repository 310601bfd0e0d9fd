// Datagrams of NetBIOS: who sends, and what a host announces in the network's list.
#include <gtest/gtest.h>

#include "corpus.hpp"
#include "netbios_words.hpp"

namespace tapcensus {

extern const Protocol nbdgm;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;

std::string datagram(const std::string& body, unsigned type = 0x11, unsigned offset = 0) {
  const std::string names = netbios_name("DESK7", 0x20) + netbios_name("OFFICE", 0x1d);
  return octets({type, 2}) + be16(7) + octets({10, 0, 0, 5}) + be16(138) +
         be16(static_cast<unsigned>(names.size() + body.size())) + be16(offset) + names + body;
}

// A transaction of SMB to a mailslot; the message begins behind its name.
std::string to_mailslot(const std::string& name, const std::string& message) {
  const auto size = static_cast<unsigned>(message.size());
  const auto at = static_cast<unsigned>(32 + 1 + 2 * 17 + 2 + name.size() + 1);
  return "\xffSMB" + octets({0x25}) + std::string(27, '\0') + octets({17}) + le16(0) + le16(size) +
         le16(0) + le16(0) + octets({0, 0}) + le16(0) + le32(0) + le16(0) + le16(0) + le16(0) +
         le16(size) + le16(at) + octets({3, 0}) + le16(1) + le16(1) + le16(2) +
         le16(static_cast<unsigned>(name.size() + 1 + message.size())) + name + '\0' + message;
}
std::string announces(unsigned command, const std::string& name, const std::string& comment,
                      unsigned major = 10, unsigned minor = 0) {
  return octets({command, 0}) + le32(720000) + filled(name, 16) + octets({major, minor}) +
         le32(0x1003) + octets({15, 1}) + le16(0xaa55) + comment + '\0';
}
std::string to_browser(const std::string& message) {
  return datagram(to_mailslot("\\MAILSLOT\\BROWSE", message));
}

TEST(Nbdgm, HostAnnouncesItsNameSystemAndComment) {
  const std::string bytes = to_browser(announces(1, "DESK7", "A desk"));
  EXPECT_THAT(ask(nbdgm, bytes).texts,
              ElementsAre("nbns.name=DESK7<20>", "browser.host=DESK7", "browser.os_version=10.0",
                          "browser.comment=A desk"));
  expect_no_more_when_cut(nbdgm, bytes);
}

TEST(Nbdgm, LanManagersAnnouncementSaysTheSame) {
  const std::string bytes = corpus("nbdgm/samba_lan_manager");
  EXPECT_THAT(ask(nbdgm, bytes).texts,
              ElementsAre("nbns.name=SMBFIVE<00>", "browser.host=SMBFIVE", "browser.os_version=6.1",
                          "browser.comment=FIVE FILE SERVER"));
  expect_no_more_when_cut(nbdgm, bytes);
}

TEST(Nbdgm, LocalMasterIsAHostToo) {
  EXPECT_THAT(ask(nbdgm, to_browser(announces(15, "DESK7", "", 6, 1))).texts,
              ElementsAre("nbns.name=DESK7<20>", "browser.host=DESK7", "browser.os_version=6.1"));
}

TEST(Nbdgm, DomainIsNotTheHostButItsMasterIs) {
  EXPECT_THAT(ask(nbdgm, to_browser(announces(12, "OFFICE", "DESK7", 3, 10))).texts,
              ElementsAre("nbns.name=DESK7<20>", "browser.host=DESK7"));
}

TEST(Nbdgm, CandidateOfAnElectionNamesItself) {
  const std::string election =
      octets({8, 1}) + le32(0x20010f03) + le32(5000) + le32(0) + "DESK7" + '\0';
  EXPECT_THAT(ask(nbdgm, to_browser(election)).texts,
              ElementsAre("nbns.name=DESK7<20>", "browser.host=DESK7"));
}

TEST(Nbdgm, MailslotsAreNamedInAnyCaseAndOthersAreLeftAlone) {
  const std::string message = announces(1, "DESK7", "");
  EXPECT_THAT(ask(nbdgm, datagram(to_mailslot("\\mailslot\\browse", message))).texts,
              ElementsAre("nbns.name=DESK7<20>", "browser.host=DESK7", "browser.os_version=10.0"));
  EXPECT_THAT(ask(nbdgm, datagram(to_mailslot("\\MAILSLOT\\NET\\NETLOGON", message))).texts,
              ElementsAre("nbns.name=DESK7<20>"));
}

TEST(Nbdgm, LaterPieceOfAMessageHasOnlyItsSender) {
  const std::string bytes =
      datagram(to_mailslot("\\MAILSLOT\\BROWSE", announces(1, "DESK7", "")), 0x11, 400);
  EXPECT_THAT(ask(nbdgm, bytes).texts, ElementsAre("nbns.name=DESK7<20>"));
}

TEST(Nbdgm, MessageThatLiesBehindTheEndIsLeftAlone) {
  std::string bytes = to_browser(announces(1, "DESK7", ""));
  bytes[bytes.find("\xffSMB") + 32 + 1 + 2 * 12] = '\xff';  // where it begins
  EXPECT_THAT(ask(nbdgm, bytes).texts, ElementsAre("nbns.name=DESK7<20>"));
}

TEST(Nbdgm, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(nbdgm,
                  {datagram("", 0x13), datagram("").substr(0, 60), std::string(90, '\x11'), ""});
}

}  // namespace
}  // namespace tapcensus

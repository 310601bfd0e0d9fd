// SMB: what was offered and chosen, and who logs on.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "kerberos_words.hpp"
#include "netbios_words.hpp"
#include "ntlmssp_words.hpp"
#include "preambles.hpp"

namespace tapcensus {

extern const Protocol smb;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

std::string framed(const std::string& message) {
  return be32(static_cast<std::uint32_t>(message.size())) + message;
}

constexpr unsigned kReply = 0x80, kUnicode = 0x8000;
constexpr std::uint32_t kMoreProcessing = 0xc0000016;

std::string smb1(unsigned command, unsigned flags, unsigned flags2, const std::string& words,
                 const std::string& data, std::uint32_t status = 0) {
  return framed("\xffSMB" + octets({command}) + le32(status) + octets({flags}) + le16(flags2) +
                std::string(20, '\0') + octets({unsigned(words.size() / 2)}) + words +
                le16(static_cast<unsigned>(data.size())) + data);
}
std::string smb2(unsigned command, bool reply, const std::string& body, std::uint32_t status = 0) {
  return framed("\xfeSMB" + le16(64) + le16(0) + le32(status) + le16(command) + le16(1) +
                le32(reply ? 1 : 0) + std::string(44, '\0') + body);
}

// Everything said, however it is cut.
Texts said(const std::string& direction, bool guessed = true) {
  const Texts whole = follow(smb, direction, direction.size(), guessed).texts;
  for (std::size_t piece = 1; piece < direction.size(); piece += 1 + piece / 8) {
    EXPECT_EQ(follow(smb, direction, piece, guessed).texts, whole) << "in pieces of " << piece;
  }
  return whole;
}

const std::string kEnd(1, '\0');
const std::string kGuid =
    octets({0x78, 0x56, 0x34, 0x12, 0xbc, 0x9a, 0xf0, 0xde}) + "\1\2\3\4\5\6\7\x8";
const std::string kGuidText = "smb.guid=12345678-9abc-def0-0102-030405060708";

TEST(Smb, Version1OffersDialectsByName) {
  const std::string offer = smb1(0x72, 0, 0, "", "\2LANMAN1.0" + kEnd + "\2NT LM 0.12" + kEnd);
  EXPECT_THAT(said(offer), ElementsAre("smb.dialect=LANMAN1.0,NT LM 0.12"));
}

TEST(Smb, Version1ChoosesAndShowsItsGuid) {
  const std::string words = le16(1) + octets({3}) + le16(50) + le16(1) + le32(1) + le32(2) +
                            le32(3) + le32(0x80000000) + std::string(11, '\0');
  EXPECT_THAT(said(smb1(0x72, kReply, kUnicode, words, kGuid + "token")),
              ElementsAre("smb.dialect=NT LM 0.12", kGuidText));
}

TEST(Smb, SystemsNameThemselvesWhenTheyLogOn) {
  const std::string head = octets({0xff, 0, 0, 0}) + std::string(10, '\0');
  // Without extended security: passwords, a pad, a user, a domain; Unicode at even places.
  const std::string words = head + le16(1) + le16(2) + std::string(8, '\0');
  const std::string data = "pPP" + wide("me") + le16(0) + wide("DOM") + le16(0) +
                           wide("Windows 4.0") + le16(0) + wide("Windows NT 4.0");
  const Texts expected{"smb.native_os=Windows 4.0", "smb.native_lanman=Windows NT 4.0"};
  EXPECT_EQ(said(smb1(0x73, 0, kUnicode, words, data)), expected);
  EXPECT_THAT(
      said(smb1(0x73, 0, 0, words, "pPPme" + kEnd + "DOM" + kEnd + "Unix" + kEnd + "Samba")),
      ElementsAre("smb.native_os=Unix", "smb.native_lanman=Samba"));
  // Of LAN Manager.
  EXPECT_THAT(
      said(smb1(0x73, 0, 0, head + le16(1) + le32(0), "pme" + kEnd + "DOM" + kEnd + "OS/2" + kEnd)),
      ElementsAre("smb.native_os=OS/2"));
}

TEST(Smb, WithExtendedSecurityTheyBringAToken) {
  const std::string token = ntlm_authenticate();
  const std::string words = octets({0xff, 0, 0, 0}) + std::string(10, '\0') +
                            le16(static_cast<unsigned>(token.size())) + std::string(8, '\0');
  const std::string pad(token.size() % 2 == 0 ? 1 : 0, '\0');
  const std::string names = wide("Windows 10") + le16(0) + wide("Windows 10 6.3") + le16(0);
  const Texts expected =
      kNtlmAuthenticated + Texts{"smb.native_os=Windows 10", "smb.native_lanman=Windows 10 6.3"};
  EXPECT_EQ(said(smb1(0x73, 0, kUnicode, words, token + pad + names)), expected);
}

TEST(Smb, ATicketOfKerberosTellsItsRealm) {
  using kerberos_words::element;
  using kerberos_words::integer;
  using kerberos_words::part;
  const std::string ticket = element(
      0x61, element(0x30, part(0, integer(5)) + part(1, kerberos_words::text("CENSUS.TEST"))));
  const std::string shown =
      element(0x6e, element(0x30, part(0, integer(5)) + part(1, integer(14)) +
                                      part(2, element(3, std::string(5, '\0'))) + part(3, ticket)));
  const std::string named =
      element(0x60, octets({6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 1, 2, 2, 1, 0}) + shown);
  for (const std::string& token : {named, shown}) {  // of GSS; in the style of DCE
    const std::string body = le16(25) + std::string(10, '\0') + le16(64 + 24) +
                             le16(static_cast<unsigned>(token.size())) + std::string(8, '\0') +
                             token;
    EXPECT_THAT(said(smb2(1, false, body)), ElementsAre("kerberos.realm=CENSUS.TEST"));
  }
}

TEST(Smb, ReadingEndsWhenTheLogonSucceeded) {
  const std::string words = octets({0xff, 0, 0, 0}) + le16(0);
  const std::string answer = smb1(0x73, kReply, 0, words, "Unix" + kEnd + "Samba 3.6" + kEnd);
  const Followed followed = follow(smb, answer + answer, 1000);
  EXPECT_EQ(followed.last, What::done);
  EXPECT_THAT(followed.texts, ElementsAre("smb.native_os=Unix", "smb.native_lanman=Samba 3.6"));
}

TEST(Smb, SignsAreNoName) {
  const std::string words = octets({0xff, 0, 0, 0}) + le16(0);
  EXPECT_THAT(said(smb1(0x73, kReply, 0, words, "\xf8\x87" + kEnd + "\xff" + kEnd)), IsEmpty());
}

TEST(Smb, Version2OffersRevisions) {
  const std::string body = le16(36) + le16(5) + le16(1) + le16(0) + le32(0) + kGuid +
                           std::string(8, '\0') + le16(0x202) + le16(0x210) + le16(0x300) +
                           le16(0x302) + le16(0x311);
  EXPECT_THAT(said(smb2(0, false, body)),
              ElementsAre("smb.dialect=2.0.2,2.1,3.0,3.0.2,3.1.1", kGuidText));
}

TEST(Smb, Version2ChoosesOne) {
  const auto answer = [](unsigned revision) {
    return smb2(0, true,
                le16(65) + le16(1) + le16(revision) + le16(0) + kGuid + std::string(40, '\0'));
  };
  EXPECT_THAT(said(answer(0x302)), ElementsAre("smb.dialect=3.0.2", kGuidText));
  EXPECT_THAT(said(answer(0x2ff)), ElementsAre("smb.dialect=2.???", kGuidText));
}

TEST(Smb, Version2LogsOnByTokensUntilAShareIsOpened) {
  const auto setup = [](const std::string& token) {
    return smb2(1, false,
                le16(25) + std::string(10, '\0') + le16(64 + 24) +
                    le16(static_cast<unsigned>(token.size())) + std::string(8, '\0') + token);
  };
  const auto granted = [](const std::string& token, std::uint32_t status) {
    return smb2(
        1, true,
        le16(9) + le16(0) + le16(64 + 8) + le16(static_cast<unsigned>(token.size())) + token,
        status);
  };
  const std::string client = setup(ntlm_negotiate()) + setup(ntlm_authenticate());
  EXPECT_EQ(said(client), kNtlmNegotiated + kNtlmAuthenticated);
  EXPECT_EQ(end_of(smb, client + smb2(3, false, std::string(8, '\0'))), What::done);
  EXPECT_EQ(said(granted(ntlm_challenge(), kMoreProcessing)), kNtlmChallenged);
  EXPECT_EQ(end_of(smb, granted("", 0)), What::done);
}

TEST(Smb, WhoCallsByNetBiosTellsItsName) {
  const std::string offer = smb1(0x72, 0, 0, "", "\2NT LM 0.12" + kEnd);
  const std::string names = netbios_name("*SMBSERVER", 0x20) + netbios_name("LAPTOP-7", 0);
  EXPECT_THAT(said(octets({0x81, 0, 0, 68}) + names + offer),
              ElementsAre("nbns.name=LAPTOP-7<00>", "smb.dialect=NT LM 0.12"));
  EXPECT_THAT(said(octets({0x82, 0, 0, 0}) + octets({0x85, 0, 0, 0}) + offer),
              ElementsAre("smb.dialect=NT LM 0.12"));
}

TEST(Smb, SambaIsHeardFromEitherSide) {
  EXPECT_EQ(said(corpus("smb/netbios_client")).front(), "nbns.name=CLIENTPC<00>");
  EXPECT_EQ(
      said(corpus("smb/samba_nt1_client")),
      (Texts{"smb.dialect=NT LANMAN 1.0,NT LM 0.12", "ntlmssp.version=6.1.0", "smb.native_os=Unix",
             "smb.native_lanman=Samba", "ntlmssp.version=6.1.0", "ntlmssp.host=CLIENTPC",
             "ntlmssp.domain=CENSUS", "smb.native_os=Unix", "smb.native_lanman=Samba"}));
}

TEST(Smb, SealedOrForeignBytesAreNotMine) {
  for (const std::string& other :
       {framed("\xfdSMB" + std::string(60, 'x')), framed("\xffSMC" + std::string(60, 'x')),
        framed("\xfeSMB" + std::string(20, 'x')), framed("\xfeSMB" + std::string(70, 'x')),
        octets({0x81, 0, 0, 5}) + std::string(5, ' '),
        octets({0x81, 0, 0, 68}) + " " + std::string(67, 'z'), octets({0x82, 0, 0, 1, 0}),
        octets({0x85, 0, 0, 0}), std::string{"GET / HTTP/1.1\r\n\r\n"}}) {
    EXPECT_EQ(end_of(smb, other, kGuessed), What::not_mine);
  }
}

TEST(Smb, LengthsThatLieReadNothingBeyond) {
  const std::string words =
      octets({0xff, 0, 0, 0}) + std::string(10, '\0') + le16(0xffff) + std::string(8, '\0');
  EXPECT_THAT(said(smb1(0x73, 0, kUnicode, words, "short")), IsEmpty());
  EXPECT_THAT(
      said(smb2(1, false, le16(25) + std::string(10, '\xff') + le16(0xffff) + le16(0xffff))),
      IsEmpty());
}

}  // namespace
}  // namespace tapcensus

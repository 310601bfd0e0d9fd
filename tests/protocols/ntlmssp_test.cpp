// NTLMSSP: its three messages, found in whatever they are wrapped in.
#include "protocols/ntlmssp.hpp"

#include <gmock/gmock.h>

#include "ntlmssp_words.hpp"

namespace tapcensus {

extern const Protocol http;
extern const Protocol imap;
extern const Protocol pop3;
extern const Protocol smtp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

Findings findings;

Texts texts() {
  Texts texts;
  for (const Finding& finding : findings.all()) {
    texts.push_back(std::string{name_of(finding.field)} + "=" + std::string{finding.text});
  }
  findings.clear();
  return texts;
}
Texts said_by(const std::string& token) {
  read_ntlmssp(as_bytes(token), findings);
  return texts();
}

TEST(Ntlmssp, TheClientNamesItselfWithoutUnicode) {
  EXPECT_EQ(said_by(ntlm_negotiate()), kNtlmNegotiated);
}

TEST(Ntlmssp, TheServerNamesItselfInItsTargetInfo) {
  EXPECT_EQ(said_by(ntlm_challenge()), kNtlmChallenged);
}

TEST(Ntlmssp, TheClientsLastMessageTellsItsComputerAndNeverItsUser) {
  EXPECT_EQ(said_by(ntlm_authenticate()), kNtlmAuthenticated);
}

TEST(Ntlmssp, ItIsFoundInWhatIsAroundIt) {
  EXPECT_EQ(said_by(octets({0xa1, 0x82, 1, 0, 0x30}) + ntlm_authenticate()), kNtlmAuthenticated);
  EXPECT_THAT(said_by("NTLMSSP"), IsEmpty());
  EXPECT_THAT(said_by(std::string{"NTLMSSP\0\4\0\0\0", 12} + std::string(80, 'x')), IsEmpty());
}

TEST(Ntlmssp, AVersionIsThereOnlyWithItsFlagAndItsPlace) {
  const std::string names = std::string(16, '\0');
  EXPECT_THAT(said_by(NtlmWords{1, 40}.fixed(le32(0) + names + ntlm_version(6, 1, 0)).bytes()),
              IsEmpty());
  EXPECT_THAT(said_by(NtlmWords{1, 40}.fixed(le32(kNtlmVersionFlag) + names).bytes()), IsEmpty());
  EXPECT_THAT(said_by(NtlmWords{1, 32}.fixed(le32(kNtlmVersionFlag)).part("D").part("H").bytes()),
              ElementsAre("ntlmssp.host=H", "ntlmssp.domain=D"));
  EXPECT_THAT(
      said_by(
          NtlmWords{1, 40}.fixed(le32(kNtlmVersionFlag) + names + ntlm_version(6, 1, 0)).bytes()),
      ElementsAre("ntlmssp.version=6.1.0"));
}

TEST(Ntlmssp, OldServersSayOnlyWhatTheirNameIsOneOf) {
  const auto challenge = [](std::uint32_t flags, const std::string& name) {
    return NtlmWords{2, 32}.part(name).fixed(le32(flags) + std::string(8, '\x11')).bytes();
  };
  EXPECT_THAT(said_by(challenge(0x10000, "OLDDOM")), ElementsAre("ntlmssp.domain=OLDDOM"));
  EXPECT_THAT(said_by(challenge(0x20001, wide("OLDSRV"))), ElementsAre("ntlmssp.target=OLDSRV"));
}

TEST(Ntlmssp, OldClientsSendNoFlags) {
  const auto authenticate = [](const std::string& domain, const std::string& host) {
    return NtlmWords{3, 52}
        .part(std::string(24, 'l'))
        .part("")
        .part(domain)
        .part("somebody")
        .part(host)
        .bytes();
  };
  EXPECT_THAT(said_by(authenticate(wide("DOM"), wide("NT4"))),
              ElementsAre("ntlmssp.host=NT4", "ntlmssp.domain=DOM"));
  EXPECT_THAT(said_by(authenticate("DOM", "W95")),
              ElementsAre("ntlmssp.host=W95", "ntlmssp.domain=DOM"));
}

TEST(Ntlmssp, NamesBeyondTheEndAreCut) {
  const std::string whole = ntlm_challenge();
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    for (const std::string& text : said_by(whole.substr(0, size))) {
      EXPECT_TRUE(text.starts_with("ntlmssp.")) << text;
    }
  }
  EXPECT_THAT(said_by(NtlmWords{1, 0xffffff00}.fixed(le32(0)).part("D").part("HOST").bytes()),
              IsEmpty());
}

TEST(Ntlmssp, LettersBeyondAsciiBecomeUtf8) {
  const std::string name = octets({0x4b, 0, 0xf6, 0, 0x6c, 0, 0x3d, 0xd8, 0xbb, 0xdc, 0, 0xd8});
  EXPECT_THAT(said_by(NtlmWords{2, 48}
                          .part("")
                          .fixed(le32(kNtlmUnicode) + std::string(16, '\0'))
                          .part(le16(1) + le16(unsigned(name.size())) + name + le32(0))
                          .bytes()),
              ElementsAre("ntlmssp.target=Köl\xf0\x9f\x92\xbb\xef\xbf\xbd"));
}

TEST(Ntlmssp, Base64IsReadInFieldsOfHttpAndLines) {
  const std::string text = base64(ntlm_negotiate());
  read_ntlmssp_credentials("NTLM " + text, findings);
  EXPECT_EQ(texts(), kNtlmNegotiated);
  read_ntlmssp_credentials("Negotiate  " + base64("wrapped " + ntlm_challenge()), findings);
  EXPECT_EQ(texts(), kNtlmChallenged);
  read_ntlmssp_credentials("Basic " + text, findings);
  read_ntlmssp_credentials("NTLM", findings);
  read_ntlmssp_credentials("NTLM ", findings);
  EXPECT_THAT(texts(), IsEmpty());
  read_ntlmssp_line("334 " + base64(ntlm_challenge()), findings);
  EXPECT_EQ(texts(), kNtlmChallenged);
}

TEST(Ntlmssp, ProtocolsOfTextCarryIt) {
  const std::string negotiate = base64(ntlm_negotiate());
  const std::string authenticate = base64(ntlm_authenticate());
  const Texts both = kNtlmNegotiated + kNtlmAuthenticated;
  const auto said = [](const Protocol& protocol, const std::string& direction) {
    return follow(protocol, direction, 100).texts;
  };
  EXPECT_EQ(
      said(http, "GET / HTTP/1.1\r\nAuthorization: NTLM " + negotiate +
                     "\r\n\r\nGET / HTTP/1.1\r\nAuthorization: NTLM " + authenticate + "\r\n\r\n"),
      both);
  EXPECT_EQ(said(smtp, "EHLO me\r\nAUTH NTLM " + negotiate + "\r\n" + authenticate + "\r\n"),
            Texts{"smtp.helo=me"} + both);
  EXPECT_EQ(said(pop3, "AUTH NTLM\r\n" + negotiate + "\r\n" + authenticate + "\r\n"), both);
  EXPECT_EQ(said(imap, "a AUTHENTICATE NTLM\r\n" + negotiate + "\r\n" + authenticate + "\r\n"),
            both);
  EXPECT_EQ(said(imap, "* OK IMAP\r\n+ " + base64(ntlm_challenge()) + "\r\n"),
            Texts{"imap.banner=IMAP"} + kNtlmChallenged);
}

}  // namespace
}  // namespace tapcensus

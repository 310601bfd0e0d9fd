// Recog, Satori, p0f and lists of DHCP fingerprints become rules, and say what does not.
#include "packs/imports.hpp"

namespace tapcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Recog, SaysOfTheDeviceWhatItsRowsSay) {
  const Imported pack{
      PackFormat::recog,
      "<?xml version='1.0'?>\n<fingerprints matches=\"ssh.banner\">\n"
      " <fingerprint pattern=\"^AcmeSSH_(\\d+)\" flags=\"REG_ICASE\">\n"
      "  <param pos=\"0\" name=\"hw.vendor\" value=\"Acme, Inc.\"/>\n"
      "  <param pos=\"0\" name=\"hw.device\" value=\"Router\"/>\n"
      "  <param pos=\"0\" name=\"os.product\" value=\"Linux\"/>\n"
      "  <param pos=\"1\" name=\"os.version\"/>\n </fingerprint>\n</fingerprints>\n"};
  EXPECT_EQ(pack.converted(), 1u) << pack.told();
  EXPECT_THAT(pack.rules(),
              HasSubstr("device = { vendor = 'Acme', type = 'router', os = 'Linux' }\n"
                        "when = 'ssh.banner'\nmatches = '(?i)^(?:SSH-[0-9.]+-)?AcmeSSH_(\\d+)'\n"
                        "list = 'first'\n"));
}

TEST(Recog, SaysWhatItCannotConvert) {
  const Imported pack{
      PackFormat::recog,
      "<fingerprints matches=\"favicon.md5\"><fingerprint pattern=\"^a$\"/></fingerprints>"};
  EXPECT_THAT(pack.told(), HasSubstr("list:1:38: no field for 'favicon.md5' is read\n"));
  const Imported other{PackFormat::recog,
                       "<fingerprints matches=\"ftp.banner\">\n"
                       "<fingerprint pattern=\"^(?!x)y\"/>\n<fingerprint pattern=\"^y\">\n"
                       "<param pos=\"0\" name=\"service.vendor\" value=\"Acme\"/></fingerprint>\n"};
  EXPECT_EQ(other.rows(), 2u);
  EXPECT_EQ(other.converted(), 0u);
  EXPECT_THAT(other.told(), HasSubstr("list:2:2: "));
  EXPECT_THAT(other.told(), HasSubstr("list:3:2: it says nothing of the device"));
  EXPECT_THAT(other.rules(), HasSubstr("device = {}")) << "it keeps its place";
}

TEST(Satori, TestsBecomeRulesAndSharedTextsAreOneOfThese) {
  const auto print = [](std::string_view os, std::string_view test) {
    return "<fingerprint os_name=\"" + std::string{os} + "\" device_type=\"\"><dhcp_tests><test " +
           std::string{test} + "/></dhcp_tests></fingerprint>\n";
  };
  const Imported pack{
      PackFormat::satori,
      "<DHCP><fingerprints>\n" + print("Windows 7", "matchtype=\"exact\" dhcpoption55=\"1,3,6\"") +
          print("Linux", "matchtype=\"exact\" dhcpoption55=\"1,3,6\"") +
          print("Windows XP", "matchtype=\"partial\" dhcpvendorcode=\"MSFT 5.0\"") +
          print("ToastOS", "matchtype=\"exact\" dhcpoption55=\"9\"") +
          print("Linux", "matchtype=\"exact\" ipttl=\"64\"") + "</fingerprints></DHCP>\n"};
  EXPECT_EQ(pack.rows(), 5u);
  EXPECT_EQ(pack.converted(), 3u) << pack.told();
  EXPECT_THAT(pack.rules(), HasSubstr("device = { os = ['Linux', 'Windows'] }\n"
                                      "when = 'dhcp.params'\nis = '1,3,6'\n"));
  EXPECT_THAT(pack.rules(), HasSubstr("{ os = 'Windows', os_version = 'XP' }\n"
                                      "when = 'dhcp.vendor_class'\nmatches = 'MSFT 5\\.0'\n"));
  EXPECT_THAT(pack.told(), HasSubstr("it says nothing of the device"));
  EXPECT_THAT(pack.told(), HasSubstr("it tests what no field is read for"));
}

TEST(P0f, SignaturesOfHandshakesBecomeRulesTheSpecificFirst) {
  const Imported pack{PackFormat::p0f,
                      "; comment\nclasses = win,unix\n[mtu]\nlabel = Ethernet\nsig = 1500\n"
                      "[tcp:request]\nlabel = g:unix:Linux:3.x\n"
                      "sig = *:64:0:*:mss*10,*:mss,sok,ts,nop,ws:df,id+:0\n"
                      "label = s:win:Windows:XP\nsig = 4:128:0:1460:65535,0:mss,nop,nop,sok:df:+\n"
                      "label = s:!:NMap:SYN scan\nsig = *:64-:0:1460:1024,0:mss::0\n"
                      "[tcp:response]\nlabel = s:other:ToastOS:1\nsig = 4:64:0:*:1,0:mss::0\n"
                      "label = s:unix:Linux:1\nsig = 4:64:0:*:%8192,0:mss::0\nsig = 4:64\n"};
  EXPECT_EQ(pack.rows(), 7u);
  EXPECT_EQ(pack.converted(), 2u) << pack.told();
  const std::string rules = pack.rules();
  EXPECT_THAT(rules, HasSubstr("[0-9*]+:mss\\*10,\\d+:mss,sok,ts,nop,ws:df,id\\+:0$'"));
  EXPECT_LT(rules.find("os = 'Windows'"), rules.find("os = 'Linux'")) << "the specific first";
  EXPECT_THAT(pack.told(), HasSubstr("list:5:1: no field of this section is read\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:12:1: it names a program"));
  EXPECT_THAT(pack.told(), HasSubstr("list:15:1: no system 'ToastOS'"));
  EXPECT_THAT(pack.told(), HasSubstr("list:17:1: the window '%8192,0' is no number"));
  EXPECT_THAT(pack.told(), HasSubstr("list:18:1: a signature has 8 parts"));
}

TEST(DhcpList, BothFormsBecomeRules) {
  const Imported pack{PackFormat::dhcp,
                      "[os 1]\ndescription=Microsoft Windows XP\nfingerprints=<<EOT\n"
                      "1,15,3,6\n1,15,x\nEOT\nvendor_id=MSFT 5.0\n"
                      "[os 2]\ndescription=Zenith Fancy Printer\nfingerprints=1,3,6,12\n"
                      "1:64:53,55,255:1,28,2:.:Linux:Any\n7:64:53:.:.:Linux:Any\nnonsense\n"};
  EXPECT_EQ(pack.rows(), 7u);
  EXPECT_EQ(pack.converted(), 4u) << pack.told();
  EXPECT_THAT(pack.rules(), HasSubstr("{ os = 'Windows', os_version = 'XP' }\n"
                                      "when = 'dhcp.params'\nis = '1,15,3,6'\n"));
  EXPECT_THAT(pack.rules(), HasSubstr("when = 'dhcp.vendor_class'\nis = 'MSFT 5.0'"));
  EXPECT_THAT(pack.rules(), HasSubstr("{ vendor = 'Zenith', type = 'printer' }\n"
                                      "when = 'dhcp.params'\nis = '1,3,6,12'\n"));
  EXPECT_THAT(pack.rules(), HasSubstr("{ os = 'Linux' }\nwhen = 'dhcp.params'\nis = '1,28,2'\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:5:1: '1,15,x' are no options with commas between\n"));
  EXPECT_THAT(pack.told(), HasSubstr("list:12:1: '.' are no options"));
  EXPECT_THAT(pack.told(), HasSubstr("list:13:1: it is no line of a list that is known\n"));
}

// Whatever the bytes, the pack that comes out loads.
TEST(AnyList, OfHostileBytesIsAPack) {
  const std::string nonsense{"\0\xff[tcp:request]\nlabel=:::\nsig=::::,::::\n<a><test x='\"'>\n- {",
                             56};
  for (std::size_t format = 0; format < kPackFormats.size(); ++format) {
    const Imported pack{static_cast<PackFormat>(format), nonsense};
    EXPECT_THAT(pack.file("pack.toml"), Not(IsEmpty())) << kPackFormats[format].name;
    EXPECT_EQ(pack.converted(), 0u);
  }
}

}  // namespace
}  // namespace tapcensus

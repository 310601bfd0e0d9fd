// Bodies in which devices describe themselves, and the many that are not looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/line.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol http;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

constexpr std::uint8_t kLaterMessage = 1;
const Layers kAny;

std::string counted(const std::string& type, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string chunked(const std::string& type, const std::string& body, std::size_t size) {
  std::string message =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: " + type + "\r\n\r\n";
  for (std::size_t at = 0; at < body.size(); at += size) {
    const std::string piece = body.substr(at, size);
    message += octets({Line<8>::digit(static_cast<unsigned>(piece.size() / 16)) + 0u,
                       Line<8>::digit(static_cast<unsigned>(piece.size())) + 0u}) +
               "\r\n" + piece + "\r\n";
  }
  return message + "0\r\n\r\n";
}
Said later(std::string_view message, bool final = false) {
  return ask(http, {kAny, as_bytes(message), kLaterMessage, final});
}

const std::string kDescription =
    "<?xml version=\"1.0\"?>\r\n<!-- <root> -->\n"
    "<root xmlns=\"urn:schemas-upnp-org:device-1-0\" configId=\"7\">\n"
    "<specVersion><major>1</major><minor>0</minor></specVersion>\n"
    "<device><deviceType>urn:schemas-upnp-org:device:MediaServer:1</deviceType>\n"
    "<friendlyName> Tom &amp; Ann&#39;s &#xE9;cran &lt;1&gt; &unknown; & </friendlyName>\n"
    "<manufacturer>Example Corp.</manufacturer><manufacturerURL>http://a/</manufacturerURL>\n"
    "<modelDescription/><modelName>Box 9</modelName><modelNumber>1.2</modelNumber>\n"
    "<serialNumber>123</serialNumber><UDN>uuid:1</UDN>\n"
    "<serviceList><service/></serviceList>\n"
    "<deviceList><device><modelDescription>of another</modelDescription></device></deviceList>\n"
    "</device></root>";
const std::vector<std::string> kSaid{
    "upnp.friendly_name=Tom & Ann's \xc3\xa9"
    "cran <1> &unknown; &",
    "upnp.manufacturer=Example Corp.", "upnp.model_name=Box 9", "upnp.model_number=1.2"};

TEST(HttpBody, UpnpDescribesTheRootDevice) {
  EXPECT_EQ(later(counted("text/xml; charset=\"utf-8\"", kDescription)).texts, kSaid);
  EXPECT_EQ(later(counted("Application/XML", kDescription)).texts, kSaid);
  EXPECT_EQ(later(chunked("text/xml", kDescription, 100)).texts, kSaid);
  EXPECT_EQ(later("HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + kDescription).texts, kSaid);
}

TEST(HttpBody, EveryCutSaysTheSame) {
  for (const std::string& direction : {counted("text/xml", kDescription) + counted("a/b", "c"),
                                       chunked("text/xml", kDescription, 33)}) {
    const auto whole = follow(http, direction, direction.size()).texts;
    ASSERT_THAT(whole, Contains(kSaid.front()));
    for (std::size_t piece = 1; piece < 200; ++piece) {
      EXPECT_EQ(follow(http, direction, piece).texts, whole) << piece;
    }
  }
}

TEST(HttpBody, TheNextMessageIsBehindIt) {
  const std::string message = counted("text/xml", kDescription);
  const Said said = later(message + "HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(said.reading.what, What::next);
  EXPECT_EQ(said.reading.bytes, message.size());
}

TEST(HttpBody, ADescriptionIsWaitedForNoLongerThanNeeded) {
  const std::string message = counted("text/xml", kDescription);
  const std::size_t end = message.find("</modelNumber>") + std::string{"</modelNumber>"}.size();
  EXPECT_EQ(later(message.substr(0, end - 1)).reading.what, What::need_more);
  EXPECT_EQ(later(message.substr(0, end)).texts, kSaid);
}

TEST(HttpBody, OtherXmlIsLetGoAtItsFirstElement) {
  for (const std::string& body :
       {std::string{"<?xml version=\"1.0\"?><s:Envelope x='y'>"}, std::string{"<root><device>"},
        std::string{"<rss>"}, std::string{"<>"}}) {
    const Said said = later(
        "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/xml\r\n"
        "Content-Length: 99999\r\n\r\n" +
        body);
    EXPECT_EQ(said.reading.what, What::next) << body;
    EXPECT_THAT(said.texts, ElementsAre("http.server=x"));
  }
}

TEST(HttpBody, NothingOfOtherBodiesIsWaitedFor) {
  for (const std::string head :
       {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        "HTTP/1.1 500 No\r\nContent-Type: text/xml\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\n"}) {
    EXPECT_EQ(later(head + "Content-Length: 500\r\n\r\n").reading.what, What::next) << head;
  }
  EXPECT_EQ(later("POST / HTTP/1.1\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n")
                .reading.what,
            What::next);
}

TEST(HttpBody, ADescriptionWithoutEndIsReadNoFurther) {
  const std::string begin = kDescription.substr(0, kDescription.find("<serialNumber>"));
  for (const std::string fill : {"<a>", "a", "<a b=c><!-- -->"}) {
    std::string body = begin;
    while (body.size() < 13'000) body += fill;
    EXPECT_EQ(later(counted("text/xml", body)).texts, kSaid) << fill;
  }
  EXPECT_THAT(later(counted("text/xml", std::string(13'000, '<'))).texts, IsEmpty());
}

TEST(HttpBody, AtTheEndWhatIsThereCounts) {
  const std::string message = counted("text/xml", kDescription);
  const std::string cut = message.substr(0, message.find("<modelNumber>"));
  EXPECT_EQ(later(cut).reading.what, What::need_more);
  EXPECT_THAT(later(cut, true).texts, ElementsAre(kSaid[0], kSaid[1], kSaid[2]));
}

TEST(HttpBody, RokuTellsItsModel) {
  EXPECT_THAT(later(counted("text/xml; charset=\"utf-8\"",
                            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<device-info>\n"
                            "<udn>1</udn>\n<serial-number>X</serial-number>\n"
                            "<vendor-name>Roku</vendor-name>\n<model-number>4660X</model-number>\n"
                            "<model-name>Roku Ultra</model-name>\n</device-info>\n"))
                  .texts,
              ElementsAre("upnp.manufacturer=Roku", "upnp.model_name=Roku Ultra",
                          "upnp.model_number=4660X"));
}

// ---- IPP ----------------------------------------------------------------------------------------

std::string attribute(unsigned tag, const std::string& name, const std::string& value) {
  return octets({tag}) + be16(static_cast<unsigned>(name.size())) + name +
         be16(static_cast<unsigned>(value.size())) + value;
}
const std::string kBegin = octets({2, 0, 0, 0, 0, 0, 0, 1, 1}) +
                           attribute(0x47, "attributes-charset", "utf-8") + octets({4});
const std::string kPrinter =
    attribute(0x45, "printer-uri-supported", "ipp://box.local/ipp/print") +
    attribute(0x45, "", "ipps://box.local/ipp/print") +
    attribute(0x41, "printer-make-and-model", "Example LaserJet 9") +
    attribute(0x41, "printer-device-id", "MFG:Example;CMD:PWG;SN:123;MDL:LaserJet 9;") +
    attribute(0x41, "printer-firmware-string-version", "4.2");

TEST(HttpBody, PrintersNameTheirModel) {
  const std::string body = kBegin + kPrinter + octets({3});
  const std::vector<std::string> said{"ipp.model=Example LaserJet 9",
                                      "ipp.model=MFG:Example;CMD:PWG;MDL:LaserJet 9;",
                                      "ipp.firmware=4.2", "ipp.uri=ipp://box.local/ipp/print"};
  EXPECT_EQ(later(counted("application/ipp", body)).texts, said);
  EXPECT_EQ(later(chunked("application/ipp", body, 64)).texts, said);
}

TEST(HttpBody, AServerOfSeveralPrintersSpeaksOfOthers) {
  EXPECT_THAT(
      later(counted("application/ipp", kBegin + kPrinter + octets({4}) + kPrinter + octets({3})))
          .texts,
      IsEmpty());
}

TEST(HttpBody, HostileLengthsOfPrintersEnd) {
  for (const std::string& body :
       {kBegin + octets({0x41, 0xff, 0xff}), kBegin + octets({0x41, 0, 1, 'x', 0xff, 0xff, 'y'}),
        octets({9, 9, 0, 0, 0, 0, 0, 0, 3}), kBegin, std::string{}}) {
    EXPECT_THAT(later(counted("application/ipp", body)).texts, IsEmpty());
  }
  EXPECT_THAT(
      later(counted("application/ipp", kBegin + kPrinter + std::string(13'000, '\0'))).texts,
      Contains("ipp.firmware=4.2"));
}

}  // namespace
}  // namespace tapcensus

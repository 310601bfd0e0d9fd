// A device asks for a file by name, with the options that its program knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol tftp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

// Texts, each with its NUL.
std::string request(unsigned operation, std::initializer_list<std::string> texts) {
  std::string bytes = be16(operation);
  for (const std::string& text : texts) bytes += text + '\0';
  return bytes;
}

TEST(Tftp, RequestNamesAFile) {
  EXPECT_THAT(ask(tftp, request(1, {"SEP001122334455.cnf.xml", "octet"})).texts,
              ElementsAre("tftp.file=SEP001122334455.cnf.xml", "tftp.options=octet"));
  EXPECT_THAT(ask(tftp, request(2, {"config.bak", "NetASCII"})).texts,
              ElementsAre("tftp.file=config.bak", "tftp.options=NetASCII"));
}

TEST(Tftp, OptionsComeInTheirOrder) {
  EXPECT_THAT(ask(tftp, request(1, {"pxelinux.0", "octet", "tsize", "0", "blksize", "1456"})).texts,
              ElementsAre("tftp.file=pxelinux.0", "tftp.options=octet,tsize=0,blksize=1456"));
}

TEST(Tftp, OnOtherPortsOnlyWholeRequestsAreMine) {
  const std::string whole = request(1, {"pxelinux.0", "octet", "tsize", "0"});
  const auto guess = [](const std::string& bytes) {
    return ask(tftp, {Layers{}, as_bytes(bytes), 0, false, true}).texts;
  };
  EXPECT_EQ(guess(whole).size(), 2u);
  EXPECT_THAT(guess(whole.substr(0, whole.size() - 1)), IsEmpty());
  EXPECT_THAT(ask(tftp, whole.substr(0, whole.size() - 1)).texts,
              ElementsAre("tftp.file=pxelinux.0"));
}

TEST(Tftp, OtherMessagesAreNotMine) {
  for (const std::string& bytes :
       {request(3, {"pxelinux.0", "octet"}), request(1, {"pxelinux.0", "binary"}),
        request(1, {"", "octet"}), request(1, {"a\nb", "octet"}), request(1, {"pxelinux.0"}),
        be16(1) + "pxelinux.0", std::string{"\0", 1}, std::string{}}) {
    EXPECT_EQ(ask(tftp, bytes).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus

// The Android Debug Bridge: what connects.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol adb;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string message(const std::string& command, const std::string& body) {
  std::string magic;
  for (const char c : command) magic += static_cast<char>(~c);
  return command + le32(0x0100'0001) + le32(4096) + le32(unsigned(body.size())) + le32(0) + magic +
         body;
}

TEST(Adb, DeviceTellsItsModel) {
  const std::string identity = "device::ro.product.name=lab;ro.product.model=Lab 1;features=cmd";
  expect_texts(adb, message("AUTH", std::string(20, 't')) + message("CNXN", identity + '\0'),
               ElementsAre("adb.banner=" + identity));
}

TEST(Adb, ButNotItsSerialNumber) {
  expect_texts(adb, message("CNXN", "device:A1B2C3:ro.product.model=Lab 1;"),
               ElementsAre("adb.banner=device::ro.product.model=Lab 1;"));
}

TEST(Adb, TlsBeginsBehindItsRequest) {
  expect_tls_behind(adb, message("CNXN", "host::features=cmd") + message("STLS", ""));
}

TEST(Adb, OthersAreNotMine) {
  EXPECT_EQ(end_of(adb, "CNXN" + std::string(40, '\1')), What::not_mine);
  EXPECT_EQ(end_of(adb, message("OPEN", "a")), What::not_mine);
  EXPECT_EQ(end_of(adb, message("CNXN", std::string(5000, 'a'))), What::not_mine);
}

}  // namespace
}  // namespace tapcensus

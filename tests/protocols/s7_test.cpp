// S7comm: what a controller answers when its system status lists are read.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol s7;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string unit(unsigned code, const std::string& content) {
  const std::string header =
      code == 0xf0 ? octets({2, 0xf0, 0x80}) : octets({6, code, 0, 1, 0, 2, 0});
  return octets({3, 0}) + be16(static_cast<unsigned>(4 + header.size() + content.size())) + header +
         content;
}
// `more`: whether the list goes on in another answer.
std::string answer(const std::string& data, bool more = false) {
  const std::string parameters = octets({0, 1, 0x12, 8, 0x12, 0x84, 1, 1, 0, more ? 1u : 0u, 0, 0});
  const std::string content = octets({0xff, 9}) + be16(static_cast<unsigned>(data.size())) + data;
  return unit(0xf0, octets({0x32, 7, 0, 0, 0, 1}) + be16(static_cast<unsigned>(parameters.size())) +
                        be16(static_cast<unsigned>(content.size())) + parameters + content);
}
std::string list(unsigned id, unsigned entry, unsigned count) {
  return be16(id) + be16(0) + be16(entry) + be16(count);
}
std::string identification(unsigned index, const std::string& text, const std::string& version) {
  return be16(index) + padded(text, 20, ' ') + be16(0xc0) + version;
}
std::string component(unsigned index, const std::string& text) {
  return be16(index) + padded(text, 32);
}

const std::string kModules =
    answer(list(0x11, 28, 2) + identification(1, "6ES7 315-2EH14-0AB0", octets({0, 0xc0, 0, 1})) +
           identification(7, "", "V" + octets({3, 2, 6})));
const Texts kModulesSaid{"s7.order_code=6ES7 315-2EH14-0AB0", "s7.firmware=3.2.6"};
const std::string kComponents = list(0x1c, 34, 4) + component(1, "SIMATIC 300") +
                                component(2, "PLC_1") + component(5, "S C-X4U421302009") +
                                component(7, "CPU 315-2 PN/DP");
const Texts kComponentsSaid{"s7.name=SIMATIC 300", "s7.name=PLC_1", "s7.module=CPU 315-2 PN/DP"};
const std::string kSetup = unit(0xf0, octets({0x32, 3, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0xf0, 0}));

TEST(S7, ModulesNameOrderCodeAndFirmware) { expect_said(s7, kSetup + kModules, kModulesSaid); }

TEST(S7, ComponentsNamePlantAndModuleButNoSerialNumber) {
  expect_said(s7, answer(kComponents), kComponentsSaid);
}

TEST(S7, AnswerInSeveralMessagesIsOne) {
  for (std::size_t cut = 1; cut < kComponents.size(); cut += 7) {
    expect_said(s7, answer(kComponents.substr(0, cut), true) + answer(kComponents.substr(cut)),
                kComponentsSaid);
  }
}

std::string plus(unsigned operation) {
  return unit(0xf0, octets({0x72, 1, 0, 60, operation, 0, 0, 4, 0xca, 0x15, 0x1b}) +
                        "1;6ES7 214-1AG30-0XB0 ;V3.0\xa3");
}

TEST(S7, PlusNamesOrderCodeAndFirmwareInOneText) {
  expect_said(s7, plus(0x32), {"s7.order_code=6ES7 214-1AG30-0XB0", "s7.firmware=3.0"});
}

TEST(S7, WhatAClientSendsBackIsNotItsOwn) { expect_said(s7, plus(0x31), {}); }

TEST(S7, WhatFollowsTheConnectionIsRecognisedAnew) {
  for (const unsigned code : {0xe0u, 0xd0u}) {
    const std::string connection = unit(code, "");
    for (std::size_t piece = 1; piece <= connection.size(); ++piece) {
      const Followed followed = follow(s7, connection + kSetup, piece);
      EXPECT_EQ(followed.last, What::switched);
      EXPECT_EQ(followed.at, connection.size());
    }
  }
}

TEST(S7, RequestsSayNothing) {
  const std::string request =
      unit(0xf0, octets({0x32, 7,    0,    0, 0, 1,    0, 8, 0, 8, 0,    1, 0x12,
                         4,    0x11, 0x44, 1, 0, 0xff, 9, 0, 4, 0, 0x1c, 0, 0}));
  expect_said(s7, request, {});
}

TEST(S7, OthersAreNotMine) {
  expect_not_mine(s7, "GET / HTTP/1.1\r\n\r\n");
  expect_not_mine(s7, unit(0xf0, octets({13, 1, 2, 3})));
  expect_not_mine(s7, octets({3, 0, 0, 4, 9, 0xf0, 0x80, 0x32}));
}

}  // namespace
}  // namespace tapcensus

// An agent tells what its system is; managers tell nothing, and no community is ever repeated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol snmp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kGet = 0xa0, kResponse = 0xa2, kTrap1 = 0xa4, kTrap = 0xa7;
constexpr unsigned kSysDescr = 1, kSysObjectId = 2, kSysName = 5;

// An element of BER; `form` is how many octets tell its length, beyond the first.
std::string element(unsigned tag, const std::string& content, unsigned form = 0) {
  const auto size = static_cast<std::uint32_t>(content.size());
  if (form == 0 && size >= 128) form = 2;
  std::string length = be32(size).substr(4 - std::max(form, 1u));
  if (form > 0) length = octets({0x80 | form}) + length;
  return octets({tag}) + length + content;
}
std::string number(unsigned value) { return element(2, octets({value})); }
std::string text(const std::string& value) { return element(4, value); }
std::string identifier(std::initializer_list<unsigned> encoded) {
  return element(6, octets(encoded));
}
std::string system_variable(unsigned which, const std::string& value) {
  return element(0x30, identifier({0x2b, 6, 1, 2, 1, 1, which, 0}) + value);
}
std::string pdu(unsigned type, const std::string& bindings, unsigned form = 0) {
  return element(type, number(7) + number(0) + number(0) + element(0x30, bindings, form), form);
}
std::string message(const std::string& pdu, unsigned version = 1, unsigned form = 0) {
  return element(0x30, number(version) + text("hush") + pdu, form);
}
const std::string kNetSnmp = identifier({0x2b, 6, 1, 4, 1, 0xbf, 8, 3, 2, 10});
const std::string kSystem = system_variable(kSysDescr, text("Linux gate 5.4.0 #1 SMP\r\n")) +
                            system_variable(kSysObjectId, kNetSnmp) +
                            system_variable(kSysName, text("gate-7"));

TEST(Snmp, ResponseTellsTheSystem) {
  for (const unsigned form : {0u, 2u, 4u}) {
    const Said said = ask(snmp, message(pdu(kResponse, kSystem, form), 1, form));
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts,
                ElementsAre("snmp.sysdescr=Linux gate 5.4.0 #1 SMP",
                            "snmp.sysobjectid=1.3.6.1.4.1.8072.3.2.10", "snmp.sysname=gate-7"));
  }
}

TEST(Snmp, WhatAManagerAsksForIsNotItsOwn) {
  EXPECT_THAT(ask(snmp, message(pdu(kGet, kSystem))).texts, IsEmpty());
}

TEST(Snmp, ValuesOfOtherTypesAndVariablesAreSkipped) {
  const std::string bindings =
      system_variable(kSysDescr, number(1)) + system_variable(kSysObjectId, text("x")) +
      system_variable(6, text("cellar")) + element(0x30, number(1) + number(2)) +
      system_variable(kSysName, text("gate-7"));
  EXPECT_THAT(ask(snmp, message(pdu(kResponse, bindings), 0)).texts,
              ElementsAre("snmp.sysname=gate-7"));
}

std::string trap1(const std::string& enterprise, std::string_view agent) {
  return message(element(kTrap1, enterprise + element(0x40, octets_of(ip(agent))) + number(0) +
                                     number(0) + element(0x43, octets({1})) + element(0x30, "")),
                 0);
}

TEST(Snmp, TrapOfVersion1NamesItsSendersSystem) {
  Layers layers;
  layers.source = ip("10.0.0.5");
  const auto texts = [&](const std::string& bytes) { return ask(snmp, bytes, layers).texts; };
  const std::vector<std::string> expected{"snmp.sysobjectid=1.3.6.1.4.1.8072.3.2.10"};
  EXPECT_EQ(texts(trap1(kNetSnmp, "10.0.0.5")), expected);
  EXPECT_EQ(texts(trap1(kNetSnmp, "0.0.0.0")), expected);
  EXPECT_THAT(texts(trap1(kNetSnmp, "10.0.0.6")), IsEmpty());  // another's
  EXPECT_THAT(texts(trap1(identifier({0x2b, 6, 1, 2, 1, 11}), "10.0.0.5")), IsEmpty());
}

TEST(Snmp, TrapThatWasTranslatedNamesItToo) {
  const std::string enterprise =
      element(0x30, identifier({0x2b, 6, 1, 6, 3, 1, 1, 4, 3, 0}) + kNetSnmp);
  EXPECT_THAT(ask(snmp, message(pdu(kTrap, enterprise))).texts,
              ElementsAre("snmp.sysobjectid=1.3.6.1.4.1.8072.3.2.10"));
}

std::string message3(unsigned flags, const std::string& engine, const std::string& data) {
  const std::string header =
      element(0x30, number(1) + number(2) + text(octets({flags})) + number(3));
  const std::string user_based =
      element(0x30, text(engine) + number(1) + number(2) + text("reader") + text("") + text(""));
  return element(0x30, number(3) + header + text(user_based) + data);
}
std::string scoped(const std::string& pdu) { return element(0x30, text("e") + text("") + pdu); }

TEST(Snmp, EngineIsTheSendersWhereItAsksForNoReport) {
  const std::string engine = octets({0x80, 0, 0, 9, 3, 0xf0, 0x99, 0xb6, 0, 0, 1});
  EXPECT_THAT(
      ask(snmp, message3(0, engine, scoped(pdu(kResponse, kSystem)))).texts,
      ElementsAre("snmp.engine_id=9/3/f0:99:b6:00:00:01", "snmp.sysdescr=Linux gate 5.4.0 #1 SMP",
                  "snmp.sysobjectid=1.3.6.1.4.1.8072.3.2.10", "snmp.sysname=gate-7"));
  EXPECT_THAT(ask(snmp, message3(4, engine, scoped(pdu(kGet, "")))).texts, IsEmpty());
  EXPECT_THAT(ask(snmp, message3(3, engine, text("secret"))).texts,
              ElementsAre("snmp.engine_id=9/3/f0:99:b6:00:00:01"));
}

TEST(Snmp, EnginesAreWrittenByTheirForm) {
  const auto engine = [](std::initializer_list<unsigned> bytes) {
    return ask(snmp, message3(0, octets(bytes), scoped(pdu(kResponse, "")))).texts;
  };
  EXPECT_THAT(engine({0x80, 0, 0x1f, 0x88, 1, 10, 0, 0, 5}),
              ElementsAre("snmp.engine_id=8072/1/10.0.0.5"));
  EXPECT_THAT(engine({0x80, 0, 0x1f, 0x88, 4, 'g', '7'}), ElementsAre("snmp.engine_id=8072/4/g7"));
  EXPECT_THAT(engine({0x80, 0, 0x1f, 0x88, 0x80, 1, 2}),
              ElementsAre("snmp.engine_id=8072/128/0102"));
  EXPECT_THAT(engine({0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8}),
              ElementsAre("snmp.engine_id=9//0102030405060708"));
  EXPECT_THAT(engine({0x80, 0, 0}), IsEmpty());
}

TEST(Snmp, VariablesBeforeACutAreKept) {
  const std::string whole = message(pdu(kResponse, kSystem));
  EXPECT_EQ(ask(snmp, whole.substr(0, whole.size() - 2)).texts.size(), 2u);
  Layers layers;
  const std::string cut = whole.substr(0, whole.size() - 2);
  EXPECT_EQ(ask(snmp, {layers, as_bytes(cut), 0, false, true}).reading.what,
            Reading::What::not_mine);
  EXPECT_EQ(ask(snmp, {layers, as_bytes(whole), 0, false, true}).texts.size(), 3u);
}

TEST(Snmp, NumbersTooLongForAnIdentifierAreNotRead) {
  const std::string endless =
      system_variable(kSysObjectId, element(6, std::string(20, '\xff') + "\1"));
  EXPECT_THAT(ask(snmp, message(pdu(kResponse, endless))).texts, IsEmpty());
  const std::string unfinished = system_variable(kSysObjectId, element(6, "\x2b\x86"));
  EXPECT_THAT(ask(snmp, message(pdu(kResponse, unfinished))).texts, IsEmpty());
}

TEST(Snmp, OtherMessagesAreNotMine) {
  const std::string bind = element(0x30, number(1) + element(0x60, number(3) + text("")));  // LDAP
  for (const std::string& bytes :
       {bind, message(pdu(kGet, ""), 2), element(0x30, number(1) + text("x") + number(1)),
        element(0x31, ""), octets({0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1}), std::string{"0"},
        std::string{}}) {
    EXPECT_EQ(ask(snmp, bytes).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus

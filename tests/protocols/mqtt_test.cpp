// MQTT: how a client names itself, and the topics it speaks of.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol mqtt;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(unsigned type, const std::string& body) {
  const auto size = static_cast<unsigned>(body.size());
  return octets({type}) + (size < 128 ? octets({size}) : octets({size % 128 | 128, size / 128})) +
         body;
}
std::string connect(const std::string& client, unsigned version = 4) {
  return message(0x10, counted16("MQTT") + octets({version, 2, 0, 60}) +
                           (version == 5 ? counted("\x21" + be16(9)) : "") + counted16(client));
}

TEST(Mqtt, ClientNamesItselfInAllVersions) {
  for (const unsigned version : {4u, 5u, 0x84u}) {
    expect_said(mqtt, connect("tasmota_7F3A11", version), {"mqtt.client_id=tasmota_7F3A11"},
                kGuessed);
  }
  expect_said(mqtt, message(0x10, counted16("MQIsdp") + octets({3, 2, 0, 60}) + counted16("old")),
              {"mqtt.client_id=old"}, kGuessed);
}

TEST(Mqtt, WillNamesATopicAndUserAndPasswordStaySecret) {
  expect_said(mqtt,
              message(0x10, counted16("MQTT") + octets({4, 0xc6, 0, 60}) + counted16("plug") +
                                counted16("tele/plug/LWT") + counted16("Offline") +
                                counted16("user") + counted16("secret")),
              {"mqtt.client_id=plug", "mqtt.topic=tele/plug/LWT"}, kGuessed);
}

TEST(Mqtt, TopicsOfSubscriptionsAndPublications) {
  const std::string asks = message(
      0x82, be16(1) + counted16("zigbee2mqtt/#") + octets({0}) + counted16("cmnd/+") + octets({1}));
  const std::string says = message(0x30, counted16("homeassistant/light/a/config") + "{}");
  expect_said(mqtt, connect("z") + asks + message(0xc0, "") + says,
              {"mqtt.client_id=z", "mqtt.topic=zigbee2mqtt/#", "mqtt.topic=cmnd/+",
               "mqtt.topic=homeassistant/light/a/config"});
}

TEST(Mqtt, SubscriptionsOfVersion5HaveProperties) {
  expect_said(mqtt,
              connect("z", 5) + message(0x82, be16(1) + counted(octets({0x0b, 7})) +
                                                  counted16("a/b") + octets({0})),
              {"mqtt.client_id=z", "mqtt.topic=a/b"});
}

TEST(Mqtt, LongMessagesAreNotWaitedFor) {
  const std::string says = message(0x30, counted16("a/b") + std::string(9000, 'x'));
  const Followed followed = follow(mqtt, connect("z") + says.substr(0, 20), 1);
  EXPECT_EQ(followed.texts, (Texts{"mqtt.client_id=z", "mqtt.topic=a/b"}));
}

TEST(Mqtt, WhatTheBrokerHandsOnIsOthers) {
  expect_not_mine(mqtt, octets({0x20, 2, 0, 0}) + message(0x30, counted16("a/b") + "x"));
}

TEST(Mqtt, AfterSomeMessagesItIsEnough) {
  std::string direction = connect("z");
  for (int i = 0; i < 40; ++i) direction += message(0x30, counted16("t") + "x");
  const Followed followed = follow(mqtt, direction, direction.size());
  EXPECT_EQ(followed.last, What::done);
  EXPECT_EQ(followed.texts.size(), 24u);
}

TEST(Mqtt, OthersAreNotMine) {
  expect_not_mine(mqtt, "GET / HTTP/1.1\r\n\r\n");
  expect_not_mine(mqtt, message(0x10, counted16("MQTT") + octets({9, 2, 0, 60}) + counted16("a")),
                  kGuessed);
  expect_not_mine(mqtt, message(0x10, counted16("MQTX") + octets({4, 2, 0, 60}) + counted16("a")));
  expect_not_mine(mqtt, octets({0x10, 0xff, 0xff, 0xff, 0xff, 1}));
}

}  // namespace
}  // namespace tapcensus

// AMQP: how broker and client introduce themselves.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol amqp;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kProtocol{"AMQP\0\0\x09\x01", 8};

std::string long_text(const std::string& text) {
  return be32(static_cast<std::uint32_t>(text.size())) + text;
}
std::string text(const std::string& name, const std::string& value) {
  return counted(name) + "S" + long_text(value);
}
const std::string kProperties = counted("capabilities") + "F" +
                                long_text(counted("basic.nack") + "t\1") +
                                text("product", "RabbitMQ") + text("version", "3.12.1") +
                                counted("n") + "I" + be32(5) + text("platform", "Erlang/OTP 25.3");
const Texts kSaid{"amqp.product=RabbitMQ", "amqp.version=3.12.1", "amqp.platform=Erlang/OTP 25.3"};
std::string frame(unsigned method, const std::string& rest) {
  const std::string content = be16(10) + be16(method) + rest;
  return octets({1, 0, 0}) + long_text(content) + octets({0xce});
}
const std::string kStart =
    frame(10, octets({0, 9}) + long_text(kProperties) + long_text("PLAIN") + long_text("en_US"));
const std::string kStartOk =
    frame(11, long_text(kProperties) + counted("PLAIN") + long_text("secret") + counted("en_US"));

TEST(Amqp, BrokerIntroducesItself) { expect_said(amqp, kStart, kSaid, kGuessed); }

TEST(Amqp, ClientIntroducesItselfAndItsPasswordStaysSecret) {
  expect_said(amqp, kProtocol + kStartOk, kSaid, kGuessed);
  expect_said(amqp, kStartOk, kSaid);
}

TEST(Amqp, LengthsMustFit) {
  expect_said(amqp, frame(11, long_text(counted("product") + "S" + be32(99) + "x")), {});
  expect_said(amqp, frame(11, long_text(counted("a") + "?" + kProperties)), {});
}

TEST(Amqp, OthersAreNotMine) {
  expect_not_mine(amqp, "AMQX");
  expect_not_mine(amqp, std::string{"AMQP\3\1\0\0", 8});
  expect_not_mine(amqp, frame(30, ""));
  std::string no_end = kStart;
  no_end.back() = 0;
  expect_not_mine(amqp, no_end);
}

}  // namespace
}  // namespace tapcensus

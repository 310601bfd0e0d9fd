// Telnet: what a server shows before anybody types, options, and terminals; never what is typed.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol telnet;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

const Layers kServer = ports(23, 50'000), kClient = ports(50'000, 23);

// Of a connection that ends here.
std::vector<std::string> at_end(const std::string& direction, const Layers& layers) {
  return ask(telnet, {layers, as_bytes(direction), 0, true, false}).texts;
}

TEST(Telnet, ServerShowsItsBannerUpToTheQuestion) {
  const std::string options = octets({255, 251, 1, 255, 251, 3, 255, 253, 24});
  const std::string said = options + "\r\nDebian GNU/Linux 12\r\nlab login: root\r\nPassword: ";
  expect_texts(telnet, said,
               ElementsAre("telnet.banner=Debian GNU/Linux 12\r\nlab login:",
                           "telnet.options=will 1,will 3,do 24"),
               kServer, false);
}

TEST(Telnet, APromptOfAShellEndsItToo) {
  EXPECT_THAT(at_end("BusyBox v1.30.1 built-in shell (ash)\r\n\r\n/ # reboot\r\n", kServer),
              ElementsAre("telnet.banner=BusyBox v1.30.1 built-in shell (ash)"));
  EXPECT_THAT(at_end("Switch\r\nswitch>", kServer), ElementsAre("telnet.banner=Switch"));
}

TEST(Telnet, QuestionsComeInManyWords) {
  for (const std::string question : {"Login:", "Username:", "User Name :", "Account:", "Password:",
                                     "Please keyin your password:", "Password for admin:"}) {
    EXPECT_THAT(at_end("Lab\r\n" + question + " secret\r\n", kServer),
                ElementsAre("telnet.banner=Lab\r\n" + question));
  }
}

TEST(Telnet, WhatMayHaveBeenTypedIsNotSaid) {
  const std::string echo = octets({255, 251, 1});
  EXPECT_THAT(at_end(echo + "Who are you? bob\r\nWhy? because\r\n", kServer),
              ElementsAre("telnet.options=will 1"));
  EXPECT_THAT(
      at_end(echo + "Password required, but none set\r\n", kServer),
      ElementsAre("telnet.banner=Password required, but none set", "telnet.options=will 1"));
  EXPECT_THAT(at_end("bob\r\nsecret\r\n", kClient), ElementsAre());
}

TEST(Telnet, ClientNamesItsTerminal) {
  const std::string said = octets({255, 251, 24, 255, 250, 24, 0}) + "XTERM" +
                           octets({255, 240, 255, 253, 3}) + "bob\r\nsecret\r\n";
  expect_texts(telnet, said,
               ElementsAre("telnet.options=will 24,sb 24,do 3", "telnet.terminal=XTERM"), kClient,
               false);
}

TEST(Telnet, VariablesOfTheEnvironmentAreNotSaid) {
  const std::string said =
      octets({255, 250, 39, 0, 0}) + "USER" + octets({1}) + "bob" + octets({255, 240}) + "x";
  EXPECT_THAT(at_end(said, kClient), ElementsAre("telnet.options=sb 39"));
}

TEST(Telnet, LongTextsEndSomewhere) {
  EXPECT_EQ(ask(telnet, {kServer, as_bytes(std::string(5000, 'a'))}).reading.what, What::done);
  std::string options;
  for (int i = 0; i < 1200; ++i) options += octets({255, 253, 1});
  EXPECT_EQ(ask(telnet, {kServer, as_bytes(options)}).reading.what, What::done);
}

TEST(Telnet, OtherBytesAreNoBanner) {
  EXPECT_EQ(ask(telnet, {kServer, as_bytes("\x01\x02 lab"), 0, true, false}).reading.what,
            What::not_mine);
}

}  // namespace
}  // namespace tapcensus

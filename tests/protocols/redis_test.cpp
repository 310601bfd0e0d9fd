// Redis: libraries of clients, versions and systems of servers; nothing of what they keep.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol redis;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string command(std::initializer_list<std::string> words) {
  std::string bytes = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string& word : words) {
    bytes += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  }
  return bytes;
}

TEST(Redis, ClientNamesItsLibrary) {
  expect_texts(redis,
               command({"AUTH", "secret"}) +
                   command({"CLIENT", "SETINFO", "LIB-NAME", "redis-py"}) +
                   command({"CLIENT", "SETINFO", "LIB-VER", "5.0.1"}) + command({"GET", "a"}),
               ElementsAre("redis.client=LIB-NAME=redis-py", "redis.client=LIB-VER=5.0.1"));
}

TEST(Redis, ServerTellsItsVersionAndSystem) {
  expect_texts(redis,
               "$60\r\n# Server\r\nredis_version:7.0.15\r\nos:Linux 6.1.0 x86_64\r\nhz:1\r\n",
               ElementsAre("redis.version=7.0.15", "redis.os=Linux 6.1.0 x86_64"));
  expect_texts(
      redis,
      "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n",
      ElementsAre("redis.version=7.0.15"));
}

TEST(Redis, WhatIsKeptIsNotLookedAt) {
  EXPECT_EQ(end_of(redis, command({"SET", "a", "b"}) + command({"HELLO", "3"})), What::done);
  EXPECT_EQ(end_of(redis, "$5\r\nvalue\r\n"), What::not_mine);
}

TEST(Redis, OthersAreNotMine) {
  for (const std::string other : {"*x\r\n", "*99999999\r\n", "*1\r\nx", "*0\r\n", "%1\r\n:1\r\n",
                                  "$9999999\r\n", "+OK\r\n"}) {
    EXPECT_EQ(end_of(redis, other, kGuessed), What::not_mine) << other;
  }
}

}  // namespace
}  // namespace tapcensus

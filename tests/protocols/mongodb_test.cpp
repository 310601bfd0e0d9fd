// MongoDB: drivers and systems of clients, versions of servers.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol mongodb;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string document(const std::string& elements) {
  return le32(unsigned(elements.size()) + 5) + elements + '\0';
}
std::string text(const std::string& name, const std::string& value) {
  return '\x02' + name + '\0' + le32(unsigned(value.size()) + 1) + value + '\0';
}
std::string inner(const std::string& name, const std::string& elements) {
  return '\x03' + name + '\0' + document(elements);
}
std::string number(const std::string& name, unsigned value) {
  return '\x10' + name + '\0' + le32(value);
}
std::string message(unsigned code, const std::string& body) {
  return le32(unsigned(body.size()) + 16) + le32(1) + le32(0) + le32(code) + body;
}
std::string modern(const std::string& elements) {
  return message(2013, le32(0) + '\0' + document(elements));
}

TEST(Mongodb, ClientNamesItsDriverAndSystemButNotItsApplication) {
  const std::string client =
      inner("client", inner("application", text("name", "secret")) +
                          inner("driver", text("name", "PyMongo") + text("version", "4.3.3")) +
                          inner("os", text("type", "Linux") + text("architecture", "x86_64")) +
                          text("platform", "CPython 3.11"));
  const std::string expected =
      "mongodb.client=driver.name=PyMongo,driver.version=4.3.3,os.type=Linux,"
      "os.architecture=x86_64,platform=CPython 3.11";
  expect_texts(mongodb, modern(number("hello", 1) + client), ElementsAre(expected));
  expect_texts(mongodb,
               message(2004, le32(4) + "admin.$cmd" + '\0' + le32(0) + le32(1) +
                                 document(number("ismaster", 1) + client)),
               ElementsAre(expected));
}

TEST(Mongodb, ServerTellsItsVersion) {
  expect_texts(mongodb,
               modern(number("maxWireVersion", 17)) +
                   modern(text("version", "6.0.5") + text("gitVersion", "a")),
               ElementsAre("mongodb.version=maxWireVersion=17", "mongodb.version=6.0.5"));
  expect_texts(mongodb, message(1, std::string(20, '\0') + document(number("maxWireVersion", 6))),
               ElementsAre("mongodb.version=maxWireVersion=6"));
}

TEST(Mongodb, OthersAreNotMine) {
  for (const std::string& other :
       {message(2013, le32(0) + '\0' + document(number("find", 1))), message(2012, document("")),
        le32(9) + message(2013, "").substr(4), message(2013, le32(0) + '\0' + le32(0x7fffffff)),
        message(2004, std::string(40, 'a'))}) {
    EXPECT_EQ(end_of(mongodb, other), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus

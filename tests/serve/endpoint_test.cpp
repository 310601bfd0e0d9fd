// --listen takes what an operator would write, and says how when it cannot.
#include "serve/endpoint.hpp"

#include <gtest/gtest.h>

namespace tapcensus {
namespace {

TEST(Endpoint, IsReadAndWrittenAlike) {
  for (const std::string text : {"127.0.0.1:9848", "[::1]:0", "0.0.0.0:80", "[fe80::1]:65535"}) {
    const auto endpoint = Endpoint::parse(text);
    ASSERT_TRUE(endpoint.ok()) << text;
    EXPECT_EQ(endpoint.value().to_string(), text);
  }
}

TEST(Endpoint, WithoutAnAddressIsEveryAddress) {
  EXPECT_EQ(Endpoint::parse(":9848").value().to_string(), "[::]:9848");
}

TEST(Endpoint, SaysHowToWriteIt) {
  for (const std::string text :
       {"", "9848", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:98x",
        "localhost:9848", "::1:9848", "[127.0.0.1]:9848", "[]:9848", "[::1]9848", "a:b:c"}) {
    const auto endpoint = Endpoint::parse(text);
    ASSERT_FALSE(endpoint.ok()) << text;
    EXPECT_EQ(endpoint.errors().at(0).sentence(),
              "--listen " + text +
                  ": not ADDR:PORT; write it as 127.0.0.1:9848, [::1]:9848, or :9848 for every "
                  "address");
  }
}

}  // namespace
}  // namespace tapcensus

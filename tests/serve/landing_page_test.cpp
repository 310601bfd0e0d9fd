// The page for people leads to the others and needs nothing from elsewhere.
#include "serve/landing_page.hpp"

#include <gmock/gmock.h>

#include <array>

namespace tapcensus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(LandingPage, LinksToEveryPage) {
  constexpr std::array<PageLink, 2> kLinks{
      {{"/metrics", "for Prometheus"}, {"/-/ready", "is it up"}}};
  EXPECT_THAT(landing_page("tapcensus", kLinks),
              AllOf(StartsWith("<!doctype html>"), HasSubstr("<title>tapcensus</title>"),
                    HasSubstr("<a href=\"/metrics\"><code>/metrics</code></a> for Prometheus"),
                    HasSubstr("<a href=\"/-/ready\"><code>/-/ready</code></a> is it up")));
}

TEST(LandingPage, LoadsNothing) {
  EXPECT_THAT(landing_page("tapcensus", {}),
              AllOf(Not(HasSubstr("http")), Not(HasSubstr("<script")), Not(HasSubstr("<link"))));
}

TEST(LandingPage, EscapesWhatItIsGiven) {
  constexpr std::array<PageLink, 1> kLinks{{{"/a\"b", "<script>"}}};
  EXPECT_THAT(landing_page("a & b", kLinks),
              AllOf(HasSubstr("<title>a &amp; b</title>"), HasSubstr("href=\"/a&quot;b\""),
                    HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script>"))));
}

}  // namespace
}  // namespace tapcensus

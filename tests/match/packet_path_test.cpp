// match(), streams and datagrams in the packet path: they read nothing beyond the bytes they are
// given, and allocate nothing.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "match/rule_directory.hpp"
#include "support/allocations.hpp"

namespace tapcensus {
namespace {

constexpr std::array kFieldsWithRules{Field::http_user_agent, Field::dhcp_vendor_class,
                                      Field::tls_sni, Field::eth_oui};

// Memory whose last byte is followed by a page that may not be read.
class GuardedPage {
 public:
  GuardedPage() : page_{static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))} {
    start_ = static_cast<char*>(
        ::mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    ::mprotect(start_ + page_, page_, PROT_NONE);
  }
  ~GuardedPage() { ::munmap(start_, 2 * page_); }
  GuardedPage(const GuardedPage&) = delete;

  std::string_view at_the_end(std::string_view text) {
    char* const place = start_ + page_ - text.size();
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

 private:
  std::size_t page_;
  char* start_;
};

TEST(PacketPath, ReadsNothingBeyondTheText) {
  const Loaded loaded{example_rules()};
  GuardedPage page;
  std::size_t found = 0;
  for (std::size_t size = 0; size <= 300; ++size) {
    for (const std::string_view end : {"HP LaserJet", "a.apple.com", "Android 13; SM-G991B", ""}) {
      std::string text(size, 'a');
      if (size >= end.size()) text.replace(size - end.size(), end.size(), end);
      for (const Field field : kFieldsWithRules) {
        found += loaded.hits(field, page.at_the_end(text)).size();
      }
    }
  }
  EXPECT_GT(found, 500u);
  EXPECT_EQ(loaded.rules->scan_errors(), 0u);
}

TEST(PacketPath, AllocatesNothing) {
#ifdef TAPCENSUS_SANITIZER_OWNS_MALLOC
  GTEST_SKIP() << "the sanitizer owns malloc";
#endif
  const Loaded loaded{example_rules()};
  const std::string long_text(70'000, 'x');
  const std::size_t before_new = allocations;
  ::free(::malloc(1));
  ASSERT_GT(allocations, before_new) << "malloc is not being counted";

  std::size_t found = 0;
  const std::size_t before = allocations;
  for (const std::string_view text :
       {std::string_view{"Dalvik (Linux; Android 13; SM-G991B Build)"},
        std::string_view{"HP LaserJet"}, std::string_view{"gateway.icloud.com"},
        std::string_view{"f099b6"}, std::string_view{}, std::string_view{long_text}}) {
    for (const Field field : kFieldsWithRules) {
      loaded.rules->match({field, text}, 1, [&](RuleId) { ++found; });
    }
  }
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(found, 5u);
}

Loaded with_signatures() {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kTaxonomy);
  directory.write("a.toml", R"(
[[signature]]
id = "needle.tcp"
category = "protocol"
severity = "info"
when = "payload.tcp"
matches = ['need[a-z]{1,3}e', '^GET /', 'end$']
examples = 'needle'
[[signature]]
id = "needle.udp"
category = "protocol"
severity = "info"
when = "payload.udp"
matches = 'need[a-z]{1,3}e'
examples = 'needle'
)");
  return Loaded{directory.path()};
}

TEST(PacketPath, ReadsNothingBeyondThePayload) {
  const Loaded loaded = with_signatures();
  PayloadStreams& streams = *loaded.rules->streams(0);
  GuardedPage page;
  std::size_t found = 0;
  for (std::size_t size = 6; size <= 300; ++size) {
    std::string text(size, 'a');
    text.replace(size - 6, 6, "needle");
    const ByteView bytes = as_bytes(page.at_the_end(text));
    found += loaded.rules->find_in_datagram(bytes, {}, 0).size();
    const auto stream = streams.acquire(&page);
    found += streams.scan(stream, bytes, {}, 0).size();
    streams.drop(stream);
  }
  EXPECT_EQ(found, 2 * 295u);
}

TEST(PacketPath, StreamsAllocateNothingEvenWhenTheyRunOut) {
#ifdef TAPCENSUS_SANITIZER_OWNS_MALLOC
  GTEST_SKIP() << "the sanitizer owns malloc";
#endif
  const Loaded loaded = with_signatures();
  PayloadStreams& streams = *loaded.rules->streams(0);
  const std::string segment = std::string(1'000, 'x') + "needle and GET / then";
  const std::string more(70'000, 'y');
  const std::vector<char> owners(3 * loaded.rules->streams_each_lane());
  std::size_t found = 0;
  const std::size_t before = allocations;
  for (const char& owner : owners) {
    const auto stream = streams.acquire(&owner);
    found += streams.scan(stream, as_bytes(segment), {}, 1).size();
    if ((&owner - owners.data()) % 64 == 0)
      found += streams.scan(stream, as_bytes(more), {}, 1).size();
    found += loaded.rules->find_in_datagram(as_bytes(segment), {}, 1).size();
    switch ((&owner - owners.data()) % 8) {
      case 0: streams.close(stream, {}, 1); break;
      case 1: streams.drop(stream); break;
      case 2: streams.restart(stream, PayloadStreams::Restart::behind_gap); break;
      default: break;
    }
  }
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(found, 2 * owners.size());
  EXPECT_EQ(streams.in_use(), loaded.rules->streams_each_lane());
  EXPECT_GT(streams.lost(), loaded.rules->streams_each_lane());
}

}  // namespace
}  // namespace tapcensus

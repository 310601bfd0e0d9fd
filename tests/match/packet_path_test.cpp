// match() in the packet path: it reads nothing beyond the text, and allocates nothing.
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

}  // namespace
}  // namespace tapcensus

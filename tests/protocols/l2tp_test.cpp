// L2TP: control messages say who the host is and who made it. The server's is xl2tpd 1.3.18.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol l2tp;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string attribute(unsigned type, const std::string& value, unsigned flags = 0x8000,
                      unsigned vendor = 0) {
  return be16(flags | static_cast<unsigned>(6 + value.size())) + be16(vendor) + be16(type) + value;
}

std::string message(const std::string& attributes, unsigned head = 0xc802) {
  return be16(head) + be16(static_cast<unsigned>(12 + attributes.size())) + be32(0) + be32(0) +
         attributes;
}

Said guess(const std::string& bytes) { return ask(l2tp, {{}, as_bytes(bytes), 0, false, true}); }

TEST(L2tp, NamesOfHostAndVendorAreRead) {
  EXPECT_THAT(guess(corpus("l2tp/server")).texts,
              ElementsAre("l2tp.host_name=lns-host", "l2tp.vendor_name=xelerance.com",
                          "obfuscation.kind=l2tp"));
}

TEST(L2tp, OfVersion3Too) {
  const std::string request =
      attribute(0, be16(1)) + attribute(7, "router") + attribute(8, "Maker");
  EXPECT_THAT(
      guess(message(request, 0xc803)).texts,
      ElementsAre("l2tp.host_name=router", "l2tp.vendor_name=Maker", "obfuscation.kind=l2tp"));
}

TEST(L2tp, HiddenOnesAndThoseOfVendorsAreNotRead) {
  const std::string request =
      attribute(0, be16(1)) + attribute(7, "hidden", 0xc000) + attribute(8, "of Cisco", 0x8000, 9);
  EXPECT_THAT(guess(message(request)).texts, ElementsAre("obfuscation.kind=l2tp"));
}

TEST(L2tp, OtherMessagesAreNotMine) {
  const std::string good = message(attribute(0, be16(1)));
  for (const std::string& other :
       {good.substr(0, good.size() - 1), good + 'a', message({}), message(attribute(7, "first")),
        message(attribute(0, be16(99))), message(attribute(0, be16(1)), 0xc801),
        message(attribute(0, be16(1)) + be16(0x8003) + be32(7)),
        message(attribute(0, be16(1)) + be16(0x83ff) + be32(7)), std::string{}}) {
    EXPECT_THAT(guess(other).texts, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus

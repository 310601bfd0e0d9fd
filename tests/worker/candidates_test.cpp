// A parser is asked when the bytes can be its own; the port only says who comes first.
#include "worker/candidates.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace tapcensus {
namespace {

Reading read_nothing(const Payload&, Findings&) noexcept { return Reading::not_mine(); }

constexpr std::uint16_t kShellPorts[] = {22, 2222}, kShoutPorts[] = {2222}, kOddPorts[] = {7007};
constexpr ByteSet kShellStart[] = {ByteSet::just('S'), ByteSet::just('S'), ByteSet::just('H'),
                                   ByteSet::just('-')};
constexpr ByteSet kShoutStart[] = {ByteSet::between('A', 'Z')};
constexpr Protocol kShell{"shell", Carrier::tcp, kShellPorts, read_nothing, kShellStart};
constexpr Protocol kShout{"shout", Carrier::tcp, kShoutPorts, read_nothing, kShoutStart};
constexpr Protocol kShapeless{"shapeless", Carrier::tcp, kOddPorts, read_nothing};

constexpr Candidates kShellBit = 1, kShoutBit = 2, kShapelessBit = 4;

class CandidatesTest : public ::testing::Test {
 protected:
  CandidatesTest() {
    for (const Protocol* const protocol : {&kShell, &kShout, &kShapeless}) table_.add(*protocol);
  }
  Candidates at_home(std::uint16_t source, std::uint16_t target) const {
    Layers layers;
    layers.source_port = source;
    layers.target_port = target;
    return table_.at_home(layers);
  }
  Candidates likely(std::string_view text, Candidates at_home = 0) const {
    return table_.likely(as_bytes(text), at_home);
  }
  CandidateTable table_;
};

TEST_F(CandidatesTest, BytesTellWhoCanHaveSentThem) {
  EXPECT_EQ(likely("SSH-2.0-x"), kShellBit | kShoutBit);
  EXPECT_EQ(likely("SUH-2.0-x"), kShoutBit);
  EXPECT_EQ(likely("\x16\x03\x01"), 0u);
}

TEST_F(CandidatesTest, ABeginningMayBecomeAnyOfThose) {
  EXPECT_EQ(likely("S"), kShellBit | kShoutBit);
  EXPECT_EQ(likely("SS"), kShellBit | kShoutBit);
  EXPECT_EQ(likely("Sx"), kShoutBit);
}

TEST_F(CandidatesTest, WithoutAShapeTheirOwnPortIsNeeded) {
  EXPECT_EQ(likely("\x16", at_home(50'000, 7007)), kShapelessBit);
  EXPECT_EQ(likely("\x16", at_home(50'000, 7008)), 0u);
}

TEST_F(CandidatesTest, PortsOfEitherSideCountAndMayBeShared) {
  EXPECT_EQ(at_home(22, 50'000), kShellBit);
  EXPECT_EQ(at_home(50'000, 2222), kShellBit | kShoutBit);
  EXPECT_EQ(at_home(7007, 22), kShellBit | kShapelessBit);
  EXPECT_EQ(at_home(50'000, 50'001), 0u);
}

TEST_F(CandidatesTest, TheLowestBitIsTheFirstOfThem) {
  EXPECT_EQ(&table_.first_of(kShoutBit | kShapelessBit), &kShout);
}

}  // namespace
}  // namespace tapcensus

#include "base/cursor.hpp"

#include <gtest/gtest.h>

namespace tapcensus {
namespace {

using namespace std::string_view_literals;

TEST(Cursor, ReadsNumbersInBothByteOrders) {
  Cursor in{as_bytes("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d"sv)};
  EXPECT_EQ(in.u8(), 0x01);
  EXPECT_EQ(in.be16(), 0x0203);
  EXPECT_EQ(in.le16(), 0x0504);
  EXPECT_EQ(in.be32(), 0x06070809u);
  EXPECT_EQ(in.le32(), 0x0d0c0b0au);
  EXPECT_TRUE(in.at_end());
  EXPECT_TRUE(in.ok());
}

TEST(Cursor, FailsOnceAndStaysFailed) {
  Cursor in{as_bytes("abc"sv)};
  EXPECT_EQ(in.be32(), 0u);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0) << "even what would be there";
  EXPECT_TRUE(in.take(1).empty());
  EXPECT_TRUE(in.rest().empty());
  EXPECT_EQ(in.left(), 0u);
}

TEST(Cursor, ALengthFromTheWireCannotLeaveTheBytes) {
  for (const std::size_t length : {std::size_t{4}, ~std::size_t{0}, ~std::size_t{0} - 2}) {
    Cursor in{as_bytes("abc"sv)};
    in.skip(1);
    EXPECT_TRUE(in.take(length).empty());
    EXPECT_FALSE(in.ok());
  }
}

TEST(Cursor, WorksAtCompileTime) {
  static constexpr std::byte kBytes[]{std::byte{1}, std::byte{0}};
  static_assert(Cursor{ByteView{kBytes}}.be16() == 256);
  static_assert(Cursor{ByteView{kBytes}}.be24() == 0);
}

}  // namespace
}  // namespace tapcensus

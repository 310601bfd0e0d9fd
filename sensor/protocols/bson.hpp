// BSON (bsonspec.org, 1.1), as far as it takes to find texts and numbers in it.
//
// Documents are walked element by element, no deeper than the caller goes; what is broken ends the
// walk.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/cursor.hpp"

namespace tapcensus::bson {

enum Type : std::uint8_t {
  kNone = 0,
  kDouble = 0x01,
  kString = 0x02,
  kDocument = 0x03,
  kArray = 0x04,
  kBinary = 0x05,
  kUndefined = 0x06,
  kObjectId = 0x07,
  kBool = 0x08,
  kDate = 0x09,
  kNull = 0x0a,
  kInt32 = 0x10,
  kTimestamp = 0x11,
  kInt64 = 0x12,
};

struct Element {
  Type type = kNone;
  std::string_view name;
  std::string_view text;     // of a string
  ByteView document;         // of a document or an array
  std::uint32_t number = 0;  // of an int32
};

// The bytes of a document behind its length, and no more than there are.
inline ByteView contents(ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint32_t length = in.le32();
  if (length < 5) return {};
  return in.take(std::min<std::size_t>(length - 4, in.left()));
}

// Takes an element off; of type kNone at the end, or where it is not whole.
inline Element take(Cursor& in) noexcept {
  Element element;
  element.type = static_cast<Type>(in.u8());
  const std::string_view rest = as_text(in.rest());
  const std::size_t end = rest.find('\0');
  if (element.type == kNone || end == rest.npos) return {};
  element.name = rest.substr(0, end);
  in.skip(end + 1);
  switch (element.type) {
    case kString: {
      const std::string_view text = as_text(in.take(in.le32()));
      element.text = text.substr(0, text.empty() ? 0 : text.size() - 1);
      break;
    }
    case kDocument:
    case kArray: {
      const ByteView all = in.rest();
      const std::uint32_t length = Cursor{all}.le32();
      element.document = all.first(std::min<std::size_t>(length, all.size()));
      in.skip(length < 5 ? in.left() + 1 : length);
      break;
    }
    case kBinary: in.skip(std::size_t{in.le32()} + 1); break;
    case kObjectId: in.skip(12); break;
    case kBool: in.skip(1); break;
    case kInt32: element.number = in.le32(); break;
    case kDouble:
    case kDate:
    case kTimestamp:
    case kInt64: in.skip(8); break;
    case kUndefined:
    case kNull: break;
    default: return {};
  }
  return in.ok() ? element : Element{};
}

// Calls see(element) for each element of a document.
template <class See>
void each(ByteView document, See&& see) noexcept {
  Cursor in{contents(document)};
  for (unsigned i = 0; i < 64; ++i) {
    const Element element = take(in);
    if (element.type == kNone) return;
    see(element);
  }
}

}  // namespace tapcensus::bson

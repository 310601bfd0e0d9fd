#include "protocols/wps.hpp"

#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

// Table 28. Some senders have a blank where they have nothing to say.
Field field_of(std::uint16_t type) noexcept {
  switch (type) {
    case 0x1011: return Field::wps_device_name;
    case 0x1021: return Field::wps_manufacturer;
    case 0x1023: return Field::wps_model_name;
    case 0x1024: return Field::wps_model_number;
    default: return Field::end_;
  }
}

}  // namespace

void add_wps(ByteView attributes, Findings& findings) noexcept {
  Cursor in{attributes};
  while (!in.at_end()) {
    const Field field = field_of(in.be16());
    const ByteView value = in.take(in.be16());
    if (!in.ok()) return;
    if (field != Field::end_) add_trimmed(field, value, findings);
  }
}

}  // namespace tapcensus

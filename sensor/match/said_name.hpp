// A model's name as a device says it itself: "Allview P7_Seon" is the P7 Seon of Allview.
//
// The text comes off the wire, so what is no plain name is none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tapcensus {

// Bytes of the longest name that is believed.
inline constexpr std::size_t kMostSaidName = 32;

// `series` and what a device said behind it, with one blank for each `_` and run of blanks, without
// a region (`_EEA`) or a revision behind it. Empty when what it said is no name: longer than
// kMostSaidName, with other signs than names have, or nothing but words that any device may have
// ("Smart TV", "4G", "FHD Google TV").
std::string said_name(std::string_view series, std::string_view said);

}  // namespace tapcensus

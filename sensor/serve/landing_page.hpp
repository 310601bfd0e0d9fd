// The page at `/` for people: a title and where to go from here, in one HTML file that needs
// nothing else.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tapcensus {

struct PageLink {
  std::string_view path;
  std::string_view text;  // what is found there
};

inline constexpr std::string_view kHtml = "text/html; charset=utf-8";

// Title and links may hold any characters; they are escaped.
std::string landing_page(std::string_view title, std::span<const PageLink> links);

}  // namespace tapcensus

// The elements of an XML document in the order in which they begin, each with the text in front of
// the next tag.
//
// No tree, no entities, no namespaces: prefixes are cut off, since each maker has its own. One pass
// over the bytes, whatever they are.
#pragma once

#include <string_view>

namespace tapcensus::xml {

// The name of a tag, without its prefix.
constexpr std::string_view local_name(std::string_view tag) noexcept {
  const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  const std::size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

// Calls see(name, text) for each; the text is as it stands there.
template <class See>
void each_element(std::string_view document, See&& see) noexcept {
  for (std::size_t open = document.find('<'); open != document.npos;) {
    const std::size_t close = document.find('>', open);
    if (close == document.npos) return;
    const std::string_view tag = document.substr(open + 1, close - open - 1);
    const std::size_t next = document.find('<', close);
    if (!tag.empty() && tag.front() != '/' && tag.front() != '?' && tag.front() != '!') {
      const bool closed = tag.ends_with('/');
      const std::string_view text =
          document.substr(close + 1, closed                  ? 0
                                     : next == document.npos ? next
                                                             : next - close - 1);
      see(local_name(tag), text);
    }
    open = next;
  }
}

}  // namespace tapcensus::xml

#include "match/capture_template.hpp"

#include <algorithm>
#include <span>

namespace tapcensus {

Result<CaptureTemplate> CaptureTemplate::read(std::string_view text) {
  CaptureTemplate result;
  result.text_ = text;
  for (std::size_t open; (open = text.find_first_of("{}")) != text.npos;) {
    const std::string_view rest = text.substr(open);
    if (rest.size() < 3 || rest[0] != '{' || rest[1] < '1' || rest[1] > '9' || rest[2] != '}') {
      return Error{"", "a capture is written {1} to {9}"};
    }
    const auto group = static_cast<std::size_t>(rest[1] - '0');
    result.pieces_.push_back({std::string{text.substr(0, open)}, group});
    result.highest_group_ = std::max(result.highest_group_, group);
    text = rest.substr(3);
  }
  result.after_ = text;
  return result;
}

std::string CaptureTemplate::fill(const std::vector<std::string_view>& groups) const {
  std::size_t kept = pieces_.size();
  while (kept > 0 && groups[pieces_[kept - 1].group - 1].empty()) --kept;
  if (kept == 0) return {};
  std::string filled;
  for (const Piece& piece : std::span{pieces_}.first(kept)) {
    filled += piece.before;
    filled += groups[piece.group - 1];
  }
  if (kept == pieces_.size()) filled += after_;
  return filled;
}

}  // namespace tapcensus

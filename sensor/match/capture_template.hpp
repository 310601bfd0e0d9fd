// "{1}.{2}": a name made of what an expression captured.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tapcensus {

class CaptureTemplate {
 public:
  // On a mistake: a sentence.
  static Result<CaptureTemplate> read(std::string_view text);

  const std::string& text() const noexcept { return text_; }

  // The highest N of any {N}; 0 when the text is a plain name.
  std::size_t highest_group() const noexcept { return highest_group_; }

  // `groups` holds the captured texts from {1} on, as many as highest_group(). Captures at the end
  // that are empty drop out with what stands before them: "{1}.{2}" gives "16" when only {1} was
  // captured. Empty when nothing was.
  std::string fill(const std::vector<std::string_view>& groups) const;

 private:
  struct Piece {
    std::string before;  // literal
    std::size_t group;
  };

  std::string text_;
  std::vector<Piece> pieces_;
  std::string after_;  // literal after the last capture
  std::size_t highest_group_ = 0;
};

}  // namespace tapcensus

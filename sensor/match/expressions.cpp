#include "match/expressions.hpp"

#include <re2/re2.h>

#include "match/pattern.hpp"

namespace tapcensus {
namespace {

bool may_be_cut(std::string_view text, std::string_view capture) {
  return text.size() == kCarriedBytes &&
         capture.data() + capture.size() == text.data() + text.size();
}

}  // namespace

Expressions::Expressions(std::vector<std::string> texts)
    : texts_{std::move(texts)}, compiled_(texts_.size()) {}
Expressions::Expressions(Expressions&&) noexcept = default;
Expressions& Expressions::operator=(Expressions&&) noexcept = default;
Expressions::~Expressions() = default;

bool Expressions::match(std::size_t index, std::string_view text, std::size_t count,
                        std::vector<std::string_view>& groups) {
  auto& compiled = compiled_[index];
  if (!compiled) compiled = make_re2(texts_[index]);
  std::vector<re2::StringPiece> found(count + 1);
  if (!compiled->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED,
                       found.data(), static_cast<int>(found.size()))) {
    return false;
  }
  groups.clear();
  for (std::size_t group = 1; group < found.size(); ++group) {
    const std::string_view capture{found[group].data(), found[group].size()};
    groups.push_back(may_be_cut(text, capture) ? std::string_view{} : capture);
  }
  return true;
}

}  // namespace tapcensus

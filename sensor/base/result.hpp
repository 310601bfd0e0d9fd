// A value, or the place and the sentence of what went wrong. For the control path only.
//
// `where` is "file:line:column", or a file, or the argument; `what` says what to do about it. An
// operator reads both, so neither names a function or a pointer.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tapcensus {

struct Error {
  std::string where;
  std::string what;

  std::string sentence() const { return where.empty() ? what : where + ": " + what; }
};

// All mistakes at once, in the order of the files.
using Errors = std::vector<Error>;

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_{std::in_place_index<0>, std::move(value)} {}
  Result(Errors errors) : content_{std::in_place_index<1>, std::move(errors)} {}
  Result(Error error) : content_{std::in_place_index<1>, Errors{std::move(error)}} {}

  bool ok() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  T& value() & { return std::get<0>(content_); }
  const T& value() const& { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  T* operator->() { return &value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }

  const Errors& errors() const { return std::get<1>(content_); }

 private:
  std::variant<T, Errors> content_;
};

}  // namespace tapcensus

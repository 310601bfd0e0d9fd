// What a command tells its user: on standard error, beside its results.
//
// A reader of it that has left takes nothing with it: what cannot be written is lost, and the
// sensor goes on. Never throws for it, so any thread may say something.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace tapcensus {

template <typename... Values>
void say(fmt::format_string<Values...> format, Values&&... values) {
  const std::string text = fmt::format(format, std::forward<Values>(values)...);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace tapcensus

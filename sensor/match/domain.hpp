// DNS names to rules: a rule for apple.com holds for www.apple.com too.
#pragma once

#include <string_view>

#include "facts/field.hpp"
#include "match/text_index.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {

// Adds the rules of `name` and of all names above it. Case and a final dot do not count. Looks only
// at as many bytes from the end as the longest domain of the field has.
void find_domains(const TextIndex& domains, Field field, std::string_view name,
                  Hits& hits) noexcept;

}  // namespace tapcensus

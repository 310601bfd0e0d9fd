// Rules that were read and compiled, laid out as an image. Everything that takes long ends here.
#pragma once

#include "match/mistakes.hpp"
#include "match/pattern_compiler.hpp"
#include "match/rule_files.hpp"
#include "match/rule_image.hpp"

namespace tapcensus {

// `names` knows the files by their numbers.
RuleImage write_image(RuleFiles files, const CompiledFields& compiled, const Mistakes& names);

}  // namespace tapcensus

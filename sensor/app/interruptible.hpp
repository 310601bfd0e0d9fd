// Work that takes long and that nobody can tell to stop, while signals are to be obeyed.
#pragma once

#include <csignal>
#include <functional>

namespace tapcensus {

// Runs `work` on a thread of its own. Gives 0 when it is done, or the number of one of `signals`,
// which must be blocked, as soon as one comes. Then the work still runs, so the process has to end
// by std::_Exit, and what the work uses must not be destroyed.
int run_interruptible(const sigset_t& signals, std::function<void()> work);

}  // namespace tapcensus

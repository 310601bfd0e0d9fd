#include "serve/debts.hpp"

#include <utility>

namespace tapcensus {
namespace {

std::shared_ptr<const Response> sorry(const char* sentence) {
  return std::make_shared<const Response>(
      Response{.status = 503, .body = std::string{sentence} + "\n"});
}

}  // namespace

void Owed::give(std::shared_ptr<const Response> answer) const {
  const std::scoped_lock lock{state_->mutex};
  if (state_->connection == nullptr) return;
  state_->answer = std::move(answer);
  MHD_resume_connection(std::exchange(state_->connection, nullptr));
}

Debts::Debts() : reminder_{[this] { remind(); }} {}

Debts::~Debts() {
  settle();
  reminder_.join();
}

void Debts::add(std::shared_ptr<Owed::State> owed, std::chrono::milliseconds patience) {
  {
    const std::scoped_lock lock{mutex_};
    if (!settled_) {
      due_.emplace(Clock::now() + patience, std::move(owed));
      changed_.notify_one();
      return;
    }
  }
  Owed{std::move(owed)}.give(sorry("The sensor is stopping."));
}

void Debts::settle() {
  decltype(due_) due;
  {
    const std::scoped_lock lock{mutex_};
    settled_ = true;
    due.swap(due_);
    changed_.notify_one();
  }
  for (const auto& [when, owed] : due) Owed{owed}.give(sorry("The sensor is stopping."));
}

void Debts::remind() {
  std::unique_lock lock{mutex_};
  while (!settled_) {
    if (due_.empty()) {
      changed_.wait(lock);
    } else if (const auto first = due_.begin(); first->first <= Clock::now()) {
      const Owed late{first->second};
      due_.erase(first);
      late.give(sorry("This takes too long now. Ask again later."));
    } else {
      const Clock::time_point due = first->first;  // the debt may be settled meanwhile
      changed_.wait_until(lock, due);
    }
  }
}

}  // namespace tapcensus

#include "serve/reply.hpp"

#include <atomic>
#include <utility>

namespace tapcensus {

class Reply::Debt {
 public:
  explicit Debt(std::function<void(Response)> deliver) : deliver_{std::move(deliver)} {}
  ~Debt() { pay({503, Response{}.content_type, "The sensor ends; it did not come to it.\n"}); }
  Debt(const Debt&) = delete;
  Debt& operator=(const Debt&) = delete;

  void pay(Response response) {
    if (!paid_.exchange(true)) deliver_(std::move(response));
  }

 private:
  const std::function<void(Response)> deliver_;
  std::atomic<bool> paid_{false};
};

Reply::Reply(std::function<void(Response)> deliver)
    : debt_{std::make_shared<Debt>(std::move(deliver))} {}

void Reply::answer(Response response) const { debt_->pay(std::move(response)); }

}  // namespace tapcensus

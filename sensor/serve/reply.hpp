// What a request is answered with: at once, or later.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace tapcensus {

struct Response {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// An answer that is owed. Copies stand for the same one. Any thread may give it; the first one
// counts. When the last copy is gone without one, the answer is 503.
class Reply {
 public:
  // `deliver` is called once, on the thread that answers, and throws nothing.
  explicit Reply(std::function<void(Response)> deliver);

  void answer(Response response) const;

 private:
  class Debt;
  std::shared_ptr<Debt> debt_;
};

}  // namespace tapcensus

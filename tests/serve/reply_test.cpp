// An answer that takes its time comes to who asked, and keeps nobody else waiting.
#include "serve/reply.hpp"

#include <gmock/gmock.h>

#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "serve/client.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::StartsWith;

// Keeps the replies that it owes.
class Office {
 public:
  Office() {
    auto started = HttpServer::start(
        "127.0.0.1:0", {{"POST", "/slow", {}, [this](Reply reply) { owed_.set_value(reply); }},
                        {"GET", "/quick", [] { return Response{.body = "here\n"}; }}});
    http_ = std::move(started).value();
    client_.emplace(http_->address());
    client_->say(
        "POST /slow HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
    reply_ = owed_.get_future().get();
  }

  HttpServer& http() { return *http_; }
  std::string quick() { return ask(http_->address(), "GET", "/quick"); }
  Client& client() { return *client_; }
  std::optional<Reply>& reply() { return reply_; }

 private:
  std::promise<Reply> owed_;
  std::unique_ptr<HttpServer> http_;
  std::optional<Client> client_;
  std::optional<Reply> reply_;
};

TEST(Reply, OthersAreAnsweredMeanwhile) {
  Office office;
  EXPECT_THAT(office.quick(), EndsWith("\r\n\r\nhere\n"));
  std::thread{[&] { office.reply()->answer({.status = 500, .body = "a:1:1: no\n"}); }}.join();
  EXPECT_THAT(office.client().hear(),
              AllOf(StartsWith("HTTP/1.1 500 "), EndsWith("\r\n\r\na:1:1: no\n")));
}

TEST(Reply, OnlyTheFirstAnswerCounts) {
  Office office;
  const Reply copy = *office.reply();
  copy.answer({.body = "first\n"});
  office.reply()->answer({.body = "second\n"});
  EXPECT_THAT(office.client().hear(), EndsWith("\r\n\r\nfirst\n"));
}

TEST(Reply, ThatIsLostIs503) {
  Office office;
  office.reply().reset();
  EXPECT_THAT(office.client().hear(), StartsWith("HTTP/1.1 503 "));
}

TEST(Reply, DoesNotKeepTheServerFromEnding) {
  Office office;
  office.http().stop();
  office.client().hear();
  office.reply()->answer({.body = "too late\n"});
}

TEST(Reply, ClientThatHasLeftIsNoTrouble) {
  Office office;
  { const Client gone = std::move(office.client()); }
  office.reply()->answer({.body = std::string(1 << 20, 'x')});
  EXPECT_THAT(office.quick(), EndsWith("\r\n\r\nhere\n"));
}

TEST(Reply, ManyMayWaitAtOnce) {
  std::mutex mutex;
  std::vector<Reply> replies;
  const auto http = HttpServer::start("127.0.0.1:0", {{"POST", "/slow", {}, [&](Reply reply) {
                                                         const std::lock_guard lock{mutex};
                                                         replies.push_back(reply);
                                                       }}});
  ASSERT_TRUE(http.ok());
  std::vector<Client> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back(http.value()->address());
    clients.back().say("POST /slow HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n");
  }
  for (std::size_t answered = 0; answered < clients.size();) {
    const std::lock_guard lock{mutex};
    for (; answered < replies.size(); ++answered) replies[answered].answer({.body = "done\n"});
  }
  for (Client& client : clients) EXPECT_THAT(client.hear(), EndsWith("\r\n\r\ndone\n"));
}

TEST(Reply, HandlerThatThrowsIsAnswered) {
  const auto http = HttpServer::start(
      "127.0.0.1:0", {{"POST", "/slow", {}, [](const Reply&) { throw std::runtime_error{"no"}; }}});
  EXPECT_THAT(ask(http.value()->address(), "POST", "/slow"),
              AllOf(StartsWith("HTTP/1.1 500 "), EndsWith("no\n")));
}

}  // namespace
}  // namespace tapcensus

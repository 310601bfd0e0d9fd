// The server answers what is there, says what is not, and waits for nobody.
#include "serve/http_server.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "serve/client.hpp"

namespace tapcensus {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kText = "text/plain; version=0.0.4; charset=utf-8";

std::vector<Route> routes() {
  return {
      {"GET", "/metrics",
       [] {
         return Response{200, kText, "tapcensus_scan_errors_total 0\n"};
       }},
      {"GET", "/-/ready",
       [] {
         return Response{503, kText, "rules are being compiled\n"};
       }},
      {"POST", "/-/reload",
       [] {
         return Response{200, kText, "reloaded\n"};
       }},
      {"GET", "/broken", []() -> Response { throw std::runtime_error{"no such device"}; }},
  };
}

std::unique_ptr<HttpServer> server(std::string_view listen = "127.0.0.1:0") {
  auto started = HttpServer::start(listen, routes());
  if (!started) {
    ADD_FAILURE() << started.errors().at(0).sentence();
    return nullptr;
  }
  return std::move(started).value();
}

TEST(HttpServer, AnswersAScrapeWithItsContentType) {
  const auto http = server();
  const std::string answer = ask(http->address(), "GET", "/metrics");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\ntapcensus_scan_errors_total 0\n"));
}

TEST(HttpServer, AnswersHeadWithTheHeadAlone) {
  const auto http = server();
  const std::string answer = ask(http->address(), "HEAD", "/metrics");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("\r\n\r\n")));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 30\r\n"));
}

TEST(HttpServer, KeepsAConnectionForTheNextScrape) {
  const auto http = server();
  Client client{http->address()};
  client.say("GET /metrics HTTP/1.1\r\nHost: sensor\r\n\r\n");
  client.say("GET /-/ready HTTP/1.1\r\nHost: sensor\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.hear(), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("HTTP/1.1 503 "),
                                   EndsWith("rules are being compiled\n")));
}

TEST(HttpServer, TakesAPostWithItsBody) {
  const auto http = server();
  EXPECT_THAT(ask(http->address(), "POST", "/-/reload"), EndsWith("\r\n\r\nreloaded\n"));
  EXPECT_THAT(ask(http->address(), "POST", "/-/reload", std::string(100'000, 'x')),
              EndsWith("\r\n\r\nreloaded\n"));
}

TEST(HttpServer, SaysWhatPagesThereAre) {
  const auto http = server();
  const std::string answer = ask(http->address(), "GET", "/metrics/anything");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(answer, EndsWith("There is no such page. There are:\n"
                               "  /metrics\n  /-/ready\n  /-/reload\n  /broken\n"));
}

TEST(HttpServer, SaysWhatAPageAnswersTo) {
  const auto http = server();
  EXPECT_THAT(ask(http->address(), "POST", "/metrics"),
              AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("\r\nAllow: GET, HEAD\r\n"),
                    EndsWith("This page answers GET, HEAD only.\n")));
  EXPECT_THAT(ask(http->address(), "GET", "/-/reload"),
              AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("\r\nAllow: POST\r\n")));
  EXPECT_THAT(ask(http->address(), "DELETE", "/metrics"), StartsWith("HTTP/1.1 405 "));
}

TEST(HttpServer, AHandlerThatThrowsIsAnAnswerAndNotTheEnd) {
  const auto http = server();
  EXPECT_THAT(ask(http->address(), "GET", "/broken"),
              AllOf(StartsWith("HTTP/1.1 500 "), EndsWith("no such device\n")));
  EXPECT_THAT(ask(http->address(), "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, SurvivesWhatIsNotHttp) {
  const auto http = server();
  Client rude{http->address()};
  rude.say(std::string("\x16\x03\x01\x00\xff\0\0\r\n\r\n", 11));
  Client long_winded{http->address()};
  long_winded.say("GET /" + std::string(60'000, '/') + " HTTP/1.1\r\n\r\n");
  EXPECT_THAT(long_winded.hear(), Not(HasSubstr(" 200 ")));
  EXPECT_THAT(ask(http->address(), "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, TwentyHalfOpenClientsDoNotDelayAScrape) {
  const auto http = server();
  std::vector<Client> half_open;
  for (int client = 0; client < 20; ++client) {
    half_open.emplace_back(http->address());
    half_open.back().say("GET /metrics HTTP/1.1\r\nHost: ");
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(ask(http->address(), "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{1});
}

TEST(HttpServer, OneAddressCannotTakeAllConnections) {
  const auto http = server();
  std::vector<Client> greedy;
  for (int client = 0; client < 100; ++client) greedy.emplace_back(http->address());
  EXPECT_TRUE(greedy.back().is_turned_away());
}

// What a test's own thread has to answer.
struct Question {
  std::string name;
  Owed owed;
};

// A server that owes the answers of /later/NAME until a test gives them.
class OwingServer {
 public:
  explicit OwingServer(std::chrono::milliseconds patience = std::chrono::seconds{60}) {
    std::vector<Route> all = routes();
    all.push_back({"GET",
                   "/later/*",
                   {},
                   [this](std::string_view name, Owed owed) {
                     const std::scoped_lock lock{mutex_};
                     questions_.push_back({std::string{name}, std::move(owed)});
                     asked_.notify_all();
                   },
                   patience});
    http_ = std::move(HttpServer::start("127.0.0.1:0", std::move(all))).value();
  }

  HttpServer& http() { return *http_; }
  const std::string& address() const { return http_->address(); }
  std::vector<Question> wait_for(std::size_t questions) {
    std::unique_lock lock{mutex_};
    asked_.wait(lock, [&] { return questions_.size() >= questions; });
    return questions_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable asked_;
  std::vector<Question> questions_;
  std::unique_ptr<HttpServer> http_;
};

std::shared_ptr<const Response> shared(std::string body) {
  return std::make_shared<const Response>(Response{200, kText, std::move(body)});
}

TEST(HttpServer, AnOwedAnswerKeepsNobodyElseWaiting) {
  OwingServer server;
  Client patient{server.address()};
  patient.say("GET /later/one HTTP/1.1\r\nHost: sensor\r\nConnection: close\r\n\r\n");
  const std::vector<Question> questions = server.wait_for(1);
  EXPECT_EQ(questions.front().name, "one");
  EXPECT_THAT(ask(server.address(), "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
  questions.front().owed.give(shared("at last\n"));
  EXPECT_THAT(patient.hear(), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("\r\n\r\nat last\n")));
}

TEST(HttpServer, ManyAreGivenOneAnswerAndOnlyTheFirst) {
  OwingServer server;
  std::vector<Client> clients;
  for (int client = 0; client < 20; ++client) {
    clients.emplace_back(server.address());
    clients.back().say("GET /later/all HTTP/1.1\r\nHost: sensor\r\nConnection: close\r\n\r\n");
  }
  const auto answer = shared(std::string(1'000'000, 'x'));
  for (const Question& question : server.wait_for(20)) {
    question.owed.give(answer);
    question.owed.give(shared("again\n"));
  }
  for (Client& client : clients) {
    EXPECT_THAT(client.hear(), AllOf(EndsWith("\r\n\r\n" + answer->body), Not(HasSubstr("again"))));
  }
}

TEST(HttpServer, WhoWaitsTooLongIsTold) {
  OwingServer server{std::chrono::milliseconds{1}};
  EXPECT_THAT(ask(server.address(), "GET", "/later/never"),
              AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("takes too long")));
  server.wait_for(1).front().owed.give(shared("too late\n"));
  EXPECT_THAT(ask(server.address(), "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, StopsWhileAnswersAreOwed) {
  OwingServer server;
  std::vector<Client> clients;
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back(server.address());
    clients.back().say("GET /later/all HTTP/1.1\r\nHost: sensor\r\nConnection: close\r\n\r\n");
  }
  const auto questions = server.wait_for(8);
  server.http().stop();
  for (const Question& question : questions) question.owed.give(shared("too late\n"));
  for (Client& client : clients) EXPECT_THAT(client.hear(), Not(HasSubstr(" 200 ")));
}

TEST(HttpServer, AStarStandsForOneNameOfAnyBytes) {
  OwingServer server;
  const std::vector<std::pair<std::string, std::string>> names{
      {"d-0123", "d-0123"},
      {"*", "*"},
      {"%ff%01\xfe", "\xff\x01\xfe"},
      {"..", ".."},
      {std::string(8'000, 'a'), std::string(8'000, 'a')}};
  std::vector<Client> clients;
  for (const auto& [written, meant] : names) {
    clients.emplace_back(server.address());
    clients.back().say("GET /later/" + written + " HTTP/1.1\r\nHost: sensor\r\n\r\n");
    const Question question = server.wait_for(clients.size()).back();
    EXPECT_EQ(question.name, meant);
    question.owed.give(shared("known\n"));
  }
  for (const std::string path : {"/later", "/later/", "/later/a/b", "/later/a%2fb", "/later//"}) {
    EXPECT_THAT(ask(server.address(), "GET", path), StartsWith("HTTP/1.1 404 ")) << path;
  }
}

TEST(HttpServer, TellsThePortItWasGiven) {
  const auto http = server("127.0.0.1:0");
  EXPECT_THAT(http->address(), AllOf(StartsWith("127.0.0.1:"), Not(EndsWith(":0"))));
}

TEST(HttpServer, ListensOnIpv6) {
  if (!has_ipv6()) GTEST_SKIP() << "no IPv6 here";
  const auto http = server("[::1]:0");
  EXPECT_THAT(http->address(), StartsWith("[::1]:"));
  EXPECT_THAT(ask(http->address(), "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, ListensOnEveryAddressOfBothKinds) {
  if (!has_ipv6()) GTEST_SKIP() << "no IPv6 here";
  const auto http = server(":0");
  const std::string port = http->address().substr(http->address().rfind(':'));
  EXPECT_THAT(ask("127.0.0.1" + port, "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask("[::1]" + port, "GET", "/metrics"), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, SaysThatAPortIsTaken) {
  const auto first = server();
  const auto second = HttpServer::start(first->address(), routes());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.errors().at(0).sentence(),
            first->address() + ": already in use; choose another with --listen");
}

TEST(HttpServer, SaysThatAnAddressIsNotOurs) {
  const auto http = HttpServer::start("192.0.2.1:0", routes());
  ASSERT_FALSE(http.ok());
  EXPECT_THAT(http.errors().at(0).sentence(),
              StartsWith("192.0.2.1:0: this machine has no such address"));
}

TEST(HttpServer, StopsAtOnceAndForGood) {
  const auto http = server();
  Client half_open{http->address()};
  half_open.say("GET /metrics HTTP/1.1\r\n");
  http->stop();
  http->stop();
  EXPECT_EQ(half_open.hear(), "");
  EXPECT_FALSE(Client{http->address()}.connected());
}

TEST(HttpServer, StopWaitsForTheHandlerThatRuns) {
  std::promise<void> running;
  std::promise<void> may_end;
  bool ended = false;
  auto http = HttpServer::start("127.0.0.1:0", {{"GET", "/slow", [&] {
                                                   running.set_value();
                                                   may_end.get_future().wait();
                                                   ended = true;
                                                   return Response{};
                                                 }}});
  ASSERT_TRUE(http.ok());
  Client client{http.value()->address()};
  client.say("GET /slow HTTP/1.1\r\nHost: sensor\r\n\r\n");
  running.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { http.value()->stop(); });
  may_end.set_value();
  stopped.wait();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace tapcensus

#include "app/questions.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "present/json.hpp"

namespace tapcensus {
namespace {

// A slice takes as long as the control thread was elsewhere before, within these.
constexpr std::chrono::milliseconds kLeastSlice{20}, kMostSlice{600};
constexpr const char* kJson = "application/json";

std::shared_ptr<const Response> json(unsigned status, std::string body) {
  return std::make_shared<const Response>(
      Response{.status = status, .content_type = kJson, .body = std::move(body)});
}

std::shared_ptr<const Response> busy() {
  static const auto kAnswer = json(503, error_json("too much is being asked; ask again later"));
  return kAnswer;
}

void give(const std::vector<Owed>& askers, const std::shared_ptr<const Response>& answer) {
  for (const Owed& owed : askers) owed.give(answer);
}

bool may_be_id(std::string_view id) {
  return id.size() == 18 && id.starts_with("d-") &&
         id.find_first_not_of("0123456789abcdef", 2) == id.npos;
}

}  // namespace

void Questions::ask_for_all(Owed owed) {
  const std::scoped_lock lock{mutex_};
  if (waiting_ >= kMostWaiting) return owed.give(busy());
  ++waiting_;
  all_.push_back(std::move(owed));
}

void Questions::ask_for(std::string_view id, Owed owed) {
  if (!may_be_id(id)) {
    return owed.give(json(404, error_json("no such device; ids are d- and 16 hexadecimal digits, "
                                          "as in /api/v1/devices")));
  }
  const std::scoped_lock lock{mutex_};
  if (waiting_ >= kMostWaiting) return owed.give(busy());
  ++waiting_;
  each_[std::string{id}].push_back(std::move(owed));
}

bool Questions::work(const Desk& desk, const Census::Breath& breathe,
                     const std::function<Standing()>& standing) {
  if (document_ == nullptr && !begin(desk, breathe)) return false;
  if (document_ != nullptr) go_on(desk, breathe, standing);
  left_ = Clock::now();
  return document_ != nullptr;
}

// Reading the census takes as long as it takes; as long again nobody is answered.
bool Questions::begin(const Desk& desk, const Census::Breath& breathe) {
  const auto start = Clock::now();
  if (start < rest_until_) return false;
  std::vector<Owed> all;
  std::map<std::string, std::vector<Owed>> each;
  {
    const std::scoped_lock lock{mutex_};
    if (waiting_ == 0) return false;
    all.swap(all_);
    each.swap(each_);
    waiting_ = 0;
  }
  if (!each.empty()) answer_each(desk, each, breathe);
  if (!all.empty() && full()) {
    give(all, busy());
  } else if (!all.empty()) {
    document_ = std::make_unique<Document>();
    document_->askers = std::move(all);
    document_->devices = desk.census().devices(Reasons::left_out, breathe);
    document_->text = kJsonBeforeDevices;
  }
  const auto end = Clock::now();
  rest_until_ = end + (end - start);
  return true;
}

void Questions::answer_each(const Desk& desk, const std::map<std::string, std::vector<Owed>>& asked,
                            const Census::Breath& breathe) {
  std::set<std::string> missing;
  for (const auto& [id, askers] : asked) missing.insert(id);
  for (const Device& device : desk.census().devices_of(missing, breathe)) {
    give(asked.at(device.id), json(200, device_with_evidence_json(device, desk.catalog())));
    missing.erase(device.id);
  }
  for (const std::string& id : missing) {
    give(asked.at(id), json(404, error_json("no such device: " + id)));
  }
}

void Questions::go_on(const Desk& desk, const Census::Breath& breathe,
                      const std::function<Standing()>& standing) {
  const auto start = Clock::now();
  const auto end = start + std::clamp<Clock::duration>(start - left_, kLeastSlice, kMostSlice);
  Document& document = *document_;
  while (document.written < document.devices.size()) {
    if (document.written % 1024 == 1023 && breathe) breathe();
    if (document.written % 64 == 63 && Clock::now() > end) return;
    if (document.written > 0) document.text += kJsonBetweenDevices;
    document.text += device_json(document.devices[document.written++], desk.catalog());
  }
  const Standing now = standing();
  document.text += json_after_devices(now.ledger, now.signatures, now.limits);
  const Answer answer = json(200, std::move(document.text));
  given_.push_back(answer);
  give(document.askers, answer);
  document_.reset();
}

// A client that reads slowly holds its answer until it has it.
bool Questions::full() {
  std::size_t bytes = 0;
  std::erase_if(given_, [&](const std::weak_ptr<const Response>& one) {
    const Answer answer = one.lock();
    if (answer != nullptr) bytes += answer->body.capacity();
    return answer == nullptr;
  });
  return bytes > kMostBytes;
}

}  // namespace tapcensus

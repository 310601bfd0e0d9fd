#include "match/rule_set.hpp"

#include <hs.h>

#include <algorithm>

#include "match/captures.hpp"
#include "match/domain.hpp"
#include "match/image_reader.hpp"
#include "match/image_records.hpp"
#include "match/rule_set_parts.hpp"
#include "match/text_index.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {
namespace {

constexpr unsigned kNone = ~0u;

struct Scan {
  const FieldPatterns* patterns;
  Hits* hits;
  std::array<unsigned, kMostListsInAll + 1> first{};  // expression of each list
};

int note_hit(unsigned expression, unsigned long long, unsigned long long, unsigned,
             void* context) noexcept {
  const Scan& scan = *static_cast<const Scan*>(context);
  scan.hits->add(scan.patterns->rules[expression]);
  return 0;
}

int note_hit_or_first(unsigned expression, unsigned long long, unsigned long long, unsigned,
                      void* context) noexcept {
  Scan& scan = *static_cast<Scan*>(context);
  const std::uint8_t list = scan.patterns->lists[expression].list;
  if (list == 0) {
    scan.hits->add(scan.patterns->rules[expression]);
  } else {
    scan.first[list] = std::min(scan.first[list], expression);
  }
  return 0;
}

void note_firsts(const Scan& scan) noexcept {
  for (const unsigned expression : scan.first) {
    if (expression == kNone || scan.patterns->lists[expression].silent != 0) continue;
    scan.hits->add(scan.patterns->rules[expression]);
  }
}

void scan(const FieldPatterns& patterns, std::string_view text, WorkerSpace& space) noexcept {
  const std::string_view padded = space.padded(text.substr(0, WorkerSpace::kMostScanned));
  const bool lists = !patterns.lists.empty();
  Scan context{&patterns, &space.hits};
  if (lists) context.first.fill(kNone);
  const hs_error_t outcome =
      hs_scan(patterns.database, padded.data(), static_cast<unsigned>(padded.size()), 0,
              space.scratch.get(), lists ? note_hit_or_first : note_hit, &context);
  if (lists) note_firsts(context);
  if (outcome != HS_SUCCESS && outcome != HS_SCAN_TERMINATED) space.scan_errors.add();
}

// The rules of the longest prefix of an address that is known.
std::span<const RuleId> find_prefix(const TextIndex& texts, std::string_view digits) noexcept {
  for (const std::size_t size : kPrefixDigits) {
    if (digits.size() < size) continue;
    if (const auto rules = texts.find(Field::eth_oui, digits.substr(0, size)); !rules.empty()) {
      return rules;
    }
  }
  return {};
}

}  // namespace

void RuleSet::Parts::renumber(std::vector<RuleId> numbered) {
  ids = std::move(numbered);
  const auto id_of = [&](RuleId number) { return ids[static_cast<std::size_t>(number)]; };
  for (FieldPatterns& field : patterns)
    std::ranges::transform(field.rules, field.rules.begin(), id_of);
  for (PayloadRules* payload : {&stream_rules, &datagram_rules}) {
    for (PayloadRules::Rule& rule : payload->rules) rule.id = id_of(rule.id);
  }
  if (!speeches.empty()) {
    std::vector<Speech> by_id(static_cast<std::size_t>(std::ranges::max(ids)) + 1);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      by_id[static_cast<std::size_t>(ids[i])] = speeches[i];
    }
    speeches = std::move(by_id);
  }
  texts.renumber(ids);
  domains.renumber(ids);
}

void RuleSet::Parts::yield_to_ours(Hits& hits) const noexcept {
  const auto speech_of = [&](RuleId rule) { return speeches[static_cast<std::size_t>(rule)]; };
  Speech ours;
  hits.for_each([&](RuleId rule) {
    const Speech speech = speech_of(rule);
    if (speech.packs) return;
    ours.device |= speech.device;
    ours.system |= speech.system;
  });
  hits.erase_if([&](RuleId rule) {
    const Speech speech = speech_of(rule);
    return speech.packs && ((speech.device && ours.device) || (speech.system && ours.system));
  });
}

void RuleSet::Parts::note_pretenders() {
  const auto& applications = catalog->taxonomy.applications;
  for (const RuleId rule : ids) {
    const std::string& name = (*catalog)[rule].application;
    if (name.empty()) continue;
    const auto application = applications.find(name);
    if (application == applications.end() || !application->second.pretends) continue;
    pretending.resize(static_cast<std::size_t>(std::ranges::max(ids)) + 1);
    pretending[static_cast<std::size_t>(rule)] = true;
  }
}

void RuleSet::Parts::believe_no_pretender(Hits& hits) const noexcept {
  const auto pretends = [&](RuleId rule) { return pretending[static_cast<std::size_t>(rule)]; };
  bool any = false;
  hits.for_each([&](RuleId rule) { any |= pretends(rule); });
  if (any) hits.erase_if([&](RuleId rule) { return !pretends(rule); });
}

Captures* RuleSet::Parts::captures_of(RuleId rule) {
  const auto known = captures.find(rule);
  if (known == captures.end()) return nullptr;
  auto& [at, read] = known->second;
  if (!read) read = std::make_unique<Captures>(read_captures(image, at));
  return read.get();
}

void RuleSet::Parts::add_hits(Field field, std::string_view text,
                              WorkerSpace& space) const noexcept {
  space.hits.add(field == Field::eth_oui ? find_prefix(texts, text) : texts.find(field, text));
  find_domains(domains, field, text, space.hits);
  const FieldPatterns& of_field = patterns[static_cast<std::size_t>(field)];
  if (of_field.database) scan(of_field, text, space);
}

std::span<const RuleId> RuleSet::Parts::look_up(const Finding& finding,
                                                WorkerSpace& space) const noexcept {
  space.hits.clear();
  add_hits(finding.field, finding.text, space);
  if (const Field lender = lender_of(finding.field); lender != finding.field) {
    const std::string_view seen = seen_by(lender, finding.field, finding.text);
    if (!seen.empty()) add_hits(lender, seen, space);
  }
  if (!pretending.empty()) believe_no_pretender(space.hits);
  if (!speeches.empty()) yield_to_ours(space.hits);
  return space.hits.sorted();
}

PayloadHits RuleSet::Parts::scan_datagram(ByteView bytes, const PayloadPlace* place,
                                          std::size_t worker) noexcept {
  WorkerSpace& space = *workers[worker];
  const std::string_view text = space.padded(as_text(bytes));
  space.payload.begin(0);
  if (hs_scan(datagram_rules.database, text.data(), static_cast<unsigned>(text.size()), 0,
              space.scratch.get(), PayloadScan::note_match, &space.payload) != HS_SUCCESS) {
    space.scan_errors.add();
  }
  return space.payload.tell(datagram_rules, place, false, [](std::uint32_t) { return true; });
}

RuleSet::RuleSet(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    scanned_[i] = parts_->patterns[i].database != nullptr;
    asked_[i] =
        scanned_[i] || parts_->texts.longest(field) > 0 || parts_->domains.longest(field) > 0;
  }
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto lender = static_cast<std::size_t>(lender_of(static_cast<Field>(i)));
    scanned_[i] = scanned_[i] || scanned_[lender];
    asked_[i] = asked_[i] || asked_[lender];
  }
}
RuleSet::~RuleSet() = default;

std::span<const RuleId> RuleSet::find(const Finding& finding, std::size_t worker) const noexcept {
  WorkerSpace& space = *parts_->workers[worker];
  if (!scanned_[static_cast<std::size_t>(finding.field)]) return parts_->look_up(finding, space);
  const std::uint64_t hash = RecentHits::hash(finding);
  if (const auto known = space.recent.find(finding, hash)) return *known;
  const std::span<const RuleId> found = parts_->look_up(finding, space);
  space.recent.keep(finding, hash, found);
  return found;
}

bool RuleSet::asks_address_blocks() const noexcept {
  return parts_->texts.longest(Field::eth_oui) > kPrefixDigits.back();
}

PayloadStreams* RuleSet::streams(std::size_t lane) const noexcept {
  return lane < parts_->lanes.size() ? parts_->lanes[lane].get() : nullptr;
}
std::size_t RuleSet::streams_each_lane() const noexcept { return parts_->streams_each; }
std::size_t RuleSet::stream_bytes() const noexcept {
  return parts_->lanes.empty() ? 0 : StreamPool::bytes_each(parts_->stream_rules);
}

bool RuleSet::scans_datagrams() const noexcept {
  return parts_->datagram_rules.database != nullptr;
}

PayloadHits RuleSet::find_in_datagram(ByteView bytes, const PayloadPlace& place,
                                      std::size_t worker) const noexcept {
  if (!scans_datagrams()) return {};
  return parts_->scan_datagram(bytes, &place, worker);
}

std::vector<PayloadHit> RuleSet::find_in_payload(Field field,
                                                 std::span<const ByteView> pieces) const {
  std::vector<PayloadHit> found;
  const auto take = [&](PayloadHits hits) { found.insert(found.end(), hits.begin(), hits.end()); };
  if (field == Field::payload_udp && scans_datagrams()) {
    for (const ByteView piece : pieces) take(parts_->scan_datagram(piece, nullptr, 0));
  } else if (field == Field::payload_tcp && !parts_->lanes.empty()) {
    StreamPool& pool = *parts_->lanes.front();
    const auto stream = pool.acquire(this);
    for (const ByteView piece : pieces) take(pool.scan_anywhere(stream, piece, 0));
    take(pool.close_anywhere(stream, 0));
  }
  std::ranges::sort(found, {}, &PayloadHit::rule);
  return found;
}

Claim RuleSet::Parts::read_claim(RuleId rule, std::string_view text, Unread& unread) {
  const Claim& fixed = (*catalog)[(*catalog)[rule].claim];
  if (const auto found = codes.find(rule); found != codes.end()) {
    Claim read = found->second.read(text, *catalog);
    unread.codes += read == Claim{} ? 1 : 0;
    return read;
  }
  Captures* const read = captures_of(rule);
  if (read == nullptr) return fixed;
  CompletedClaim completed = complete(fixed, read->fill(text), *catalog);
  unread.values += completed.undeclared.size();
  return std::move(completed.claim);
}

ClaimId RuleSet::claim(RuleId rule, std::string_view text) const {
  Catalog& catalog = *parts_->catalog;
  const ClaimId fixed = catalog[rule].claim;
  if (!reads(rule)) return fixed;
  Parts::Unread unread;
  const Claim claim = parts_->read_claim(rule, text, unread);
  parts_->undeclared.add(unread.values);
  parts_->unknown_codes.add(unread.codes);
  return catalog.try_intern(claim).value_or(fixed);
}

bool RuleSet::knows(const Finding& finding) const {
  const CarriedText carried{finding.text};
  Parts::Unread unread;
  return std::ranges::any_of(find(finding, 0), [&](RuleId rule) {
    const Field asked = (*parts_->catalog)[rule].field;
    const std::string_view text = seen_by(asked, finding.field, carried.view());
    return parts_->read_claim(rule, text, unread) != Claim{};
  });
}

bool RuleSet::reads(RuleId rule) const {
  return parts_->captures.contains(rule) || parts_->codes.contains(rule);
}

std::uint64_t RuleSet::scan_errors() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& space : parts_->workers) sum += space->scan_errors.value();
  return sum;
}

std::uint64_t RuleSet::undeclared() const noexcept { return parts_->undeclared.value(); }
std::uint64_t RuleSet::unknown_codes() const noexcept { return parts_->unknown_codes.value(); }

const std::vector<RuleSet::Row>& RuleSet::rows() const {
  std::call_once(parts_->rows_read, [&] { parts_->rows = read_rows(parts_->image, parts_->ids); });
  return parts_->rows;
}

const std::vector<PackHead>& RuleSet::packs() const noexcept { return parts_->packs; }
std::size_t RuleSet::rules_of(std::size_t pack) const noexcept {
  const auto rules = parts_->image.section<RuleRecord>(Section::rules);
  return static_cast<std::size_t>(std::ranges::count_if(rules, [&](const RuleRecord& rule) {
    return rule.pack == pack && (pack != 0 || rule.table == 0);
  }));
}
const std::string& RuleSet::version() const noexcept { return parts_->version; }

}  // namespace tapcensus

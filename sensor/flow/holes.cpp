#include "flow/holes.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

// Sequence numbers are compared by their distance, which may wrap (RFC 9293, 3.4).
bool before(std::uint32_t a, std::uint32_t b) noexcept {
  return static_cast<std::int32_t>(a - b) < 0;
}

}  // namespace

Holes::Holes(std::size_t lists, Arena& arena)
    : lists_{arena.take<List>(std::clamp<std::size_t>(lists, 1, kMostLists))} {}

void Holes::List::erase(std::size_t at) noexcept {
  std::copy(spans.begin() + static_cast<std::ptrdiff_t>(at) + 1, spans.begin() + size,
            spans.begin() + static_cast<std::ptrdiff_t>(at));
  --size;
}

void Holes::List::join_closest() noexcept {
  std::size_t best = 0;
  for (std::size_t i = 1; i + 1 < size; ++i) {
    if (spans[i + 1].to - spans[i].from < spans[best + 1].to - spans[best].from) best = i;
  }
  spans[best].to = spans[best + 1].to;
  spans[best].missing += spans[best + 1].missing;
  erase(best + 1);
}

void Holes::List::insert(std::size_t at, Span span) noexcept {
  if (size == kMostSpans) {
    join_closest();
    for (at = 0; at < size && before(spans[at].from, span.from);) ++at;
    // Its neighbours may have been the closest: then it is a part of what they have become.
    if (at > 0 && before(span.from, spans[at - 1].to)) {
      spans[at - 1].missing += span.missing;
      return;
    }
  }
  std::copy_backward(spans.begin() + static_cast<std::ptrdiff_t>(at), spans.begin() + size,
                     spans.begin() + size + 1);
  spans[at] = span;
  ++size;
}

Holes::List* Holes::get(Index index, const void* owner) noexcept {
  if (index == 0) return nullptr;
  List& list = lists_[index - 1u];
  return list.owner == owner ? &list : nullptr;
}

Holes::List& Holes::acquire(Index& index, const void* owner) noexcept {
  if (List* const list = get(index, owner)) return *list;
  constexpr int kTries = 8;
  for (int tries = 1; lists_[next_].owner != nullptr && tries < kTries; ++tries) {
    next_ = (next_ + 1) % lists_.size();
  }
  List& list = lists_[next_];
  index = static_cast<Index>(next_ + 1);
  next_ = (next_ + 1) % lists_.size();
  list.owner = owner;
  list.size = 0;
  return list;
}

void Holes::add(Index& index, const void* owner, std::uint32_t from, std::uint32_t to) noexcept {
  List& list = acquire(index, owner);
  list.insert(list.size, {from, to, to - from});
}

std::uint32_t Holes::fill(Index& index, const void* owner, std::uint32_t from,
                          std::uint32_t to) noexcept {
  List* const list = get(index, owner);
  if (list == nullptr) return 0;
  std::uint32_t filled = 0;
  for (std::size_t i = 0; i < list->size;) {
    Span& span = list->spans[i];
    const std::uint32_t begin = before(span.from, from) ? from : span.from;
    const std::uint32_t end = before(to, span.to) ? to : span.to;
    if (!before(begin, end)) {
      ++i;
      continue;
    }
    const std::uint32_t count = std::min(end - begin, span.missing);
    filled += count;
    if (count == span.missing) {
      list->erase(i);
      continue;
    }
    if (!span.whole()) {
      span.missing -= count;
    } else if (begin == span.from) {
      span = {end, span.to, span.to - end};
    } else {
      const Span rest{end, span.to, span.to - end};
      span = {span.from, begin, begin - span.from};
      if (rest.missing > 0) {
        list->insert(i + 1, rest);
        break;  // the segment ended inside this hole
      }
    }
    ++i;
  }
  if (list->size == 0) release(index, owner);
  return filled;
}

std::uint32_t Holes::settle(Index& index, const void* owner, std::uint32_t number) noexcept {
  List* const list = get(index, owner);
  if (list == nullptr) return 0;
  std::uint32_t missing = 0;
  while (list->size > 0 && before(list->spans[0].from, number)) {
    Span& span = list->spans[0];
    if (before(number, span.to)) {
      // Of a joined span nobody knows which half is missing: it waits until all is acknowledged.
      if (!span.whole()) break;
      missing += number - span.from;
      span = {number, span.to, span.to - number};
      break;
    }
    missing += span.missing;
    list->erase(0);
  }
  if (list->size == 0) release(index, owner);
  return missing;
}

void Holes::release(Index& index, const void* owner) noexcept {
  if (List* const list = get(index, owner)) list->owner = nullptr;
  index = 0;
}

}  // namespace tapcensus

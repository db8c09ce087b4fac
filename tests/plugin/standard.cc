/*
 * standard.cc - a plug-in in C++: std::vector and std::deque, their elements 4, 8 or 16 bytes wide,
 * by one template whose kernel is the header's.
 */
#include <cstdint>
#include <deque>
#include <new>
#include <stdexcept>
#include <vector>

#include <headroom/adapter.h>

namespace {

struct pair {
    std::uint64_t number, complement;
};

/* The element that stands for a number; the pointer only says of which type. */
template <class Value> Value value_of(std::uint64_t i, const Value *) {
    return static_cast<Value>(i);
}

pair value_of(std::uint64_t i, const pair *) {
    return pair{i, ~i};
}

template <class Value> std::uint64_t number_of(const Value &value) {
    return value;
}

std::uint64_t number_of(const pair &value) {
    return value.number;
}

/* No exception leaves a verb. */
template <class List, class Value> hr_status push(List *list, const Value &value) {
    try {
        list->push_back(value);
    } catch (const std::bad_alloc &) {
        return HR_NO_MEMORY;
    } catch (const std::length_error &) {
        return HR_TOO_LARGE;
    }
    return HR_OK;
}

template <class List, class Value> hr_status pop(List *list, Value *value) {
    if (list->empty()) {
        return HR_OUT_OF_RANGE;
    }
    *value = list->back();
    list->pop_back();
    return HR_OK;
}

/* The header's loops as members: one set per list. */
template <class List> struct kernel {
    using value_type = typename List::value_type;
#define KERNEL(name)              name
#define KERNEL_LIST               List
#define KERNEL_VALUE              value_type
#define KERNEL_FROM(i)            value_of(i, static_cast<const value_type *>(nullptr))
#define KERNEL_NUMBER(value)      number_of(value)
#define KERNEL_PUSH(list, value)  push(list, value)
#define KERNEL_POP(list, pointer) pop(list, pointer)
#define KERNEL_AT(list, index)    ((*(list))[index])
#define KERNEL_LENGTH(list)       ((list)->size())
#include <headroom/sequence_kernel.h>
};

template <class List> std::size_t capacity_of(const List &list) {
    return list.size();
}

template <class Value> std::size_t capacity_of(const std::vector<Value> &list) {
    return list.capacity();
}

/* A sequence of any width, as the harness holds it. */
struct sequence {
    virtual ~sequence() = default;
    virtual hr_status append_range(std::uint64_t first, std::size_t count) = 0;
    virtual hr_status pop_range(std::size_t count, std::uint64_t *sum) = 0;
    virtual std::uint64_t sum_sequential() const = 0;
    virtual std::uint64_t sum_at(const std::size_t *indices, std::size_t count) const = 0;
    virtual std::uint64_t checksum() const = 0;
    virtual hr_footprint footprint() const = 0;
};

template <class List> struct sequence_of final : sequence {
    List list;

    hr_status append_range(std::uint64_t first, std::size_t count) override {
        return kernel<List>::append_range(&list, first, count);
    }
    hr_status pop_range(std::size_t count, std::uint64_t *sum) override {
        return kernel<List>::pop_range(&list, count, sum);
    }
    std::uint64_t sum_sequential() const override {
        return kernel<List>::sum_sequential(&list);
    }
    std::uint64_t sum_at(const std::size_t *indices, std::size_t count) const override {
        return kernel<List>::sum_at(&list, indices, count);
    }
    std::uint64_t checksum() const override {
        return kernel<List>::checksum(&list);
    }
    hr_footprint footprint() const override {
        const std::size_t width = sizeof(typename List::value_type);
        hr_footprint found = {};
        found.length = list.size();
        found.capacity = capacity_of(list);
        found.payload_bytes = found.length * width;
        found.headroom_bytes = (found.capacity - found.length) * width;
        return found;
    }
};

template <template <class...> class Container>
hr_status make(const hr_adapter_config *config, void **made) {
    sequence *it = nullptr;
    switch (hr_setting_count(config->settings, "element_bytes")) {
    case 4:
        it = new (std::nothrow) sequence_of<Container<std::uint32_t>>;
        break;
    case 8:
        it = new (std::nothrow) sequence_of<Container<std::uint64_t>>;
        break;
    case 16:
        it = new (std::nothrow) sequence_of<Container<pair>>;
        break;
    default:
        return HR_UNSUPPORTED;
    }
    if (it == nullptr) {
        return HR_NO_MEMORY;
    }
    *made = it;
    return HR_OK;
}

sequence *of(void *it) {
    return static_cast<sequence *>(it);
}

const sequence *of(const void *it) {
    return static_cast<const sequence *>(it);
}

template <template <class...> class Container> hr_sequence_verbs make_verbs() {
    hr_sequence_verbs verbs = {};
    verbs.make = make<Container>;
    verbs.append_range = [](void *it, std::uint64_t first, std::size_t count) {
        return of(it)->append_range(first, count);
    };
    verbs.pop_range = [](void *it, std::size_t count, std::uint64_t *sum) {
        return of(it)->pop_range(count, sum);
    };
    verbs.sum_sequential = [](const void *it) { return of(it)->sum_sequential(); };
    verbs.sum_at = [](const void *it, const std::size_t *indices, std::size_t count) {
        return of(it)->sum_at(indices, count);
    };
    verbs.checksum = [](const void *it) { return of(it)->checksum(); };
    verbs.footprint = [](const void *it) { return of(it)->footprint(); };
    verbs.destroy = [](void *it) { delete of(it); };
    return verbs;
}

const hr_sequence_verbs vector_verbs = make_verbs<std::vector>();
const hr_sequence_verbs deque_verbs = make_verbs<std::deque>();

const char *const widths[] = {"4", "8", "16", nullptr};

const hr_parameter parameters[] = {
    {"element_bytes", "bytes", "size of an element", "8", HR_PARAMETER_WORD, 0, 0, widths},
    {nullptr, nullptr, nullptr, nullptr, HR_PARAMETER_COUNT, 0, 0, nullptr}};

const hr_adapter vector = {"std-vector-mine",
                           "std::vector from outside the tree",
                           HR_INTERFACE_SEQUENCE,
                           false,
                           false,
                           false,
                           parameters,
                           &vector_verbs,
                           nullptr,
                           nullptr};
const hr_adapter deque = {"std-deque-mine",
                          "std::deque from outside the tree",
                          HR_INTERFACE_SEQUENCE,
                          false,
                          false,
                          false,
                          parameters,
                          &deque_verbs,
                          nullptr,
                          nullptr};

const hr_adapter *const adapters[] = {&vector, &deque, nullptr};

} // namespace

HR_MODULE("standard", "c++17", "a test", adapters)

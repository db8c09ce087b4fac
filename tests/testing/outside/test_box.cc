// test_box.cc - a vector in C++ whose elements may throw when they are copied. PLANT_THROW: growing
// forgets the new block then, as it does where nobody thought of it.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>

#include "checks.h"

template <class T> class vector {
  public:
    vector() = default;
    vector(const vector &) = delete;
    vector &operator=(const vector &) = delete;
    ~vector() {
        release(items_, length_);
    }

    std::size_t length() const {
        return length_;
    }
    std::size_t capacity() const {
        return capacity_;
    }
    const T &operator[](std::size_t index) const {
        return items_[index];
    }

    void push(const T &value) {
        if (length_ < capacity_) {
            new (items_ + length_) T(value);
            length_++;
            return;
        }
        std::size_t wider = capacity_ == 0 ? 4 : 2 * capacity_, made = 0;
        T *items = static_cast<T *>(::operator new(wider * sizeof(T)));
        try {
            for (; made < length_; made++) {
                new (items + made) T(items_[made]);
            }
            new (items + made) T(value);
            made++;
        } catch (...) {
#ifndef PLANT_THROW
            release(items, made);
#endif
            throw;
        }
        release(items_, length_);
        items_ = items;
        capacity_ = wider;
        length_ = made;
    }

  private:
    static void release(T *items, std::size_t count) {
        for (std::size_t i = 0; i < count; i++) {
            items[i].~T();
        }
        ::operator delete(items);
    }

    T *items_ = nullptr;
    std::size_t length_ = 0, capacity_ = 0;
};

using strings = vector<std::string>;
static std::unique_ptr<strings> object;
static const std::string &sample() {
    static const std::string text(40, 'x'); // too long to be kept inside the string
    return text;
}

static bool make_full(void *) {
    return hr_test_caught([] {
        object.reset(new strings);
        while (object->length() < 4) {
            object->push(sample());
        }
    });
}

static bool push(void *) {
    return hr_test_caught([] { object->push(sample()); });
}

static uint64_t fingerprint(void *) {
    uint64_t hash = 0;
    for (std::size_t i = 0; i < object->length(); i++) {
        hash = hr_test_hash(hash, (*object)[i].data(), (*object)[i].size());
    }
    return hash;
}

static void destroy(void *) {
    object.reset();
}

static void failing_push() {
    hr_test_operation operation = {};
    operation.name = "push";
    operation.set_up = make_full;
    operation.run = push;
    operation.fingerprint = fingerprint;
    operation.tear_down = destroy;
    (void)HR_EXPECT_SURVIVES_FAILURES(&operation);
}

static void cost() {
    hr_test_meter meter;
    hr_test_begin(&meter);
    {
        vector<uint64_t> numbers;
        for (uint64_t i = 0; i < 1000; i++) {
            numbers.push(i);
        }
        (void)HR_EXPECT_HEADROOM_AT_MOST(numbers.length(), numbers.capacity(), 100.0);
    }
    (void)HR_EXPECT_EXACTLY(&meter, HR_TEST_ALLOCATIONS, 9);
    (void)HR_EXPECT_NO_LEAK(&meter);
}

int main() {
    (void)sample();
    const named_check checks[] = {{"cost", cost}, {"failing_push", failing_push}};
    return run_checks(checks, sizeof checks / sizeof checks[0]);
}

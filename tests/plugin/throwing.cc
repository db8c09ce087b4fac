/*
 * throwing.cc - a plug-in that lets an exception out of a verb.
 */
#include <stdexcept>

#include <headroom/adapter.h>
#include <headroom/crowd.h>

static hr_status make(const hr_adapter_config *, void **) {
    throw std::runtime_error("no list today");
}

static hr_status append_range(void *, std::uint64_t, std::size_t) {
    return HR_OK;
}

static std::uint64_t checksum(const void *) {
    return 0;
}

static hr_footprint footprint(const void *) {
    return {};
}

static void destroy(void *) {
}

HR_CROWD(throwing, make, append_range, checksum, footprint, destroy)

static const hr_sequence_verbs verbs = {make,
                                        nullptr,
                                        append_range,
                                        nullptr,
                                        nullptr,
                                        nullptr,
                                        nullptr,
                                        nullptr,
                                        checksum,
                                        nullptr,
                                        nullptr,
                                        footprint,
                                        nullptr,
                                        nullptr,
                                        destroy,
                                        throwing_crowd_make,
                                        throwing_crowd_fill,
                                        throwing_crowd_checksum,
                                        throwing_crowd_footprint,
                                        throwing_crowd_destroy};

static const hr_adapter throwing = {"throwing",
                                    "lets an exception out",
                                    HR_INTERFACE_SEQUENCE,
                                    false,
                                    false,
                                    false,
                                    nullptr,
                                    &verbs,
                                    nullptr,
                                    nullptr};

static const hr_adapter *const adapters[] = {&throwing, nullptr};

HR_MODULE("throwing", "1", "a test", adapters)

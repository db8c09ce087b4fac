/*
 * sanitized.h - whether a test runs under AddressSanitizer, which brings a malloc of its own, keeps
 * freed memory, and turns crashes into exit statuses.
 */
#ifndef HEADROOM_TESTS_SANITIZED_H
#define HEADROOM_TESTS_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#define IS_SANITIZED __has_feature(address_sanitizer)
#else
#define IS_SANITIZED 0
#endif

#endif

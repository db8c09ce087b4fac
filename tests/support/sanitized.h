/*
 * sanitized.h - whether a test runs under AddressSanitizer or ThreadSanitizer, which bring a malloc
 * of their own, keep freed memory, and turn crashes into exit statuses.
 */
#ifndef HEADROOM_TESTS_SANITIZED_H
#define HEADROOM_TESTS_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#define IS_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define IS_SANITIZED 0
#endif

#endif

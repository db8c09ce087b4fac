/*
 * attributes.h - what the compiler is told beyond C11, under one name each.
 *
 * Nothing here has a run-time meaning: a compiler that knows none of it compiles the same program.
 */
#ifndef HEADROOM_ATTRIBUTES_H
#define HEADROOM_ATTRIBUTES_H

#ifdef __cplusplus
#define HR_BEGIN_C extern "C" {
#define HR_END_C   }
#else
#define HR_BEGIN_C
#define HR_END_C
#endif

#if defined(__GNUC__) || defined(__clang__)
#define HR_NODISCARD           __attribute__((warn_unused_result))
#define HR_COLD                __attribute__((cold, noinline))
#define HR_ALWAYS_INLINE       static inline __attribute__((always_inline))
#define HR_NORETURN            __attribute__((noreturn))
#define HR_TLS_INITIAL         __attribute__((tls_model("initial-exec")))
#define HR_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define HR_EXPORT              __attribute__((visibility("default")))
#define HR_UNUSED              __attribute__((unused))
#define HR_LIKELY(condition)   __builtin_expect(!!(condition), 1)
#define HR_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#else
#define HR_NODISCARD
#define HR_COLD
#define HR_ALWAYS_INLINE static inline
#define HR_NORETURN
#define HR_TLS_INITIAL
#define HR_PRINTF(text, first)
#define HR_EXPORT
#define HR_UNUSED
#define HR_LIKELY(condition)   (condition)
#define HR_UNLIKELY(condition) (condition)
#endif

#endif

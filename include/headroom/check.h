/*
 * check.h - assertions in three prices, for programming errors only: input is never checked here.
 *
 *     HR_ASSERT(index < length);                  a compare: on from HR_CHECK_LEVEL 1
 *     HR_ASSERT_SAYING("used twice", is_new(a));  the same, with words for the message
 *     HR_ASSERT_VALID(hr_dynarray_is_valid(a));   O(1) at a public boundary: from level 2
 *     HR_ASSERT_EXPENSIVE(no_block_twice(c));     walks the structure: from level 3
 *
 * Level 0, the default, compiles none of them: what is measured carries no check. Development
 * builds define HR_CHECK_LEVEL=3.
 */
#ifndef HEADROOM_CHECK_H
#define HEADROOM_CHECK_H

#include <headroom/attributes.h>

#ifndef HR_CHECK_LEVEL
#define HR_CHECK_LEVEL 0
#endif

HR_BEGIN_C

/* Prints where and what on standard error without allocating, then aborts. */
HR_NORETURN HR_COLD void hr_check_failed(const char *file, int line, const char *condition);

HR_END_C

#define HR_CHECK_AT(level, condition)                                                              \
    ((HR_CHECK_LEVEL < (level) || (condition)) ? (void)0                                           \
                                               : hr_check_failed(__FILE__, __LINE__, #condition))
#define HR_ASSERT(condition)           HR_CHECK_AT(1, condition)
#define HR_ASSERT_VALID(condition)     HR_CHECK_AT(2, condition)
#define HR_ASSERT_EXPENSIVE(condition) HR_CHECK_AT(3, condition)

/* HR_ASSERT for what the condition alone does not tell: the words stand before it in the message.
 */
#define HR_ASSERT_SAYING(words, condition)                                                         \
    ((HR_CHECK_LEVEL < 1 || (condition))                                                           \
         ? (void)0                                                                                 \
         : hr_check_failed(__FILE__, __LINE__, words ": " #condition))

#endif

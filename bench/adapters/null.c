/*
 * null.c - accepts every value and stores none: the cost of the loops themselves.
 */
#include <headroom/null_adapter.h>

static const struct hr_adapter null = HR_NULL_ADAPTER("null");
static const struct hr_adapter *const adapters[] = {&null, NULL};

HR_MODULE("null", "1", "headroom", adapters)

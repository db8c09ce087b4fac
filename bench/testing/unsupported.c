/*
 * unsupported.c - whether this process can be counted in, and if not, who stands in the way.
 */
#include <dlfcn.h>
#include <stdio.h>

#include "trace/trace.h"
#include "watch.h"

extern trace_in_path_fn headroom_trace_is_in_path;

static const char *sanitizer(void) {
    static const char *const symbols[][2] = {{"__asan_init", "AddressSanitizer"},
                                             {"__tsan_init", "ThreadSanitizer"},
                                             {"__msan_init", "MemorySanitizer"},
                                             {"__hwasan_init", "HWAddressSanitizer"},
                                             {"__lsan_init", "LeakSanitizer"}};
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        if (dlsym(RTLD_DEFAULT, symbols[i][0]) != NULL) {
            return symbols[i][1];
        }
    }
    return NULL;
}

static const char *whose_malloc(void) {
    Dl_info owner;
    void *found = dlsym(RTLD_DEFAULT, "malloc");
    return found != NULL && dladdr(found, &owner) != 0 ? owner.dli_fname : "an unknown object";
}

HR_EXPORT const char *hr_test_unsupported(void) {
    static char reason[1024];
    if (HR_LIKELY(headroom_trace_is_in_path())) {
        return NULL;
    }
    const char *name = sanitizer(), *owner = whose_malloc();
    if (name != NULL) {
        (void)snprintf(reason, sizeof reason,
                       "%s brings a malloc of its own: build this test without it", name);
    } else {
        (void)snprintf(reason, sizeof reason,
                       "the program's malloc is that of '%s' and its calls are not counted: link "
                       "headroom::testing before it, and leave it address space",
                       owner);
    }
    return reason;
}

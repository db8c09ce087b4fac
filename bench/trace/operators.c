/*
 * operators.c - C++'s operator new and delete. Some mallocs bring operators of their own, which
 * mostly call no malloc that we would see: those are counted here, unless one did. The C++
 * library's call malloc and free, and are counted there: these are only handed on.
 *
 * Nothing of C++ is linked: a C program gets no C++ library by being traced. The operators are
 * named as the Itanium C++ ABI mangles them. Whatever form one has, its arguments are up to three
 * words in registers, all of which are handed on.
 */
#include "operators.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "hooks.h"

typedef void *new_fn(size_t size, uintptr_t second, uintptr_t third);
typedef void delete_fn(void *block, uintptr_t second, uintptr_t third);

/* plain or array; _t: nothrow, a: of an alignment, m: told the size. */
enum form {
    NEW,
    NEW_ARRAY,
    NEW_T,
    NEW_ARRAY_T,
    NEW_A,
    NEW_ARRAY_A,
    NEW_AT,
    NEW_ARRAY_AT,
    NEWS,
    DELETE = NEWS,
    DELETE_ARRAY,
    DELETE_T,
    DELETE_ARRAY_T,
    DELETE_A,
    DELETE_ARRAY_A,
    DELETE_AT,
    DELETE_ARRAY_AT,
    DELETE_M,
    DELETE_ARRAY_M,
    DELETE_MA,
    DELETE_ARRAY_MA,
    FORMS,
};

static const char *const names[FORMS] = {
    [NEW] = "_Znwm",
    [NEW_ARRAY] = "_Znam",
    [NEW_T] = "_ZnwmRKSt9nothrow_t",
    [NEW_ARRAY_T] = "_ZnamRKSt9nothrow_t",
    [NEW_A] = "_ZnwmSt11align_val_t",
    [NEW_ARRAY_A] = "_ZnamSt11align_val_t",
    [NEW_AT] = "_ZnwmSt11align_val_tRKSt9nothrow_t",
    [NEW_ARRAY_AT] = "_ZnamSt11align_val_tRKSt9nothrow_t",
    [DELETE] = "_ZdlPv",
    [DELETE_ARRAY] = "_ZdaPv",
    [DELETE_T] = "_ZdlPvRKSt9nothrow_t",
    [DELETE_ARRAY_T] = "_ZdaPvRKSt9nothrow_t",
    [DELETE_A] = "_ZdlPvSt11align_val_t",
    [DELETE_ARRAY_A] = "_ZdaPvSt11align_val_t",
    [DELETE_AT] = "_ZdlPvSt11align_val_tRKSt9nothrow_t",
    [DELETE_ARRAY_AT] = "_ZdaPvSt11align_val_tRKSt9nothrow_t",
    [DELETE_M] = "_ZdlPvm",
    [DELETE_ARRAY_M] = "_ZdaPvm",
    [DELETE_MA] = "_ZdlPvmSt11align_val_t",
    [DELETE_ARRAY_MA] = "_ZdaPvmSt11align_val_t",
};

static struct {
    void *function;
    bool is_of_malloc; /* the same object's as malloc */
} operators[FORMS];

/* Takes each operator that the handle has; those that are known already stay. */
static void learn(void *handle) {
    void *of_malloc = dlsym(RTLD_NEXT, "malloc");
    for (int form = 0; form < FORMS; form++) {
        void *found = operators[form].function == NULL ? dlsym(handle, names[form]) : NULL;
        if (found != NULL) {
            operators[form].is_of_malloc = trace_resolve_is_of_one_object(found, of_malloc);
            __atomic_store_n(&operators[form].function, found, __ATOMIC_RELEASE);
        }
    }
}

void trace_operators_resolve(void) {
    if (dlsym(RTLD_NEXT, names[NEW]) != NULL) {
        learn(RTLD_NEXT);
    }
}

/* A program in C that opened something in C++: the operators are out of RTLD_NEXT's sight. */
static void learn_late(void) {
    static const char *const libraries[] = {"libstdc++.so.6", "libc++.so.1", "libc++abi.so.1"};
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        void *library = dlopen(libraries[i], RTLD_LAZY | RTLD_NOLOAD);
        if (library != NULL) {
            learn(library);
            (void)dlclose(library);
        }
    }
}

static void *find(enum form form) {
    void *found = __atomic_load_n(&operators[form].function, __ATOMIC_ACQUIRE);
    if (HR_UNLIKELY(found == NULL) && trace_is_resolved()) {
        learn_late();
        found = __atomic_load_n(&operators[form].function, __ATOMIC_ACQUIRE);
    }
    return found;
}

/*
 * What the unwinder calls when an exception leaves make_counted: the call has failed. Without it a
 * C function lets exceptions pass too, but would not learn of them; the usual one is in libgcc.
 */
__attribute__((used)) int trace_operators_unwind(int version, int actions, unsigned long class,
                                                 const void *exception, const void *context) {
    enum { CLEANUP_PHASE = 2, CONTINUE_UNWIND = 8 };
    (void)version, (void)class, (void)exception, (void)context;
    if ((actions & CLEANUP_PHASE) != 0) {
        if (!trace_thread.has_failed) {
            (void)trace_made(TRACE_MALLOC, NULL, 0);
        }
        trace_leave();
    }
    return CONTINUE_UNWIND;
}

__attribute__((noinline)) static void *make_counted(enum form form, size_t size, uintptr_t second,
                                                    uintptr_t third) {
    new_fn *real = (new_fn *)(uintptr_t)operators[form].function;
    __asm__ volatile(".cfi_personality 0x1b, trace_operators_unwind"); /* relative, four bytes */
    trace_enter();
    trace_thread.made = &trace_thread;
    trace_thread.has_failed = false;
    void *block = real(size, second, third);
    if (block != NULL ? trace_thread.made != block : !trace_thread.has_failed) {
        (void)trace_made(form >= NEW_A ? TRACE_ALIGNED : TRACE_MALLOC, block, size);
    }
    trace_leave();
    return block;
}

static inline bool may_fail(enum form form) {
    return form == NEW_T || form == NEW_ARRAY_T || form >= NEW_AT;
}

/* No operator anywhere: whoever calls one without a library for it gets what that would give. */
static void *make_without(enum form form, size_t size, uintptr_t alignment) {
    bool is_aligned = form >= NEW_A;
    void *block = NULL;
    if (!is_aligned) {
        block = malloc(size);
    } else if (posix_memalign(&block, alignment, size) != 0) {
        block = NULL;
    }
    if (block == NULL && !may_fail(form)) {
        abort();
    }
    return block;
}

/* A refused operator of a malloc: NULL, or what the C++ library throws for want of memory. */
HR_COLD static void *refuse(enum form form) {
    (void)trace_made(TRACE_MALLOC, NULL, 0);
    if (!may_fail(form)) {
        void (*throw_it)(void);
        void *found = dlsym(RTLD_DEFAULT, "_ZSt17__throw_bad_allocv");
        memcpy(&throw_it, &found, sizeof throw_it);
        if (throw_it == NULL) {
            abort();
        }
        throw_it();
    }
    return NULL;
}

static inline void *make(enum form form, size_t size, uintptr_t second, uintptr_t third) {
    new_fn *real = (new_fn *)(uintptr_t)find(form);
    if (HR_UNLIKELY(real == NULL)) {
        return make_without(form, size, second);
    }
    if (!operators[form].is_of_malloc || trace_thread.depth != 0) {
        return real(size, second, third);
    }
    return trace_observe_refuses(size) ? refuse(form) : make_counted(form, size, second, third);
}

/* Of what a malloc deletes by itself, only the program's blocks count: known to the table. */
static void release_counted(delete_fn *real, void *block, uintptr_t second, uintptr_t third) {
    void *outer = trace_thread.deleting;
    if (trace_thread.depth > 0) {
        trace_thread.deleting = block;
    }
    trace_enter();
    trace_freed(block);
    trace_thread.deleting = block;
    real(block, second, third);
    trace_thread.deleting = outer;
    trace_leave();
}

static inline void release(enum form form, void *block, uintptr_t second, uintptr_t third) {
    delete_fn *real = (delete_fn *)(uintptr_t)find(form);
    if (HR_UNLIKELY(real == NULL || trace_arena_has(block))) {
        free(block);
    } else if (block == NULL || !operators[form].is_of_malloc) {
        real(block, second, third);
    } else {
        release_counted(real, block, second, third);
    }
}

#define OPERATOR_NEW(form, symbol)                                                                 \
    void *make_##form(size_t size, uintptr_t second, uintptr_t third) __asm__(symbol);             \
    HR_EXPORT void *make_##form(size_t size, uintptr_t second, uintptr_t third) {                  \
        return make(form, size, second, third);                                                    \
    }

#define OPERATOR_DELETE(form, symbol)                                                              \
    void release_##form(void *block, uintptr_t second, uintptr_t third) __asm__(symbol);           \
    HR_EXPORT void release_##form(void *block, uintptr_t second, uintptr_t third) {                \
        release(form, block, second, third);                                                       \
    }

OPERATOR_NEW(NEW, "_Znwm")
OPERATOR_NEW(NEW_ARRAY, "_Znam")
OPERATOR_NEW(NEW_T, "_ZnwmRKSt9nothrow_t")
OPERATOR_NEW(NEW_ARRAY_T, "_ZnamRKSt9nothrow_t")
OPERATOR_NEW(NEW_A, "_ZnwmSt11align_val_t")
OPERATOR_NEW(NEW_ARRAY_A, "_ZnamSt11align_val_t")
OPERATOR_NEW(NEW_AT, "_ZnwmSt11align_val_tRKSt9nothrow_t")
OPERATOR_NEW(NEW_ARRAY_AT, "_ZnamSt11align_val_tRKSt9nothrow_t")
OPERATOR_DELETE(DELETE, "_ZdlPv")
OPERATOR_DELETE(DELETE_ARRAY, "_ZdaPv")
OPERATOR_DELETE(DELETE_T, "_ZdlPvRKSt9nothrow_t")
OPERATOR_DELETE(DELETE_ARRAY_T, "_ZdaPvRKSt9nothrow_t")
OPERATOR_DELETE(DELETE_A, "_ZdlPvSt11align_val_t")
OPERATOR_DELETE(DELETE_ARRAY_A, "_ZdaPvSt11align_val_t")
OPERATOR_DELETE(DELETE_AT, "_ZdlPvSt11align_val_tRKSt9nothrow_t")
OPERATOR_DELETE(DELETE_ARRAY_AT, "_ZdaPvSt11align_val_tRKSt9nothrow_t")
OPERATOR_DELETE(DELETE_M, "_ZdlPvm")
OPERATOR_DELETE(DELETE_ARRAY_M, "_ZdaPvm")
OPERATOR_DELETE(DELETE_MA, "_ZdlPvmSt11align_val_t")
OPERATOR_DELETE(DELETE_ARRAY_MA, "_ZdaPvmSt11align_val_t")

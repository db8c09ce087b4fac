/*
 * contract.h - holds an adapter against what include/headroom/adapter.h says of its verbs, by
 * calling them: ours in the tests, a user's before it is measured. One contract for both.
 *
 * A structure that breaks it may crash or hang the caller, who is told each call before it is made.
 */
#ifndef HEADROOM_BENCH_CONTRACT_H
#define HEADROOM_BENCH_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/adapter.h>

enum { CONTRACT_SETTINGS_BYTES = 256, CONTRACT_MESSAGE_BYTES = 512 };

/* What is told on the way; every function must be there. */
struct contract_listener {
    /* A check begins: "element_bytes=8", or "" where there are no parameters; what it is about. */
    void (*begin)(void *context, const char *structure, const char *settings, const char *about);
    void (*enter)(void *context, const char *verb); /* this verb is called next */
    void (*pass)(void *context);                    /* the check that began last has passed */
    void (*miss)(void *context, const char *structure, const char *verb); /* it is not supported */
    void *context;
};

/*
 * Tries every verb there is with every word of every parameter, at several lengths. False at the
 * first thing that is wrong, which `message` then says ("structure 'mine' (element_bytes=8):
 * append_range: ..."). Takes some milliseconds; blocks of the structure are left where it fails.
 */
bool contract_check(const struct hr_adapter *adapter, const struct contract_listener *listener,
                    char message[CONTRACT_MESSAGE_BYTES]);

/* The beginning of a message: "structure 'mine' (element_bytes=8): append_range". */
void contract_place(const char *structure, const char *settings, const char *verb, char *text,
                    size_t bytes);

#endif

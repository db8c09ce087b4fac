/*
 * plugin_stamp.c - see plugin_stamp.h.
 */
#include "runner/plugin_stamp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "platform/environment.h"

static bool take(const struct catalog_plugin *plugin, struct plugin_stamp *stamp) {
    unsigned long checksum;
    if (stat(stamp->path, &stamp->status) != 0 ||
        !environment_checksum_file(stamp->path, &checksum)) {
        return false;
    }
    (void)snprintf(stamp->key, sizeof stamp->key, "plugin_%s", plugin->module.name);
    (void)snprintf(stamp->value, sizeof stamp->value, "%.*s crc32 %08lx", CATALOG_PATH_BYTES,
                   stamp->path, checksum);
    return true;
}

bool plugin_stamps_take(struct plugin_stamps *stamps, const char *stand_in,
                        struct results_error *error) {
    stamps->count = 0;
    for (size_t i = 0; catalog_plugin_at(i) != NULL; i++) {
        struct plugin_stamp *stamp = &stamps->stamp[i];
        stamp->path = i == 0 && stand_in != NULL ? stand_in : catalog_plugin_at(i)->path;
        if (!take(catalog_plugin_at(i), stamp)) {
            (void)snprintf(error->message, sizeof error->message,
                           "cannot read the plug-in '%.300s': %s", stamp->path, strerror(errno));
            return false;
        }
        stamps->count++;
    }
    return true;
}

size_t plugin_stamps_write(struct plugin_stamps *stamps, struct results_pair *pairs) {
    for (size_t i = 0; i < stamps->count; i++) {
        pairs[i] = (struct results_pair){stamps->stamp[i].key, stamps->stamp[i].value};
    }
    return stamps->count;
}

const struct plugin_stamp *plugin_stamp_of(const struct plugin_stamps *stamps,
                                           const struct catalog_plugin *plugin) {
    for (size_t i = 0; plugin != NULL && i < stamps->count; i++) {
        if (catalog_plugin_at(i) == plugin) {
            return &stamps->stamp[i];
        }
    }
    return NULL;
}

bool plugin_stamp_holds(const struct plugin_stamp *stamp) {
    struct stat now;
    const struct stat *then = &stamp->status;
    return stat(stamp->path, &now) == 0 && now.st_dev == then->st_dev &&
           now.st_ino == then->st_ino && now.st_size == then->st_size &&
           now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

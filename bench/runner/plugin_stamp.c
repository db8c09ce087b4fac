/*
 * plugin_stamp.c - see plugin_stamp.h. Stamps stand in the order of the catalog.
 */
#include "runner/plugin_stamp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "plan/catalog.h"
#include "platform/environment.h"

enum { KEY_BYTES = 96, VALUE_BYTES = CATALOG_PATH_BYTES + 32 };

struct stamp {
    char key[KEY_BYTES], value[VALUE_BYTES];
    struct stat status;
};

static struct stamp stamps[CATALOG_PLUGINS];

static bool take(const struct catalog_plugin *plugin, struct stamp *stamp) {
    unsigned long checksum;
    if (stat(plugin->path, &stamp->status) != 0 ||
        !environment_checksum_file(plugin->path, &checksum)) {
        return false;
    }
    (void)snprintf(stamp->key, sizeof stamp->key, "plugin_%s", plugin->module.name);
    (void)snprintf(stamp->value, sizeof stamp->value, "%s crc32 %08lx", plugin->path, checksum);
    return true;
}

bool plugin_stamps_take(struct results_error *error) {
    for (size_t i = 0; catalog_plugin_at(i) != NULL; i++) {
        if (!take(catalog_plugin_at(i), &stamps[i])) {
            (void)snprintf(error->message, sizeof error->message,
                           "cannot read the plug-in '%.300s': %s", catalog_plugin_at(i)->path,
                           strerror(errno));
            return false;
        }
    }
    return true;
}

size_t plugin_stamps_write(struct results_pair *pairs) {
    size_t count = 0;
    for (; catalog_plugin_at(count) != NULL; count++) {
        pairs[count] = (struct results_pair){stamps[count].key, stamps[count].value};
    }
    return count;
}

static const struct stamp *stamp_of(const struct catalog_plugin *plugin) {
    size_t index = 0;
    while (catalog_plugin_at(index) != plugin) {
        index++;
    }
    return &stamps[index];
}

bool plugin_stamp_holds(const struct catalog_plugin *plugin) {
    struct stat now;
    const struct stat *then = &stamp_of(plugin)->status;
    return stat(plugin->path, &now) == 0 && now.st_dev == then->st_dev &&
           now.st_ino == then->st_ino && now.st_size == then->st_size &&
           now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

/*
 * plugin_stamp.c - see plugin_stamp.h. Stamps stand in the order of the catalog.
 */
#include "runner/plugin_stamp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "plan/catalog.h"
#include "runner/stamp.h"

enum { KEY_BYTES = 96, VALUE_BYTES = CATALOG_PATH_BYTES + 32 };

struct plugin_stamp {
    char key[KEY_BYTES], value[VALUE_BYTES];
    struct stamp stamp;
};

static struct plugin_stamp stamps[CATALOG_PLUGINS];

static bool take(const struct catalog_plugin *plugin, struct plugin_stamp *stamp) {
    if (!stamp_take(plugin->path, &stamp->stamp)) {
        return false;
    }
    (void)snprintf(stamp->key, sizeof stamp->key, "plugin_%s", plugin->module.name);
    stamp_write(plugin->path, &stamp->stamp, stamp->value, sizeof stamp->value);
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
    return &stamps[index].stamp;
}

bool plugin_stamp_holds(const struct catalog_plugin *plugin) {
    return stamp_holds(plugin->path, stamp_of(plugin));
}

// The two tables that are exchanged when a plugin is loaded.
#ifndef LACUNA_PLUGIN_H
#define LACUNA_PLUGIN_H

#include "learner.h"
#include "measurement.h"
#include "store.h"

// What the host offers to a plugin for as long as it is loaded.
// OWNERSHIP: the host's; valid until the process ends.
typedef struct lacuna_host {
  lacuna_magic magic;
  uint64_t struct_size;  // of the whole of lacuna_host
  lacuna_text name;      // "lacuna"
  lacuna_text version;   // of the program, not of the contract
  void *context;         // the host's, passed back as it is
  // [any-thread] The table of an optional feature, or null. Ids are `name/revision`, third parties
  // use reverse domain names: "org.example.feature/1". Those of Lacuna are in extensions.h.
  // OWNERSHIP: the host's; valid until the process ends.
  const void *(*get_extension)(void *context, lacuna_text id);
} lacuna_host;
LACUNA_LAYOUT(sizeof(lacuna_host) == 104);

// What a plugin offers. Names of learners, measurements and stores are unique within a plugin.
// OWNERSHIP: the plugin's, with all it points to; valid until the process ends.
typedef struct lacuna_plugin {
  lacuna_magic magic;
  uint64_t struct_size;  // of the whole of lacuna_plugin
  lacuna_text name;      // of the characters a-z 0-9 -
  lacuna_text version;
  uint64_t learner_count;
  const lacuna_learner *const *learners;
  uint64_t measurement_count;
  const lacuna_measurement *const *measurements;
  uint64_t store_count;
  const lacuna_store *const *stores;
  void *context;  // the plugin's, passed back as it is
  // [any-thread] As in lacuna_host; may be null when there is no extension.
  const void *(*get_extension)(void *context, lacuna_text id);
} lacuna_plugin;
LACUNA_LAYOUT(sizeof(lacuna_plugin) == 152);
LACUNA_LAYOUT(offsetof(lacuna_plugin, learner_count) == 88);

#if defined(__cplusplus)
extern "C" {
#endif

// [load] The one function that a plugin exports. It returns its table, the same one every time, and
// does no other work: descriptions must be readable at once. Null when the plugin cannot work with
// this host.
// OWNERSHIP: `host` is the host's, valid until the process ends.
__attribute__((visibility("default"))) const lacuna_plugin *lacuna_plugin_entry(
    const lacuna_host *host);

#if defined(__cplusplus)
}
#endif

#endif

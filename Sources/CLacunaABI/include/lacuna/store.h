// Stores: places that keep the named blobs of a sketch.
#ifndef LACUNA_STORE_H
#define LACUNA_STORE_H

#include "base.h"

// A kind of store that a plugin offers. A blob is either whole or absent. Names of blobs are paths
// of one or two components separated by '/', of the characters a-z A-Z 0-9 . _ -; no component
// begins with a dot.
// OWNERSHIP: the plugin's, with all it points to; valid until the process ends. Instances and locks
// belong to the plugin and are valid until `close` and `unlock`.
typedef struct lacuna_store {
  uint64_t struct_size;
  void *context;        // the plugin's; the host does not touch it
  lacuna_text name;     // of the characters a-z 0-9 -
  lacuna_text summary;  // one line
  lacuna_text version;

  // [any-thread] Opens the store at a location; the store decides what a location is.
  lacuna_error *(*open)(
      const struct lacuna_store *store, lacuna_text location, void **instance);

  // [any-thread] Closes an instance, which no other call is using and whose locks are given up.
  void (*close)(void *instance);

  // [any-thread] Writes 1 when anything has been stored here, else 0.
  lacuna_error *(*exists)(void *instance, int32_t *answer);

  // [any-thread] Passes the name of each blob to the sink.
  lacuna_error *(*list)(void *instance, const lacuna_text_sink *sink);

  // [any-thread] Writes 1 to `found` and passes the bytes to the sink, in one or more pieces, or
  // writes 0 when there is no such blob.
  lacuna_error *(*read)(
      void *instance, lacuna_text name, int32_t *found, const lacuna_text_sink *sink);

  // [any-thread] Stores bytes under a name, replacing what was there, atomically and durably.
  // OWNERSHIP: the bytes are the host's, valid during the call.
  lacuna_error *(*write)(
      void *instance, lacuna_text name, const uint8_t *bytes, uint64_t count);

  // [any-thread] Removes a blob; removing one that is absent is no error.
  lacuna_error *(*remove)(void *instance, lacuna_text name);

  // [any-thread] Takes the right to write; LACUNA_ERROR_TEMPORARY when another process holds it.
  lacuna_error *(*lock)(void *instance, void **lock);

  // [any-thread] Gives up the right to write.
  void (*unlock)(void *instance, void *lock);
} lacuna_store;
LACUNA_LAYOUT(sizeof(lacuna_store) == 136);
LACUNA_LAYOUT(offsetof(lacuna_store, open) == 64);

#endif

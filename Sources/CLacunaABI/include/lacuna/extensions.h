// Optional features, asked for by id with `get_extension`. An id carries its revision: a table
// never changes its meaning, and can only grow at its end.
//
//   id                        asked of    table
//   lacuna.configuration/1    the host    lacuna_configuration_reader
#ifndef LACUNA_EXTENSIONS_H
#define LACUNA_EXTENSIONS_H

#include "base.h"

// — lacuna.configuration/1 —————————————————————————————————————————————————————————————————————————

#define LACUNA_CONFIGURATION_EXTENSION "lacuna.configuration/1"

// Checks the JSON object that `create` receives, and reads its values, so that a plugin needs no
// JSON parser.
//
// Each function takes the whole text of the configuration; those that read take a key too. A key
// that is not there, or whose value is of another type, is an error of code LACUNA_ERROR_SOFTWARE:
// the plugin reads what its own schema does not declare. A text that is no JSON object is
// LACUNA_ERROR_CONFIGURATION. When a function fails, it writes no result.
// OWNERSHIP: the host's; valid until the process ends. Texts stay the caller's and need to be valid
// during the call alone.
typedef struct lacuna_configuration_reader {
  uint64_t struct_size;
  void *context;  // the host's, passed back as it is

  // [any-thread] The value of a key of type "integer".
  lacuna_error *(*integer)(
      void *context, lacuna_text configuration, lacuna_text key, int64_t *value);

  // [any-thread] The value of a key of type "number", or of type "integer".
  lacuna_error *(*number)(
      void *context, lacuna_text configuration, lacuna_text key, double *value);

  // [any-thread] The value of a key of type "boolean": 0 or 1.
  lacuna_error *(*boolean)(
      void *context, lacuna_text configuration, lacuna_text key, int32_t *value);

  // [any-thread] The value of a key of type "string": writes its first `capacity` bytes, without a
  // zero at the end, and to `length` the bytes that there are in all. With a capacity of 0 it asks
  // for the length alone, and `bytes` may be null.
  lacuna_error *(*text)(
      void *context, lacuna_text configuration, lacuna_text key, char *bytes, uint64_t capacity,
      uint64_t *length);

  // [any-thread] Holds a configuration against a schema, that of the learner or measurement. What
  // does not fit (an unknown key, a key that is missing, a value of another type or outside its
  // bounds) is LACUNA_ERROR_CONFIGURATION, and the message names the key.
  lacuna_error *(*check)(void *context, lacuna_text configuration, lacuna_text schema);
} lacuna_configuration_reader;
LACUNA_LAYOUT(sizeof(lacuna_configuration_reader) == 56);
LACUNA_LAYOUT(offsetof(lacuna_configuration_reader, check) == 48);

#endif

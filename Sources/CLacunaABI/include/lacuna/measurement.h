// Measurement functions.
#ifndef LACUNA_MEASUREMENT_H
#define LACUNA_MEASUREMENT_H

#include "builder.h"

// A measurement that a plugin offers. It sees a learner through names and shapes alone.
// OWNERSHIP: the plugin's, with all it points to; valid until the process ends. Instances belong to
// the plugin and are valid until `destroy`.
typedef struct lacuna_measurement {
  uint64_t struct_size;
  void *context;        // the plugin's; the host does not touch it
  lacuna_text name;     // of the characters a-z 0-9 -
  lacuna_text summary;  // one line
  lacuna_text version;
  lacuna_text schema;        // the configuration: JSON, see Docs/PluginABI.md
  // What it asks of a learner: "output:NAME", "base-output:NAME", "parameters", "base-parameters".
  uint64_t need_count;
  const lacuna_text *needs;

  // [any-thread] Makes an instance; as for a learner.
  lacuna_error *(*create)(
      const struct lacuna_measurement *measurement, lacuna_text configuration, void **instance);

  // [any-thread] Ends an instance, which no other call is using.
  void (*destroy)(void *instance);

  // [any-thread] Emits the measurement: one output "value", a real scalar or vector. Asking for a
  // base output makes the host call a learner's trace_forward before it answers.
  lacuna_error *(*trace)(void *instance, const lacuna_builder *builder);
} lacuna_measurement;
LACUNA_LAYOUT(sizeof(lacuna_measurement) == 120);
LACUNA_LAYOUT(offsetof(lacuna_measurement, create) == 96);

#endif

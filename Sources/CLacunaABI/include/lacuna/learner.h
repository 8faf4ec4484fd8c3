// Learning algorithms.
#ifndef LACUNA_LEARNER_H
#define LACUNA_LEARNER_H

#include "builder.h"

// A learning algorithm that a plugin offers.
// OWNERSHIP: the plugin's, with all it points to; valid until the process ends. Instances belong to
// the plugin and are valid until `destroy`.
typedef struct lacuna_learner {
  uint64_t struct_size;
  void *context;            // the plugin's; the host does not touch it
  lacuna_text name;         // of the characters a-z 0-9 -
  lacuna_text summary;      // one line
  lacuna_text version;      // changes whenever the algorithm does: stores are made with one version
  lacuna_text schema;       // the configuration: JSON, see Docs/PluginABI.md
  lacuna_text data_format;  // "lines" (one field, "text") or "csv" (one field a column)

  // [any-thread] Makes an instance. `configuration` is a JSON object with a valid value for every
  // key of the schema; `records` is the training data, on which vocabularies and the like are
  // fitted.
  // OWNERSHIP: configuration and records are the host's, valid during the call. *instance is
  // written on success alone.
  lacuna_error *(*create)(
      const struct lacuna_learner *learner, lacuna_text configuration,
      const lacuna_record *const *records, uint64_t record_count, void **instance);

  // [any-thread] Ends an instance, which no other call is using.
  void (*destroy)(void *instance);

  // [any-thread] Describes the state; the same tensors in the same order every time.
  lacuna_error *(*state)(void *instance, const lacuna_state_sink *sink);

  // [any-thread] Encodes a record.
  lacuna_error *(*encode)(
      void *instance, const lacuna_record *record, const lacuna_tensor_sink *sink);

  // [any-thread] The training schedule for so many examples; `step_count` is -1 for the learner's
  // own number of steps.
  lacuna_error *(*schedule)(
      void *instance, uint64_t example_count, int64_t step_count, const lacuna_schedule_sink *sink);

  // [any-thread] Emits one training step. The loss is (1/B) Σ weights[i] · loss of example i.
  lacuna_error *(*trace_step)(void *instance, const lacuna_builder *builder);

  // [any-thread] Emits the forward function of one encoded record.
  lacuna_error *(*trace_forward)(void *instance, const lacuna_builder *builder);
} lacuna_learner;
LACUNA_LAYOUT(sizeof(lacuna_learner) == 152);
LACUNA_LAYOUT(offsetof(lacuna_learner, create) == 96);
LACUNA_LAYOUT(offsetof(lacuna_learner, trace_forward) == 144);

#endif

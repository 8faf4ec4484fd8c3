// The extensions that a plugin may offer: what the host asks of `get_extension` in lacuna_plugin.
#ifndef LACUNA_CASES_H
#define LACUNA_CASES_H

#include "base.h"

// The module of a plugin written in Swift: a pointer to a lacuna_text. Two plugins of one module
// name in a process confuse the Swift runtime, and so the host refuses the second.
#define LACUNA_EXTENSION_MODULE "lacuna.module/1"

// Cases by which the plugin wants to be judged: a pointer to a lacuna_cases.
#define LACUNA_EXTENSION_CASES "lacuna.cases/1"

// Numbers that training, or a measurement, has to give.
// OWNERSHIP: the plugin's, with all it points to; valid until the process ends.
typedef struct lacuna_expectation {
  uint64_t struct_size;
  lacuna_text name;      // of a parameter after training, or "value" for the measurement
  uint64_t count;        // the number of elements
  const double *values;  // `count` of them, in row-major order
  double tolerance;      // largest difference from any of them, absolute
} lacuna_expectation;
LACUNA_LAYOUT(sizeof(lacuna_expectation) == 48);

// A configuration, data, and what should come of them. A measurement in the plugin itself, or one
// that ships with Lacuna, is applied to the learner of the case.
// OWNERSHIP: as lacuna_expectation.
typedef struct lacuna_case {
  uint64_t struct_size;
  lacuna_text name;           // of the characters a-z 0-9 -, unique within the plugin
  lacuna_text learner;        // a learner of this plugin, or of another: LIBRARY:NAME
  lacuna_text configuration;  // a JSON object: settings of the learner that are not its defaults
  lacuna_text data;           // the contents of a data file in the learner's format
  lacuna_text deleted;        // positions of examples with weight 0, as "0,3"; empty for none
  lacuna_text measurement;    // what is measured, or empty
  lacuna_text query;          // as --query on the command line: text, NAME=VALUE,… or row:N
  int64_t step_count;         // -1 for the learner's own number of steps
  uint64_t seed;              // of the initial state
  uint64_t expectation_count;
  const lacuna_expectation *const *expectations;
} lacuna_case;
LACUNA_LAYOUT(sizeof(lacuna_case) == 152);

// The cases of a plugin.
// OWNERSHIP: as lacuna_expectation.
typedef struct lacuna_cases {
  uint64_t struct_size;
  uint64_t count;
  const lacuna_case *const *cases;
} lacuna_cases;
LACUNA_LAYOUT(sizeof(lacuna_cases) == 24);

#endif

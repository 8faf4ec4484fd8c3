// The data that learners take in and hand out: records, tensors, state, schedules.
#ifndef LACUNA_DATA_H
#define LACUNA_DATA_H

#include "base.h"

// What the elements of a tensor are.
typedef int32_t lacuna_element;
enum {
  LACUNA_REAL = 0,    // a number: double
  LACUNA_INTEGER = 1  // an index: int64_t
};

// The largest number of axes.
#define LACUNA_MAXIMUM_RANK 8

// One record of the data: named fields in order. A line of text is one field named "text".
// OWNERSHIP: the host's, with all it points to; valid during the call.
typedef struct lacuna_record {
  uint64_t struct_size;
  uint64_t field_count;
  const lacuna_text *names;   // field_count of them
  const lacuna_text *values;  // field_count of them
} lacuna_record;
LACUNA_LAYOUT(sizeof(lacuna_record) == 32);

// A named tensor of an encoded record, in row-major order.
// OWNERSHIP: the plugin's, with all it points to; valid during the call of the sink.
typedef struct lacuna_tensor {
  uint64_t struct_size;
  lacuna_text name;
  lacuna_element element;
  int32_t rank;               // 0 … LACUNA_MAXIMUM_RANK
  const int64_t *dimensions;  // `rank` of them, each positive
  uint64_t count;             // the number of elements: the product of the dimensions
  const double *reals;        // `count` of them, or null when the elements are integers
  const int64_t *integers;    // `count` of them, or null when the elements are reals
} lacuna_tensor;
LACUNA_LAYOUT(sizeof(lacuna_tensor) == 64);
LACUNA_LAYOUT(offsetof(lacuna_tensor, dimensions) == 32);

// Receives the tensors of an encoded record.
// OWNERSHIP: as lacuna_text_sink.
typedef struct lacuna_tensor_sink {
  uint64_t struct_size;
  void *context;
  // [in-call] Takes the next tensor; names must differ.
  lacuna_error *(*accept)(void *context, const lacuna_tensor *tensor);
} lacuna_tensor_sink;
LACUNA_LAYOUT(sizeof(lacuna_tensor_sink) == 24);

// What a tensor of the state is for.
typedef int32_t lacuna_state_role;
enum {
  LACUNA_PARAMETER = 0,  // part of the trained model: stored in sketches, seen by measurements
  LACUNA_SLOT = 1        // the optimiser's: momentum and the like
};

// How a tensor of the state begins. The host draws the random numbers.
typedef int32_t lacuna_initializer;
enum {
  LACUNA_ZEROS = 0,
  LACUNA_ONES = 1,
  LACUNA_CONSTANT = 2,  // first: the number
  LACUNA_NORMAL = 3,    // first: the standard deviation; the mean is 0
  LACUNA_UNIFORM = 4    // first, second: the bounds
};

// A tensor of the learner's state; its elements are real.
// OWNERSHIP: as lacuna_tensor.
typedef struct lacuna_state_tensor {
  uint64_t struct_size;
  lacuna_text name;
  lacuna_state_role role;
  int32_t rank;
  const int64_t *dimensions;
  lacuna_initializer initializer;
  int32_t reserved;  // zero
  double first;
  double second;
} lacuna_state_tensor;
LACUNA_LAYOUT(sizeof(lacuna_state_tensor) == 64);
LACUNA_LAYOUT(offsetof(lacuna_state_tensor, first) == 48);

// Receives the tensors of a learner's state.
// OWNERSHIP: as lacuna_text_sink.
typedef struct lacuna_state_sink {
  uint64_t struct_size;
  void *context;
  // [in-call] Takes the next tensor; names must differ.
  lacuna_error *(*accept)(void *context, const lacuna_state_tensor *tensor);
} lacuna_state_sink;
LACUNA_LAYOUT(sizeof(lacuna_state_sink) == 24);

// Receives a schedule: first the names of the per-step scalars, once, then the steps in order.
// OWNERSHIP: as lacuna_text_sink; the arrays stay the plugin's.
typedef struct lacuna_schedule_sink {
  uint64_t struct_size;
  void *context;
  // [in-call] Takes the names of the scalars.
  lacuna_error *(*names)(void *context, const lacuna_text *names, uint64_t count);
  // [in-call] Takes a step: positions of the examples of its mini-batch, and one number for each
  // name.
  lacuna_error *(*step)(
      void *context, const uint64_t *examples, uint64_t example_count, const double *scalars,
      uint64_t scalar_count);
} lacuna_schedule_sink;
LACUNA_LAYOUT(sizeof(lacuna_schedule_sink) == 32);

#endif

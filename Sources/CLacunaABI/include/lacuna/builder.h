// The program builder: how a plugin says what is to be computed. A plugin does not compute; it
// emits operations, and the host differentiates, verifies and runs the program over the rings it
// needs.
#ifndef LACUNA_BUILDER_H
#define LACUNA_BUILDER_H

#include "data.h"

// Where an input comes from. Which roles there are depends on what is traced; asking for an input
// that does not exist is an error whose message lists those that do.
typedef int32_t lacuna_role;
enum {
  // in trace_step
  LACUNA_ROLE_STATE = 0,    // a tensor of the state before the step
  LACUNA_ROLE_BATCH = 1,    // a tensor of the mini-batch: examples stacked along a first axis B
  LACUNA_ROLE_WEIGHTS = 2,  // "weights" [B]: 1 = kept, 0 = deleted
  LACUNA_ROLE_SCALAR = 3,   // a number that the schedule gives to each step, rank 0
  // in trace_forward, and in a measurement's trace
  LACUNA_ROLE_PARAMETER = 4,  // a parameter of the trained model
  LACUNA_ROLE_EXAMPLE = 5,    // a tensor of one encoded record, as `encode` made it
  // in a measurement's trace
  LACUNA_ROLE_BASE = 6,         // a parameter of the undeleted model
  LACUNA_ROLE_OUTPUT = 7,       // an output of the learner's forward function
  LACUNA_ROLE_BASE_OUTPUT = 8   // the same of the undeleted model
};

// A value of the program being built.
// OWNERSHIP: the caller's; it sets struct_size, the host fills in what lies within that.
typedef struct lacuna_value {
  uint64_t struct_size;
  uint64_t id;  // never 0; valid for this builder alone
  lacuna_element element;
  int32_t rank;
  int64_t dimensions[LACUNA_MAXIMUM_RANK];  // the first `rank` of them count
} lacuna_value;
LACUNA_LAYOUT(sizeof(lacuna_value) == 88);
LACUNA_LAYOUT(offsetof(lacuna_value, dimensions) == 24);

// The builder. Names, operands, attributes and shape rules of the operations are listed in
// Docs/PluginABI.md. Operands are not stretched: broadcast them first. When a function fails, it
// writes no result.
// OWNERSHIP: the host's; valid, with the ids it gave out, until the call returns that it was passed
// to.
typedef struct lacuna_builder {
  uint64_t struct_size;
  void *context;  // the host's, passed back as it is

  // [in-call] Appends an operation: `operands` are ids, `integers` and `reals` its attributes.
  lacuna_error *(*emit)(
      void *context, lacuna_text operation, const uint64_t *operands, uint64_t operand_count,
      const int64_t *integers, uint64_t integer_count, const double *reals, uint64_t real_count,
      lacuna_value *result);

  // [in-call] A tensor of numbers in row-major order; `count` is the product of the dimensions.
  lacuna_error *(*constant_reals)(
      void *context, const double *values, uint64_t count, const int64_t *dimensions, uint64_t rank,
      lacuna_value *result);

  // [in-call] A tensor of indices in row-major order.
  lacuna_error *(*constant_integers)(
      void *context, const int64_t *values, uint64_t count, const int64_t *dimensions,
      uint64_t rank, lacuna_value *result);

  // [in-call] The input of a role and name.
  lacuna_error *(*input)(void *context, lacuna_role role, lacuna_text name, lacuna_value *result);

  // [in-call] The names of the inputs of a role, in order; none when the role is not offered here.
  lacuna_error *(*input_names)(
      void *context, lacuna_role role, const lacuna_text_sink *sink);

  // [in-call] Names a value as a result. In trace_step the name is that of a state tensor, and the
  // value is what it becomes; a state tensor that is not named stays as it was. In trace_forward
  // the name is free. In a measurement's trace it is "value", a real scalar or vector.
  lacuna_error *(*output)(void *context, lacuna_text name, uint64_t value);

  // [in-call] The gradient of a real scalar with respect to `count` real values, in reverse mode.
  // Writes `count` ids; each has the type of its value.
  lacuna_error *(*gradient)(
      void *context, uint64_t loss, const uint64_t *values, uint64_t count, uint64_t *gradients);
} lacuna_builder;
LACUNA_LAYOUT(sizeof(lacuna_builder) == 72);
LACUNA_LAYOUT(offsetof(lacuna_builder, gradient) == 64);

#endif

#include "ridge.h"

#include <stdlib.h>
#include <string.h>

// A value with its size filled in, as the builder wants it.
#define VALUE ((lacuna_value){.struct_size = sizeof(lacuna_value)})

static lacuna_text text(const char *name) { return (lacuna_text){name, strlen(name)}; }

// An operation without reals among its attributes. The result may take the place of an operand.
static lacuna_error *emit(
    const lacuna_builder *b, const char *operation, const uint64_t *operands, uint64_t count,
    const int64_t *integers, uint64_t integer_count, lacuna_value *result) {
  lacuna_value made = VALUE;
  TRY(b->emit(
      b->context, text(operation), operands, count, integers, integer_count, NULL, 0, &made));
  *result = made;
  return NULL;
}

static lacuna_error *unary(
    const lacuna_builder *b, const char *operation, lacuna_value x, lacuna_value *result) {
  return emit(b, operation, &x.id, 1, NULL, 0, result);
}

static lacuna_error *binary(
    const lacuna_builder *b, const char *operation, lacuna_value x, lacuna_value y,
    lacuna_value *result) {
  const uint64_t operands[] = {x.id, y.id};
  return emit(b, operation, operands, 2, NULL, 0, result);
}

// reshape or broadcast
static lacuna_error *shape(
    const lacuna_builder *b, const char *operation, lacuna_value x, int64_t rows, int64_t columns,
    lacuna_value *result) {
  const int64_t dimensions[] = {rows, columns};
  return emit(b, operation, &x.id, 1, dimensions, 2, result);
}

static lacuna_error *input(
    const lacuna_builder *b, lacuna_role role, const char *name, lacuna_value *result) {
  *result = VALUE;
  return b->input(b->context, role, text(name), result);
}

// The rows of the batch, [B, p], with a column of ones at the end when there is an intercept.
static lacuna_error *design(const ridge *self, const lacuna_builder *b, lacuna_value *x) {
  TRY(input(b, LACUNA_ROLE_BATCH, "features", x));
  if (!self->has_intercept) return NULL;
  const double one = 1;
  const int64_t last = 1;
  lacuna_value ones = VALUE;
  TRY(b->constant_reals(b->context, &one, 1, NULL, 0, &ones));
  TRY(shape(b, "broadcast", ones, x->dimensions[0], 1, &ones));
  const uint64_t parts[] = {x->id, ones.id};
  return emit(b, "concatenate", parts, 2, &last, 1, x);
}

// The penalty's matrix, [m, m]: l2 on the diagonal, but 0 for the intercept.
static lacuna_error *penalty(
    const ridge *self, const lacuna_builder *b, uint64_t m, lacuna_value *result) {
  double *matrix = calloc(m * m, sizeof *matrix);
  if (!matrix) return ridge_no_memory();
  for (uint64_t j = 0; j < self->count; j++) matrix[j * m + j] = self->l2;
  const int64_t dimensions[] = {(int64_t)m, (int64_t)m};
  *result = VALUE;
  lacuna_error *error = b->constant_reals(b->context, matrix, m * m, dimensions, 2, result);
  free(matrix);
  return error;
}

// Names a part of the solution, [m, 1], as a parameter.
static lacuna_error *update(
    const lacuna_builder *b, const char *name, lacuna_value solution, int64_t start, int64_t end,
    uint64_t rank) {
  const int64_t bounds[] = {start, 0, end, 1};
  const int64_t extent = end - start;
  lacuna_value part;
  TRY(emit(b, "slice", &solution.id, 1, bounds, 4, &part));
  TRY(emit(b, "reshape", &part.id, 1, &extent, rank, &part));
  return b->output(b->context, text(name), part.id);
}

lacuna_error *ridge_trace_step(void *instance, const lacuna_builder *b) {
  const ridge *self = instance;
  lacuna_value x, y, weights, weighted, transposed, gram, right, l2, solution;
  TRY(design(self, b, &x));
  TRY(input(b, LACUNA_ROLE_BATCH, "target", &y));
  TRY(input(b, LACUNA_ROLE_WEIGHTS, "weights", &weights));
  const int64_t batch = x.dimensions[0], m = x.dimensions[1];

  // (Σ w x xᵀ + l2 I) θ = Σ w x y
  TRY(shape(b, "reshape", weights, batch, 1, &weights));
  TRY(shape(b, "broadcast", weights, batch, m, &weights));
  TRY(binary(b, "mul", x, weights, &weighted));
  const int64_t exchanged[] = {1, 0};
  TRY(emit(b, "transpose", &weighted.id, 1, exchanged, 2, &transposed));
  TRY(binary(b, "matmul", transposed, x, &gram));
  TRY(penalty(self, b, (uint64_t)m, &l2));
  TRY(binary(b, "add", gram, l2, &gram));
  TRY(shape(b, "reshape", y, batch, 1, &y));
  TRY(binary(b, "matmul", transposed, y, &right));

  // L Lᵀ θ = right
  const int64_t forth[] = {0, 0}, back[] = {0, 1};
  TRY(unary(b, "cholesky", gram, &gram));
  const uint64_t first[] = {gram.id, right.id};
  TRY(emit(b, "triangular_solve", first, 2, forth, 2, &solution));
  const uint64_t second[] = {gram.id, solution.id};
  TRY(emit(b, "triangular_solve", second, 2, back, 2, &solution));

  const int64_t count = (int64_t)self->count;
  TRY(update(b, "weights", solution, 0, count, 1));
  return self->has_intercept ? update(b, "intercept", solution, count, m, 0) : NULL;
}

// Notes in a bool whether the name of the target is among those it gets.
static lacuna_error *notice_target(void *context, lacuna_text name) {
  bool *has_target = context;
  *has_target |= name.length == 6 && !memcmp(name.bytes, "target", 6);
  return NULL;
}

lacuna_error *ridge_trace_forward(void *instance, const lacuna_builder *b) {
  const ridge *self = instance;
  const int64_t axis = 0;
  lacuna_value x, theta, target, prediction, loss;
  TRY(input(b, LACUNA_ROLE_EXAMPLE, "features", &x));
  TRY(input(b, LACUNA_ROLE_PARAMETER, "weights", &theta));
  TRY(binary(b, "mul", x, theta, &prediction));
  TRY(emit(b, "sum", &prediction.id, 1, &axis, 1, &prediction));
  if (self->has_intercept) {
    TRY(input(b, LACUNA_ROLE_PARAMETER, "intercept", &theta));
    TRY(binary(b, "add", prediction, theta, &prediction));
  }
  TRY(b->output(b->context, text("prediction"), prediction.id));
  bool has_target = false;
  const lacuna_text_sink names = {
      .struct_size = sizeof names, .context = &has_target, .accept = notice_target};
  TRY(b->input_names(b->context, LACUNA_ROLE_EXAMPLE, &names));
  if (!has_target) return NULL;
  TRY(input(b, LACUNA_ROLE_EXAMPLE, "target", &target));
  TRY(binary(b, "sub", prediction, target, &loss));
  TRY(unary(b, "square", loss, &loss));
  TRY(b->output(b->context, text("target"), target.id));
  return b->output(b->context, text("loss"), loss.id);
}

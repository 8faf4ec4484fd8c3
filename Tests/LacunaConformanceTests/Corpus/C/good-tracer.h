// Operations that remember the first error.
typedef struct {
  const lacuna_builder *builder;
  lacuna_error *error;
  int64_t count;  // elements of what `input` gave last
  int64_t dimensions[LACUNA_MAXIMUM_RANK];
  uint64_t rank;
} tracer;

#define ANYWHERE __attribute__((unused)) static

ANYWHERE uint64_t emit(
    tracer *t, const char *name, uint64_t x, uint64_t y, const int64_t *integers, uint64_t count) {
  if (t->error) return 0;
  uint64_t operands[] = {x, y};
  lacuna_value value = {.struct_size = sizeof value};
  t->error = t->builder->emit(
      t->builder->context, text(name), operands, y ? 2 : 1, integers, count, NULL, 0, &value);
  return value.id;
}

ANYWHERE uint64_t unary(tracer *t, const char *name, uint64_t x) {
  return emit(t, name, x, 0, NULL, 0);
}

ANYWHERE uint64_t binary(tracer *t, const char *name, uint64_t x, uint64_t y) {
  return emit(t, name, x, y, NULL, 0);
}

ANYWHERE uint64_t input(tracer *t, lacuna_role role, const char *name) {
  if (t->error) return 0;
  lacuna_value value = {.struct_size = sizeof value};
  t->error = t->builder->input(t->builder->context, role, text(name), &value);
  if (t->error) return 0;
  t->count = 1;
  t->rank = value.rank;
  for (int i = 0; i < value.rank; i++) t->count *= t->dimensions[i] = value.dimensions[i];
  return value.id;
}

ANYWHERE uint64_t number(tracer *t, double x) {
  if (t->error) return 0;
  lacuna_value value = {.struct_size = sizeof value};
  t->error = t->builder->constant_reals(t->builder->context, &x, 1, NULL, 0, &value);
  return value.id;
}

ANYWHERE uint64_t scaled(tracer *t, uint64_t x, double factor) {
  return binary(t, "mul", x, number(t, factor));
}

// A scalar as a vector.
ANYWHERE uint64_t stretched(tracer *t, uint64_t x, int64_t count) {
  return emit(t, "broadcast", x, 0, &count, 1);
}

// The sum of a vector.
ANYWHERE uint64_t sum(tracer *t, uint64_t x) {
  int64_t axis = 0;
  return emit(t, "sum", x, 0, &axis, 1);
}

ANYWHERE void output(tracer *t, const char *name, uint64_t value) {
  if (!t->error) t->error = t->builder->output(t->builder->context, text(name), value);
}

// A line through points, by gradient descent with momentum. Records are lines "x y".
#ifndef LEARNER_NAME
#define LEARNER_NAME "line"
#endif
#ifndef LEARNER_SUMMARY
#define LEARNER_SUMMARY "A line through points"
#endif
#ifndef LEARNER_VERSION
#define LEARNER_VERSION "1"
#endif
#ifndef LEARNER_SCHEMA
#define LEARNER_SCHEMA                                                                \
  "[{\"key\":\"rate\",\"type\":\"number\",\"default\":0.1,\"summary\":\"of learning\"," \
  "\"minimum\":0,\"maximum\":1}]"
#endif
#ifndef STATE_SHAPE
#define STATE_SHAPE(name) 0
#endif
#ifndef IS_CONFIGURATION
#define IS_CONFIGURATION(text, rate) parse_configuration(text, rate)
#endif
#ifndef AT_FAILED_CREATE
#define AT_FAILED_CREATE
#endif
#ifndef ENCODE_FIRST
#define ENCODE_FIRST
#endif
#ifndef LONGEST_RECORD
#define LONGEST_RECORD 63
#endif
#ifndef IS_NUMBER
#define IS_NUMBER(x) isfinite(x)
#endif
#ifndef ENCODE_LAST
#define ENCODE_LAST
#endif
#ifndef STEPS
#define STEPS(wanted) (wanted < 0 ? 8 : (uint64_t)wanted)
#endif
#ifndef EXAMPLE
#define EXAMPLE(n) ((n) % count)
#endif
#ifndef SINK_STEP
#define SINK_STEP(call) TRY(call)
#endif
#ifndef RATE
#define RATE(self) (self)->rate
#endif
#ifndef CREATED
#define CREATED
#endif
#ifndef LOSS
#define LOSS scaled(t, sum(t, binary(t, "mul", losses, weights)), 1.0 / batch)
#endif
#ifndef STEP_OUTPUTS
#define STEP_OUTPUTS               \
  output(t, "slope", slope_after); \
  output(t, "offset", offset_after); \
  output(t, "momentum", momentum_after);
#endif
#ifndef RETURN_TRACE
#define RETURN_TRACE return t->error
#endif
#ifndef FORWARD_OUTPUTS
#define FORWARD_OUTPUTS output(t, "prediction", prediction); output(t, "target", y);
#endif
#ifndef TRACE_STEP
#define TRACE_STEP trace_step
#endif

typedef struct { double rate; uint64_t records; } line_t;

// {"rate":NUMBER} with spaces anywhere, and a number of the form that JSON allows.
ANYWHERE int parse_configuration(lacuna_text t, double *rate) {
  char buffer[128];
  if (!t.bytes || t.length >= sizeof buffer || memchr(t.bytes, 0, t.length)) return 0;
  memcpy(buffer, t.bytes, t.length);
  buffer[t.length] = 0;
  int used = 0;
  char digits[64];
  if (sscanf(buffer, " { \"rate\" : %60[-+.eE0-9] } %n", digits, &used) != 1) return 0;
  if (used == 0 || buffer[used] || strlen(digits) == 0) return 0;
  char *end;
  *rate = strtod(digits, &end);
  return *end == 0 && *rate >= 0 && *rate <= 1;
}

// Two numbers with a space between.
static int parse_point(lacuna_text t, double *x, double *y) {
  char buffer[LONGEST_RECORD + 1];
  if (!t.bytes || t.length > 63 || memchr(t.bytes, 0, t.length)) return 0;
  memcpy(buffer, t.bytes, t.length);
  buffer[t.length] = 0;
  char *end;
  if (strspn(buffer, "-+.eE0123456789 ") != t.length) return 0;
  *x = strtod(buffer, &end);
  if (end == buffer || *end != ' ') return 0;
  const char *second = end;
  *y = strtod(second, &end);
  return end != second && *end == 0 && IS_NUMBER(*x) && IS_NUMBER(*y);
}

static lacuna_error *create(
    const lacuna_learner *learner, lacuna_text configuration, const lacuna_record *const *records,
    uint64_t count, void **instance) {
  (void)learner, (void)records;
  double rate = 0.1;
  if (!IS_CONFIGURATION(configuration, &rate)) {
    AT_FAILED_CREATE
    return fail(LACUNA_ERROR_CONFIGURATION, "expected {\"rate\": R} with R from 0 to 1");
  }
  line_t *made = calloc(1, sizeof *made);
  made->rate = rate;
  made->records = count;
  *instance = made;
  CREATED
  return NULL;
}

static void destroy(void *instance) { free(instance); }

static lacuna_error *state(void *instance, const lacuna_state_sink *sink) {
  (void)instance;
  const char *names[] = {"slope", "offset", "momentum"};
  for (int i = 0; i < 3; i++) {
    lacuna_state_tensor tensor = {
        .struct_size = sizeof tensor, .name = text(names[i]),
        .role = i < 2 ? LACUNA_PARAMETER : LACUNA_SLOT,
        .initializer = i == 0 ? LACUNA_CONSTANT : LACUNA_ZEROS, .first = i == 0 ? 0.5 : 0};
    tensor.initializer += STATE_SHAPE(names[i]);
    TRY(sink->accept(sink->context, &tensor));
  }
  return NULL;
}

static lacuna_error *encode(
    void *instance, const lacuna_record *record, const lacuna_tensor_sink *sink) {
  (void)instance;
  double x, y;
  ENCODE_FIRST
  if (record->field_count != 1 || !is_text(record->names[0], "text"))
    return fail(LACUNA_ERROR_DATA, "expected one field, text");
  if (!parse_point(record->values[0], &x, &y))
    return fail(LACUNA_ERROR_DATA, "expected two finite numbers with a space between");
  ENCODE_LAST
  lacuna_tensor tensors[] = {
      {.struct_size = sizeof(lacuna_tensor), .name = TEXT("x"), .count = 1, .reals = &x},
      {.struct_size = sizeof(lacuna_tensor), .name = TEXT("y"), .count = 1, .reals = &y}};
  for (int i = 0; i < 2; i++) SINK_STEP(sink->accept(sink->context, &tensors[i]));
  return NULL;
}

static lacuna_error *schedule(
    void *instance, uint64_t count, int64_t wanted, const lacuna_schedule_sink *sink) {
  (void)instance;
  lacuna_text name = TEXT("progress");
  SINK_STEP(sink->names(sink->context, &name, 1));
  for (uint64_t step = 0; step < STEPS(wanted); step++) {
    uint64_t examples[3], size = count < 3 ? count : 3;
    for (uint64_t i = 0; i < size; i++) examples[i] = EXAMPLE(2 * step + i);
    double progress = 1.0 / (1.0 + step);
    SINK_STEP(sink->step(sink->context, examples, size, &progress, 1));
  }
  return NULL;
}

ANYWHERE lacuna_error *trace_step(void *instance, const lacuna_builder *builder) {
  line_t *self = instance;
  tracer tracer = {.builder = builder}, *t = &tracer;
  uint64_t slope = input(t, LACUNA_ROLE_STATE, "slope");
  uint64_t offset = input(t, LACUNA_ROLE_STATE, "offset");
  uint64_t momentum = input(t, LACUNA_ROLE_STATE, "momentum");
  uint64_t weights = input(t, LACUNA_ROLE_WEIGHTS, "weights");
  uint64_t y = input(t, LACUNA_ROLE_BATCH, "y");
  uint64_t x = input(t, LACUNA_ROLE_BATCH, "x");
  uint64_t progress = input(t, LACUNA_ROLE_SCALAR, "progress");
  int64_t batch = 1;
  if (!t->error) {
    input(t, LACUNA_ROLE_BATCH, "x");
    batch = t->count;
  }
  uint64_t sloped = binary(t, "mul", stretched(t, slope, batch), x);
  uint64_t difference =
      binary(t, "sub", binary(t, "add", sloped, stretched(t, offset, batch)), y);
  uint64_t losses = unary(t, "softplus", unary(t, "square", difference));
  (void)losses, (void)weights;
  uint64_t loss = LOSS;
  loss = binary(t, "add", loss, scaled(t, unary(t, "square", slope), 0.01));
  uint64_t values[] = {slope, offset}, gradients[2] = {0, 0};
  if (!t->error) t->error = builder->gradient(builder->context, loss, values, 2, gradients);
  uint64_t momentum_after = binary(t, "add", scaled(t, momentum, 0.5), gradients[0]);
  uint64_t rate = scaled(t, progress, RATE(self));
  uint64_t slope_after = binary(t, "sub", slope, binary(t, "mul", rate, momentum_after));
  uint64_t offset_after = binary(t, "sub", offset, binary(t, "mul", rate, gradients[1]));
  (void)slope_after, (void)offset_after;
  STEP_OUTPUTS
  RETURN_TRACE;
}

static lacuna_error *trace_forward(void *instance, const lacuna_builder *builder) {
  (void)instance;
  tracer tracer = {.builder = builder}, *t = &tracer;
  uint64_t slope = input(t, LACUNA_ROLE_PARAMETER, "slope");
  uint64_t offset = input(t, LACUNA_ROLE_PARAMETER, "offset");
  uint64_t x = input(t, LACUNA_ROLE_EXAMPLE, "x");
  uint64_t y = input(t, LACUNA_ROLE_EXAMPLE, "y");
  uint64_t prediction = binary(t, "add", binary(t, "mul", slope, x), offset);
  (void)y, (void)prediction;
  FORWARD_OUTPUTS
  return t->error;
}

static const lacuna_learner line = {
    sizeof line, NULL, TEXT(LEARNER_NAME), TEXT(LEARNER_SUMMARY), TEXT(LEARNER_VERSION),
    TEXT(LEARNER_SCHEMA), TEXT("lines"), create, destroy, state, encode, schedule, TRACE_STEP,
    trace_forward};

// The mean of tanh(prediction).
#ifndef MEASUREMENT_NEEDS
#define MEASUREMENT_NEEDS TEXT("output:prediction")
#endif
#ifndef MEASURE_FIRST
#define MEASURE_FIRST
#endif
#ifndef MEASURE
#define MEASURE unary(t, "tanh", prediction)
#endif
#ifndef MEASURE_MEAN
#define MEASURE_MEAN                                                       \
  int64_t axes[LACUNA_MAXIMUM_RANK] = {0, 1, 2, 3, 4, 5, 6, 7};            \
  if (rank > 0) value = emit(t, "sum", value, 0, axes, rank);              \
  value = scaled(t, value, 1.0 / count);
#endif
#ifndef MEASURE_OUTPUTS
#define MEASURE_OUTPUTS output(t, "value", value);
#endif
#ifndef RETURN_MEASURE
#define RETURN_MEASURE return t->error
#endif

static lacuna_error *create_measurement(
    const lacuna_measurement *measurement, lacuna_text configuration, void **instance) {
  (void)measurement;
  const char *bytes = configuration.bytes;
  uint64_t i = 0, length = bytes ? configuration.length : 0;
  for (int part = 0; part < 2; part++) {
    while (i < length && strchr(" \t\r\n", bytes[i]) && bytes[i]) i++;
    if (i >= length || bytes[i] != "{}"[part])
      return fail(LACUNA_ERROR_CONFIGURATION, "expected {}: there is nothing to configure");
    i++;
  }
  while (i < length && strchr(" \t\r\n", bytes[i]) && bytes[i]) i++;
  if (i < length) return fail(LACUNA_ERROR_CONFIGURATION, "expected nothing after {}");
  *instance = NULL;
  return NULL;
}

static void destroy_measurement(void *instance) { (void)instance; }

static lacuna_error *trace_measurement(void *instance, const lacuna_builder *builder) {
  (void)instance;
  tracer tracer = {.builder = builder}, *t = &tracer;
  MEASURE_FIRST
  uint64_t prediction = input(t, LACUNA_ROLE_OUTPUT, "prediction");
  int64_t count = t->count;
  uint64_t rank = t->rank;
  (void)count, (void)rank;
  uint64_t value = MEASURE;
  MEASURE_MEAN
  MEASURE_OUTPUTS
  RETURN_MEASURE;
}

static const lacuna_text needs[] = {MEASUREMENT_NEEDS};
static const lacuna_measurement bent = {
    sizeof bent, NULL, TEXT("bent-prediction"), TEXT("hyperbolic tangent of the prediction, mean"),
    TEXT("1"), TEXT("[]"), sizeof needs / sizeof *needs, needs, create_measurement,
    destroy_measurement, trace_measurement};

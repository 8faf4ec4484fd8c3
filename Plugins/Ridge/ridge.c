// Ridge regression, in C against the headers of the plugin interface alone: a learner that solves
// its normal equations in one step.
#include "ridge.h"

#include <stdlib.h>

// What the host offers; written when the library is loaded.
static const lacuna_host *ridge_host;

// Reads a text of the configuration, with a zero at its end, to be freed.
static lacuna_error *read_text(
    const lacuna_configuration_reader *reader, lacuna_text configuration, lacuna_text key,
    char **result) {
  uint64_t length;
  TRY(reader->text(reader->context, configuration, key, NULL, 0, &length));
  *result = calloc(length + 1, 1);
  if (!*result) return ridge_no_memory();
  return reader->text(reader->context, configuration, key, *result, length, &length);
}

// Reads the configuration through the host.
static lacuna_error *configure(
    ridge *self, lacuna_text schema, lacuna_text configuration, bool *standardize) {
  static const lacuna_text id = TEXT(LACUNA_CONFIGURATION_EXTENSION);
  static const lacuna_text l2 = TEXT("l2"), intercept = TEXT("intercept"), label = TEXT("label"),
                           ignore = TEXT("ignore"), scaling = TEXT("standardize");
  const lacuna_configuration_reader *reader =
      ridge_host->get_extension(ridge_host->context, id);
  if (!reader || reader->struct_size < sizeof *reader)
    return ridge_error(
        LACUNA_ERROR_UNAVAILABLE, "this host does not offer the extension "
        LACUNA_CONFIGURATION_EXTENSION "; use a later one");
  TRY(reader->check(reader->context, configuration, schema));
  int32_t has_intercept, is_standardized;
  TRY(reader->number(reader->context, configuration, l2, &self->l2));
  TRY(reader->boolean(reader->context, configuration, intercept, &has_intercept));
  TRY(reader->boolean(reader->context, configuration, scaling, &is_standardized));
  self->has_intercept = has_intercept;
  *standardize = is_standardized;
  TRY(read_text(reader, configuration, label, &self->label));
  return read_text(reader, configuration, ignore, &self->ignored);
}

static void destroy(void *instance) {
  ridge *self = instance;
  for (uint64_t j = 0; j < self->count; j++) free(self->features[j]);
  free(self->features);
  free(self->means);
  free(self->scales);
  free(self->label);
  free(self->ignored);
  if (self->c_locale) freelocale(self->c_locale);
  free(self);
}

static lacuna_error *create(
    const lacuna_learner *learner, lacuna_text configuration, const lacuna_record *const *records,
    uint64_t record_count, void **instance) {
  bool standardize = false;
  ridge *self = calloc(1, sizeof *self);
  if (!self) return ridge_no_memory();
  self->c_locale = newlocale(LC_ALL_MASK, "C", NULL);
  lacuna_error *error =
      self->c_locale ? configure(self, learner->schema, configuration, &standardize)
                     : ridge_no_memory();
  if (!error) error = ridge_fit(self, records, record_count, standardize);
  if (error)
    destroy(self);
  else
    *instance = self;
  return error;
}

static lacuna_error *state(void *instance, const lacuna_state_sink *sink) {
  const ridge *self = instance;
  const int64_t count = (int64_t)self->count;
  // The solution does not depend on where it begins.
  const lacuna_state_tensor weights = {
      .struct_size = sizeof weights,
      .name = TEXT("weights"),
      .role = LACUNA_PARAMETER,
      .rank = 1,
      .dimensions = &count,
      .initializer = LACUNA_ZEROS,
  };
  const lacuna_state_tensor intercept = {
      .struct_size = sizeof intercept,
      .name = TEXT("intercept"),
      .role = LACUNA_PARAMETER,
      .initializer = LACUNA_ZEROS,
  };
  TRY(sink->accept(sink->context, &weights));
  return self->has_intercept ? sink->accept(sink->context, &intercept) : NULL;
}

// `label` is null for a record without one.
static lacuna_error *send(
    const ridge *self, const double *features, const double *label,
    const lacuna_tensor_sink *sink) {
  const int64_t count = (int64_t)self->count;
  const lacuna_tensor x = {
      .struct_size = sizeof x,
      .name = TEXT("features"),
      .element = LACUNA_REAL,
      .rank = 1,
      .dimensions = &count,
      .count = self->count,
      .reals = features,
  };
  const lacuna_tensor y = {
      .struct_size = sizeof y,
      .name = TEXT("target"),
      .element = LACUNA_REAL,
      .count = 1,
      .reals = label,
  };
  TRY(sink->accept(sink->context, &x));
  return label ? sink->accept(sink->context, &y) : NULL;
}

static lacuna_error *encode(
    void *instance, const lacuna_record *record, const lacuna_tensor_sink *sink) {
  const ridge *self = instance;
  bool has_label;
  double label, *features = calloc(self->count, sizeof *features);
  if (!features) return ridge_no_memory();
  lacuna_error *error = ridge_read(self, record, features, &label, &has_label);
  if (!error) error = send(self, features, has_label ? &label : NULL, sink);
  free(features);
  return error;
}

// All examples in one step; more steps would solve the same equations again.
static lacuna_error *schedule(
    void *instance, uint64_t example_count, int64_t step_count, const lacuna_schedule_sink *sink) {
  (void)instance;
  uint64_t *examples = calloc(example_count ? example_count : 1, sizeof *examples);
  if (!examples) return ridge_no_memory();
  for (uint64_t i = 0; i < example_count; i++) examples[i] = i;
  lacuna_error *error = sink->names(sink->context, NULL, 0);
  for (int64_t t = 0; t < (step_count < 0 ? 1 : step_count) && !error; t++)
    error = sink->step(sink->context, examples, example_count, NULL, 0);
  free(examples);
  return error;
}

static const lacuna_learner learner = {
    .struct_size = sizeof learner,
    .name = TEXT("ridge"),
    .summary = TEXT("Ridge regression on a table, in closed form"),
    .version = TEXT("1.0"),
    .schema = TEXT(
        "[{\"key\":\"label\",\"type\":\"string\",\"default\":\"\","
        "\"summary\":\"the column to predict; empty for the last\"},"
        "{\"key\":\"ignore\",\"type\":\"string\",\"default\":\"\","
        "\"summary\":\"columns that are no features, with commas between\"},"
        "{\"key\":\"l2\",\"type\":\"number\",\"default\":1,\"minimum\":0,"
        "\"summary\":\"the penalty: sum of squared errors + l2 * sum of squared weights\"},"
        "{\"key\":\"intercept\",\"type\":\"boolean\",\"default\":true,"
        "\"summary\":\"a constant term, without a penalty\"},"
        "{\"key\":\"standardize\",\"type\":\"boolean\",\"default\":false,"
        "\"summary\":\"features less their mean, over their standard deviation\"}]"),
    .data_format = TEXT("csv"),
    .create = create,
    .destroy = destroy,
    .state = state,
    .encode = encode,
    .schedule = schedule,
    .trace_step = ridge_trace_step,
    .trace_forward = ridge_trace_forward,
};

static const lacuna_learner *const learners[] = {&learner};

static const void *extension(void *context, lacuna_text id) {
  (void)context;
  static const lacuna_text known = TEXT(LACUNA_EXTENSION_CASES);
  return ridge_equal(id, known) ? &ridge_cases : NULL;
}

static const lacuna_plugin plugin = {
    .magic =
        {
            .struct_size = sizeof(lacuna_magic),
            .magic = LACUNA_MAGIC,
            .major = LACUNA_ABI_MAJOR,
            .minor = LACUNA_ABI_MINOR,
            .pointer_width = sizeof(void *) * 8,
            .toolchain = TEXT("C11"),
        },
    .struct_size = sizeof plugin,
    .name = TEXT("ridge"),
    .version = TEXT("1.0"),
    .learner_count = 1,
    .learners = learners,
    .get_extension = extension,
};

const lacuna_plugin *lacuna_plugin_entry(const lacuna_host *host) {
  ridge_host = host;
  return host->magic.major == LACUNA_ABI_MAJOR ? &plugin : NULL;
}

/// A plugin written in C against the headers alone: least squares on a column, and a measurement.
enum LinearInC {
  static let source = #"""
    #include <lacuna.h>
    #include <stdlib.h>
    #include <string.h>

    #define TEXT(s) {s, sizeof(s) - 1}
    #define TRY(call) do { lacuna_error *e = (call); if (e) return e; } while (0)

    static void destroy_error(lacuna_error *error) { free(error); }

    static lacuna_error *fail(lacuna_error_code code, const char *message) {
      lacuna_error *e = calloc(1, sizeof *e);
      e->struct_size = sizeof *e;
      e->code = code;
      e->message.bytes = message;
      e->message.length = strlen(message);
      e->destroy = destroy_error;
      return e;
    }

    static lacuna_text text(const char *s) {
      lacuna_text t = {s, strlen(s)};
      return t;
    }

    typedef struct { uint64_t records; } instance_t;

    static lacuna_error *create(
        const lacuna_learner *learner, lacuna_text configuration,
        const lacuna_record *const *records, uint64_t count, void **instance) {
      (void)learner;
      if (!strstr(configuration.bytes, "\"rate\":0.5"))
        return fail(LACUNA_ERROR_CONFIGURATION, "rate must be 0.5");
      if (count && records[0]->field_count != 2)
        return fail(LACUNA_ERROR_DATA, "expected the columns x and y");
      instance_t *i = calloc(1, sizeof *i);
      i->records = count;
      *instance = i;
      return 0;
    }

    static void destroy(void *instance) { free(instance); }

    static lacuna_error *state(void *instance, const lacuna_state_sink *sink) {
      (void)instance;
      lacuna_state_tensor t = {sizeof t, TEXT("slope"), LACUNA_PARAMETER, 0, 0, LACUNA_ZEROS};
      return sink->accept(sink->context, &t);
    }

    static lacuna_error *encode(
        void *instance, const lacuna_record *record, const lacuna_tensor_sink *sink) {
      (void)instance;
      for (uint64_t i = 0; i < record->field_count; i++) {
        char buffer[32] = {0};
        if (record->values[i].length >= sizeof buffer)
          return fail(LACUNA_ERROR_DATA, "a number is too long");
        memcpy(buffer, record->values[i].bytes, record->values[i].length);
        double value = atof(buffer);
        lacuna_tensor t = {sizeof t, record->names[i], LACUNA_REAL, 0, 0, 1, &value, 0};
        TRY(sink->accept(sink->context, &t));
      }
      return 0;
    }

    static lacuna_error *schedule(
        void *instance, uint64_t count, int64_t steps, const lacuna_schedule_sink *sink) {
      (void)instance;
      lacuna_text names[] = {TEXT("rate")};
      double rate = 0.5;
      TRY(sink->names(sink->context, names, 1));
      for (uint64_t t = 0; t < (steps < 0 ? count : (uint64_t)steps); t++) {
        uint64_t example = t % count;
        TRY(sink->step(sink->context, &example, 1, &rate, 1));
      }
      return 0;
    }

    static lacuna_error *emit(
        const lacuna_builder *b, const char *name, uint64_t x, uint64_t y, lacuna_value *result) {
      uint64_t operands[] = {x, y};
      result->struct_size = sizeof *result;
      return b->emit(b->context, text(name), operands, y ? 2 : 1, 0, 0, 0, 0, result);
    }

    static lacuna_error *input(
        const lacuna_builder *b, lacuna_role role, const char *name, lacuna_value *result) {
      result->struct_size = sizeof *result;
      return b->input(b->context, role, text(name), result);
    }

    static lacuna_error *trace_step(void *instance, const lacuna_builder *b) {
      (void)instance;
      lacuna_value slope, x, y, weights, rate, stretched, v, loss, change;
      int64_t batch[] = {1}, axes[] = {0};
      uint64_t gradient;
      TRY(input(b, LACUNA_ROLE_STATE, "slope", &slope));
      TRY(input(b, LACUNA_ROLE_BATCH, "x", &x));
      TRY(input(b, LACUNA_ROLE_BATCH, "y", &y));
      TRY(input(b, LACUNA_ROLE_WEIGHTS, "weights", &weights));
      TRY(input(b, LACUNA_ROLE_SCALAR, "rate", &rate));
      stretched.struct_size = loss.struct_size = sizeof slope;
      TRY(b->emit(b->context, text("broadcast"), &slope.id, 1, batch, 1, 0, 0, &stretched));
      TRY(emit(b, "mul", stretched.id, x.id, &v));
      TRY(emit(b, "sub", v.id, y.id, &v));
      TRY(emit(b, "square", v.id, 0, &v));
      TRY(emit(b, "mul", v.id, weights.id, &v));
      TRY(b->emit(b->context, text("sum"), &v.id, 1, axes, 1, 0, 0, &loss));
      TRY(b->gradient(b->context, loss.id, &slope.id, 1, &gradient));
      TRY(emit(b, "mul", rate.id, gradient, &change));
      TRY(emit(b, "sub", slope.id, change.id, &v));
      return b->output(b->context, text("slope"), v.id);
    }

    static lacuna_error *trace_forward(void *instance, const lacuna_builder *b) {
      (void)instance;
      lacuna_value slope, x, v;
      TRY(input(b, LACUNA_ROLE_PARAMETER, "slope", &slope));
      TRY(input(b, LACUNA_ROLE_EXAMPLE, "x", &x));
      TRY(emit(b, "mul", slope.id, x.id, &v));
      return b->output(b->context, text("prediction"), v.id);
    }

    static lacuna_error *create_measurement(
        const lacuna_measurement *m, lacuna_text configuration, void **instance) {
      (void)m; (void)configuration;
      *instance = 0;
      return 0;
    }

    static void destroy_measurement(void *instance) { (void)instance; }

    static lacuna_error *trace_measurement(void *instance, const lacuna_builder *b) {
      (void)instance;
      lacuna_value now, before, v;
      TRY(input(b, LACUNA_ROLE_OUTPUT, "prediction", &now));
      TRY(input(b, LACUNA_ROLE_BASE_OUTPUT, "prediction", &before));
      TRY(emit(b, "sub", now.id, before.id, &v));
      return b->output(b->context, text("value"), v.id);
    }

    static const lacuna_learner linear = {
      sizeof linear, 0, TEXT("linear-c"), TEXT("A slope, in C"), TEXT("1"),
      TEXT("[{\"key\":\"rate\",\"type\":\"number\",\"default\":0.5,\"summary\":\"the rate\"}]"),
      TEXT("csv"), create, destroy, state, encode, schedule, trace_step, trace_forward};
    static const lacuna_text needs[] = {
      TEXT("output:prediction"), TEXT("base-output:prediction")};
    static const lacuna_measurement shift = {
      sizeof shift, 0, TEXT("shift"), TEXT("change of the prediction"), TEXT("1"), TEXT("[]"), 2,
      needs, create_measurement, destroy_measurement, trace_measurement};
    static const lacuna_learner *const learners[] = {&linear};
    static const lacuna_measurement *const measurements[] = {&shift};
    static const lacuna_plugin plugin = {
      {sizeof(lacuna_magic), LACUNA_MAGIC, LACUNA_ABI_MAJOR, LACUNA_ABI_MINOR, 64, 0,
       TEXT("clang")},
      sizeof plugin, TEXT("linear-c"), TEXT("1"), 1, learners, 1, measurements, 0, 0, 0, 0};

    const lacuna_plugin *lacuna_plugin_entry(const lacuna_host *host) {
      return host->magic.major == LACUNA_ABI_MAJOR ? &plugin : 0;
    }
    """#
}

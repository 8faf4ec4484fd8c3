/// The learner and the measurement: least squares on the length of a line and its vowels.
extension PluginInC {
  static let learner = #"""
    typedef struct { settings settings; int64_t records; int state_calls; int traces; } instance_t;

    static settings shared;
    static int active, calls;

    static lacuna_error *create(
        const lacuna_learner *learner, lacuna_text configuration,
        const lacuna_record *const *records, uint64_t count, void **instance) {
      (void)learner;
      instance_t *i = calloc(1, sizeof *i);
    #ifdef FAULT_WRITES_INSTANCE
      *instance = i;
    #endif
      lacuna_error *error = parse(configuration, &i->settings, 15);
    #ifdef FAULT_REFUSES_DEFAULTS
      if (!error) error = wrong("rate", "does not please");
    #endif
      if (error) {
    #ifndef FAULT_WRITES_INSTANCE
        free(i);
    #endif
        return error;
      }
      i->records = (int64_t)count;
    #ifdef FAULT_DIVIDES
      i->records /= i->settings.batch - 1;
    #endif
    #ifdef FAULT_FIRST_RECORD
      i->records += (int64_t)records[0]->field_count;
    #endif
    #ifdef FAULT_SHARED_SETTINGS
      shared = i->settings;
    #endif
    #ifdef FAULT_CSV_ONLY
      if (count && records[0]->field_count < 2) return fail(LACUNA_ERROR_DATA, "expected columns");
    #endif
      (void)records;
      *instance = i;
      return 0;
    }

    static void destroy(void *instance) { free(instance); }

    static lacuna_error *state(void *instance, const lacuna_state_sink *sink) {
      instance_t *i = instance;
      lacuna_state_tensor slope = {
        sizeof slope, TEXT("slope"), LACUNA_PARAMETER, 0, 0, LACUNA_ZEROS, 0, 0, 0};
      lacuna_state_tensor bias = slope;
      bias.name = text("bias");
    #ifdef FAULT_NO_PARAMETER
      slope.role = bias.role = LACUNA_SLOT;
    #endif
      int swap = 0;
    #ifdef FAULT_UNSTEADY_STATE
      swap = i->state_calls % 2;
    #endif
      i->state_calls++;
      TRY(sink->accept(sink->context, swap ? &bias : &slope));
      return sink->accept(sink->context, swap ? &slope : &bias);
    }

    static lacuna_error *send(
        const lacuna_tensor_sink *sink, const char *name, double value) {
      lacuna_tensor t = {sizeof t, text(name), LACUNA_REAL, 0, 0, 1, &value, 0};
    #ifdef FAULT_DROPPED_SINK_ERROR
      lacuna_error *e = sink->accept(sink->context, &t);
      if (e) e->destroy(e);
      return 0;
    #else
      return sink->accept(sink->context, &t);
    #endif
    }

    static lacuna_error *encode(
        void *instance, const lacuna_record *record, const lacuna_tensor_sink *sink) {
      (void)instance;
      for (uint64_t f = 0; f < record->field_count; f++) {
        if (!is(record->names[f], "text")) continue;
        lacuna_text line = record->values[f];
        uint64_t vowels = 0, length = line.length < 40 ? line.length : 40;
        for (uint64_t k = 0; k < length; k++)
          vowels += line.bytes[k] && strchr("aeiou", line.bytes[k]) ? 1 : 0;
        TRY(send(sink, "x", (double)length / 10));
        return send(sink, "y", (double)vowels / 10);
      }
      return fail(LACUNA_ERROR_DATA, "the record has no field 'text'");
    }

    static lacuna_error *schedule(
        void *instance, uint64_t examples, int64_t steps, const lacuna_schedule_sink *sink) {
      instance_t *i = instance;
      lacuna_text names[] = {TEXT("rate")};
      uint64_t size = (uint64_t)i->settings.batch < examples ? (uint64_t)i->settings.batch : examples;
      if (size == 0) size = 1;
      uint64_t count = steps < 0 ? (examples + size - 1) / size : (uint64_t)steps;
    #ifdef FAULT_OWN_STEP_COUNT
      count = 5;
    #endif
      TRY(sink->names(sink->context, names, 1));
      for (uint64_t s = 0; s < count; s++) {
        uint64_t batch[8];
        double rate = i->settings.rate;
    #ifdef FAULT_UNSTEADY_SCHEDULE
        rate += calls++ * 1e-6;
    #endif
        for (uint64_t k = 0; k < size; k++) batch[k] = (s * size + k) % (examples ? examples : 1);
        TRY(sink->step(sink->context, batch, size, &rate, 1));
      }
      return 0;
    }
    """#

  static let tracing = #"""
    static lacuna_error *emit(
        const lacuna_builder *b, const char *operation, uint64_t count, uint64_t first,
        uint64_t second, uint64_t attributes, const int64_t *integers, lacuna_value *result) {
      uint64_t ids[] = {first, second};
      result->struct_size = sizeof *result;
      return b->emit(
          b->context, text(operation), ids, count, integers, attributes, 0, 0, result);
    }

    static lacuna_error *input(
        const lacuna_builder *b, lacuna_role role, const char *name, lacuna_value *result) {
      result->struct_size = sizeof *result;
      return b->input(b->context, role, text(name), result);
    }

    static lacuna_error *constant(const lacuna_builder *b, double value, lacuna_value *result) {
      result->struct_size = sizeof *result;
      return b->constant_reals(b->context, &value, 1, 0, 0, result);
    }

    // slope · x + bias, all of the shape of x.
    static lacuna_error *predict(
        const lacuna_builder *b, lacuna_value slope, lacuna_value bias, lacuna_value x,
        lacuna_value *result) {
      lacuna_value s = slope, c = bias, product;
      if (x.rank) {
        TRY(emit(b, "broadcast", 1, slope.id, 0, (uint64_t)x.rank, x.dimensions, &s));
        TRY(emit(b, "broadcast", 1, bias.id, 0, (uint64_t)x.rank, x.dimensions, &c));
      }
      TRY(emit(b, "mul", 2, s.id, x.id, 0, 0, &product));
      return emit(b, "add", 2, product.id, c.id, 0, 0, result);
    }

    static lacuna_error *trace_step(void *instance, const lacuna_builder *b) {
      instance_t *i = instance;
      lacuna_value state[2], x, y, w, rate, prediction, difference, squares, weighted, sum, size, loss;
      const char *names[] = {"slope", "bias"};
      static const int64_t axis = 0;
      double scale = !strcmp(i->settings.mode, "twice") ? 2 : 1;
    #ifdef FAULT_CRASHES_FOR_A_SETTING
      if (i->settings.flag) abort();
    #endif
    #ifdef FAULT_SHARED_SETTINGS
      scale += shared.rate + (double)shared.batch;
    #endif
    #ifdef FAULT_COUNTS_TRACES
      scale += i->traces++;
    #endif
    #ifdef FAULT_PROCESS_IDENTIFIER
      scale += getpid();
    #endif
    #ifdef FAULT_ONE_THREAD
      scale += __sync_fetch_and_add(&active, 1);
      usleep(2000);
      __sync_fetch_and_sub(&active, 1);
    #endif
      TRY(input(b, LACUNA_ROLE_STATE, "slope", &state[0]));
      TRY(input(b, LACUNA_ROLE_STATE, "bias", &state[1]));
      TRY(input(b, LACUNA_ROLE_BATCH, "x", &x));
      TRY(input(b, LACUNA_ROLE_BATCH, "y", &y));
      TRY(input(b, LACUNA_ROLE_WEIGHTS, "weights", &w));
      TRY(input(b, LACUNA_ROLE_SCALAR, "rate", &rate));
      TRY(predict(b, state[0], state[1], x, &prediction));
      TRY(emit(b, "sub", 2, prediction.id, y.id, 0, 0, &difference));
    #ifdef FAULT_UNKNOWN_OPERATION
      TRY(emit(b, "sqare", 1, difference.id, 0, 0, 0, &squares));
    #else
      TRY(emit(b, "square", 1, difference.id, 0, 0, 0, &squares));
    #endif
      TRY(emit(b, "mul", 2, squares.id, w.id, 0, 0, &weighted));
      TRY(emit(b, "sum", 1, weighted.id, 0, 1, &axis, &sum));
      TRY(constant(b, scale / (double)x.dimensions[0], &size));
      TRY(emit(b, "mul", 2, sum.id, size.id, 0, 0, &loss));
      uint64_t ids[] = {state[0].id, state[1].id}, gradients[2] = {0, 0};
      TRY(b->gradient(b->context, loss.id, ids, 2, gradients));
    #ifndef FAULT_UPDATES_NOTHING
      for (int k = 0; k < 2; k++) {
        lacuna_value step, next;
        TRY(emit(b, "mul", 2, rate.id, gradients[k], 0, 0, &step));
        TRY(emit(b, "sub", 2, state[k].id, step.id, 0, 0, &next));
        TRY_OUTPUT(b->output(b->context, text(names[k]), next.id));
      }
    #endif
    #ifdef FAULT_UNDECLARED_STATE
      lacuna_error *error = b->output(b->context, text("velocity"), loss.id);
      if (error) error->destroy(error);
    #endif
      (void)names;
      return 0;
    }

    static lacuna_error *trace_forward(void *instance, const lacuna_builder *b) {
      lacuna_value slope, bias, x, y, prediction;
      (void)instance;
      TRY(input(b, LACUNA_ROLE_PARAMETER, "slope", &slope));
      TRY(input(b, LACUNA_ROLE_PARAMETER, "bias", &bias));
      TRY(input(b, LACUNA_ROLE_EXAMPLE, "x", &x));
      TRY(input(b, LACUNA_ROLE_EXAMPLE, "y", &y));
      TRY(predict(b, slope, bias, x, &prediction));
    #ifndef FAULT_NO_FORWARD_OUTPUT
      TRY(b->output(b->context, text("prediction"), prediction.id));
      TRY(b->output(b->context, text("target"), y.id));
    #endif
      return 0;
    }
    """#

  static let measurement = #"""
    static lacuna_error *create_measurement(
        const lacuna_measurement *measurement, lacuna_text configuration, void **instance) {
      settings nothing = {0};
      (void)measurement;
      TRY(parse(configuration, &nothing, 0));
      *instance = calloc(1, 1);
      return 0;
    }

    static lacuna_error *measure(void *instance, const lacuna_builder *b) {
      lacuna_value prediction, target, difference, squared;
      (void)instance;
      TRY(input(b, LACUNA_ROLE_OUTPUT, "prediction", &prediction));
      TRY(input(b, LACUNA_ROLE_OUTPUT, "target", &target));
      if (prediction.rank > 1) return fail(LACUNA_ERROR_SOFTWARE, "expected a number or a vector");
      TRY(emit(b, "sub", 2, prediction.id, target.id, 0, 0, &difference));
      TRY(emit(b, "square", 1, difference.id, 0, 0, 0, &squared));
    #ifdef FAULT_UNSTEADY_MEASUREMENT
      lacuna_value noise, sum;
      TRY(constant(b, calls++, &noise));
      TRY(emit(b, "add", 2, squared.id, noise.id, 0, 0, &sum));
      squared = sum;
    #endif
    #ifdef FAULT_DROPPED_MEASUREMENT_ERROR
      lacuna_error *error = b->output(b->context, text("value"), squared.id);
      if (error) error->destroy(error);
      return 0;
    #else
      return b->output(b->context, text("value"), squared.id);
    #endif
    }
    """#
}

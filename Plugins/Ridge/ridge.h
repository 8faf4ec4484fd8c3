// Ridge regression: what the parts of the plugin share.
#ifndef RIDGE_H
#define RIDGE_H

// For locale_t and strtod_l; this header comes before those of the system.
#define _GNU_SOURCE

#include <lacuna.h>
#include <locale.h>
#include <stdbool.h>

// Text that is known when this is compiled.
#define TEXT(literal) {literal, sizeof(literal) - 1}

// Returns the error of a call that failed.
#define TRY(call)                    \
  do {                               \
    lacuna_error *try_error = (call); \
    if (try_error) return try_error; \
  } while (0)

// A learner, configured and fitted to its data.
typedef struct ridge {
  double l2;
  bool has_intercept;
  locale_t c_locale;  // numbers are written with a point, whatever the user's language
  char *label;        // the column to predict
  char *ignored;      // columns that are no features, with commas between
  uint64_t count;     // the number of features
  char **features;    // their columns
  double *means;      // what is subtracted from each feature
  double *scales;     // what it is then divided by
} ridge;

// errors.c

// An error object whose message is made as by printf.
lacuna_error *ridge_error(lacuna_error_code code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The error for memory that cannot be had.
lacuna_error *ridge_no_memory(void);

// quote.c

// How many bytes of a text a message shows at most; escaped bytes take four.
#define RIDGE_SHOWN 60

// The beginning of a text for a message, in `buffer`: it ends between characters, and what is not
// UTF-8, or is a control character, becomes \x and two digits.
const char *ridge_shown(lacuna_text text, char buffer[RIDGE_SHOWN + 1]);

// table.c

// Fits a learner to its data: which columns there are, and their scales.
lacuna_error *ridge_fit(
    ridge *self, const lacuna_record *const *records, uint64_t count, bool standardize);

// The features of a record, shifted and scaled, into `features`, and its label, if it has one.
lacuna_error *ridge_read(
    const ridge *self, const lacuna_record *record, double *features, double *label,
    bool *has_label);

// Whether two texts are the same.
bool ridge_equal(lacuna_text one, lacuna_text other);

// A copy of a text with a zero at its end, to be freed; null when there is no memory.
char *ridge_copy(lacuna_text text);

// trace.c

// Emits the one step: the normal equations of the weighted examples, solved.
lacuna_error *ridge_trace_step(void *instance, const lacuna_builder *builder);

// Emits the prediction for one record and, where its label is known, that and the squared
// difference.
lacuna_error *ridge_trace_forward(void *instance, const lacuna_builder *builder);

// cases.c

// The cases by which the plugin wants to be judged.
extern const lacuna_cases ridge_cases;

#endif

#include "ridge.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The position of a record that is encoded by itself: messages leave it out.
#define ALONE UINT64_MAX

char *ridge_copy(lacuna_text text) {
  char *copy = malloc(text.length + 1);
  if (!copy) return NULL;
  if (text.length) memcpy(copy, text.bytes, text.length);
  copy[text.length] = 0;
  return copy;
}

bool ridge_equal(lacuna_text one, lacuna_text other) {
  return one.length == other.length && (!one.length || !memcmp(one.bytes, other.bytes, one.length));
}

static lacuna_text text_of(const char *string) {
  return (lacuna_text){string, strlen(string)};
}

static bool equals(lacuna_text text, const char *other) {
  return ridge_equal(text, text_of(other));
}

// "record 12" or "the record".
static const char *name_record(uint64_t position, char name[32]) {
  if (position == ALONE) return "the record";
  snprintf(name, 32, "record %" PRIu64, position);
  return name;
}

// The error for a column that is not there, with those that are.
static lacuna_error *no_column(
    const lacuna_record *record, uint64_t position, const char *column) {
  char columns[400] = "";
  size_t used = 0;
  for (uint64_t i = 0; i < record->field_count && used < sizeof columns - 100; i++) {
    char name[RIDGE_SHOWN + 1];
    used += (size_t)snprintf(
        columns + used, sizeof columns - used, "%s'%s'", i ? ", " : "",
        ridge_shown(record->names[i], name));
  }
  char name[32], wanted[RIDGE_SHOWN + 1];
  return ridge_error(
      LACUNA_ERROR_DATA, "%s has no column '%s'; it has %s", name_record(position, name),
      ridge_shown(text_of(column), wanted), used ? columns : "none");
}

// The number that a text stands for; false when it is none. Only digits, signs, points and
// exponents are taken, which leaves out the hexadecimal numbers and infinities that strtod knows.
static bool parse(const char *text, size_t length, locale_t c_locale, double *value) {
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
  const char *start = text + strspn(text, " \t");
  if (start >= text + length || start + strspn(start, "0123456789+-.eE") < text + length)
    return false;
  char *end;
  *value = strtod_l(start, &end, c_locale);
  return end == text + length && isfinite(*value);
}

// The number in a column; `guess` is where the column probably is.
static lacuna_error *read_number(
    const ridge *self, const lacuna_record *record, uint64_t position, const char *column,
    uint64_t guess, double *value) {
  for (uint64_t k = 0; k < record->field_count; k++) {
    uint64_t i = (guess + k) % record->field_count;
    if (!equals(record->names[i], column)) continue;
    char *text = ridge_copy(record->values[i]);
    if (!text) return ridge_no_memory();
    lacuna_error *error = NULL;
    if (!parse(text, record->values[i].length, self->c_locale, value)) {
      char name[32], wanted[RIDGE_SHOWN + 1], found[RIDGE_SHOWN + 1];
      error = ridge_error(
          LACUNA_ERROR_DATA, "%s: column '%s' is '%s', expected a finite number",
          name_record(position, name), ridge_shown(text_of(column), wanted),
          ridge_shown(record->values[i], found));
    }
    free(text);
    return error;
  }
  return no_column(record, position, column);
}

// The features of a record, as they are.
static lacuna_error *read_features(
    const ridge *self, const lacuna_record *record, uint64_t position, double *features) {
  for (uint64_t j = 0; j < self->count; j++)
    TRY(read_number(self, record, position, self->features[j], j, &features[j]));
  return NULL;
}

lacuna_error *ridge_read(
    const ridge *self, const lacuna_record *record, double *features, double *label,
    bool *has_label) {
  *has_label = false;
  for (uint64_t i = 0; i < record->field_count; i++)
    *has_label |= equals(record->names[i], self->label);
  TRY(read_features(self, record, ALONE, features));
  if (*has_label) TRY(read_number(self, record, ALONE, self->label, self->count, label));
  for (uint64_t j = 0; j < self->count; j++)
    features[j] = (features[j] - self->means[j]) / self->scales[j];
  return NULL;
}

// Marks the columns of a record that are to be ignored.
static lacuna_error *mark_ignored(const ridge *self, const lacuna_record *record, bool *ignored) {
  for (char *next = self->ignored; *next;) {
    size_t length = strcspn(next, ",");
    char *end = next + length, separator = *end;
    *end = 0;
    bool found = false;
    for (uint64_t i = 0; i < record->field_count; i++)
      if (equals(record->names[i], next)) found = ignored[i] = true;
    lacuna_error *error = found ? NULL : no_column(record, 0, next);
    *end = separator;
    if (error) return error;
    next = separator ? end + 1 : end;
  }
  return NULL;
}

// Takes over the columns of the first record: the label, and as features all others but those
// marked.
static lacuna_error *take_columns(
    ridge *self, const lacuna_record *record, const bool *ignored) {
  uint64_t labels = 0;
  for (uint64_t i = 0; i < record->field_count; i++) {
    if (equals(record->names[i], self->label)) {
      labels++;
      continue;
    }
    if (ignored[i]) continue;
    char *column = ridge_copy(record->names[i]);
    if (!column) return ridge_no_memory();
    self->features[self->count] = column;
    self->scales[self->count] = 1;
    self->count++;
    for (uint64_t j = 0; j + 1 < self->count; j++)
      if (!strcmp(self->features[j], column)) labels = 2;
  }
  if (!labels) return no_column(record, 0, self->label);
  if (labels > 1)
    return ridge_error(
        LACUNA_ERROR_DATA, "two columns of the table have one name; every column needs its own");
  if (!self->count)
    return ridge_error(
        LACUNA_ERROR_DATA, "the table has no column but its label, expected a feature at least");
  return NULL;
}

// Finds out which columns there are.
static lacuna_error *find_columns(ridge *self, const lacuna_record *record) {
  const uint64_t count = record->field_count;
  if (!count)
    return ridge_error(LACUNA_ERROR_DATA, "the table has no columns, expected two at least");
  if (!self->label[0]) {
    free(self->label);
    self->label = ridge_copy(record->names[count - 1]);
    if (!self->label) return ridge_no_memory();
  }
  self->features = calloc(count, sizeof *self->features);
  self->means = calloc(count, sizeof *self->means);
  self->scales = calloc(count, sizeof *self->scales);
  bool *ignored = calloc(count, sizeof *ignored);
  lacuna_error *error = NULL;
  if (!self->features || !self->means || !self->scales || !ignored) error = ridge_no_memory();
  if (!error) error = mark_ignored(self, record, ignored);
  if (!error) error = take_columns(self, record, ignored);
  free(ignored);
  return error;
}

// Fits means and standard deviations, by Welford's recurrence.
static lacuna_error *fit_scales(
    ridge *self, const lacuna_record *const *records, uint64_t count, bool standardize) {
  double *row = calloc(self->count, sizeof *row);
  double *squares = calloc(self->count, sizeof *squares);
  double label;
  lacuna_error *error = row && squares ? NULL : ridge_no_memory();
  for (uint64_t i = 0; i < count && !error; i++) {
    // Read in any case: a number that is none is found here, with the record it is in.
    error = read_features(self, records[i], i, row);
    if (!error) error = read_number(self, records[i], i, self->label, self->count, &label);
    if (error || !standardize) continue;
    for (uint64_t j = 0; j < self->count; j++) {
      double difference = row[j] - self->means[j];
      self->means[j] += difference / (double)(i + 1);
      squares[j] += difference * (row[j] - self->means[j]);
    }
  }
  if (!error && standardize)
    for (uint64_t j = 0; j < self->count; j++) {
      double deviation = sqrt(squares[j] / (double)count);
      // A column that is the same everywhere becomes zeros.
      self->scales[j] = deviation > 0 ? deviation : 1;
    }
  free(row);
  free(squares);
  return error;
}

lacuna_error *ridge_fit(
    ridge *self, const lacuna_record *const *records, uint64_t count, bool standardize) {
  if (!count)
    return ridge_error(LACUNA_ERROR_DATA, "there are no records, expected one at least");
  TRY(find_columns(self, records[0]));
  return fit_scales(self, records, count, standardize);
}

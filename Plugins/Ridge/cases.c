// The cases by which `lacuna plugins test` judges the plugin, and whose data its other checks use. The
// numbers were computed with numpy, by Tests/Golden/cases.py.
#include "ridge.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define EXPECTATION(identifier, text, ...)                     \
  static const double identifier##_values[] = {__VA_ARGS__};   \
  static const lacuna_expectation identifier = {               \
      .struct_size = sizeof identifier,                        \
      .name = TEXT(text),                                      \
      .count = COUNT(identifier##_values),                     \
      .values = identifier##_values,                           \
      .tolerance = 1e-12,                                      \
  }

#define FRUIT \
  "size,colour,price\n" \
  "1.0,2.0,1.5\n" \
  "2.0,1.5,2.0\n" \
  "0.5,3.0,2.9\n" \
  "3.0,0.5,0.7\n" \
  "1.5,2.5,2.4\n" \
  "2.5,1.0,1.1\n" \
  "0.8,2.2,2.6\n" \
  "2.2,2.8,3.1\n"

// One row is left out; the scales stay those of all rows.
EXPECTATION(scaled_weights, "weights", 0.0664971349030419, 0.7829530079828502);
EXPECTATION(scaled_intercept, "intercept", 1.9868860860278368);
EXPECTATION(scaled_value, "value", 1.5950886882226936);
static const lacuna_expectation *const scaled_expectations[] = {
    &scaled_weights, &scaled_intercept, &scaled_value};
static const lacuna_case scaled = {
    .struct_size = sizeof scaled,
    .name = TEXT("standardized"),
    .learner = TEXT("ridge"),
    .configuration = TEXT("{\"l2\":0.5,\"standardize\":true}"),
    .data = TEXT(FRUIT),
    .deleted = TEXT("1"),
    .measurement = TEXT("supervised:prediction"),
    .query = TEXT("row:1"),
    .step_count = -1,
    .expectation_count = COUNT(scaled_expectations),
    .expectations = scaled_expectations,
};

EXPECTATION(plain_weights, "weights", 0.14140022437245836, 0.8944502874772119);
static const lacuna_expectation *const plain_expectations[] = {&plain_weights};
static const lacuna_case plain = {
    .struct_size = sizeof plain,
    .name = TEXT("through-zero"),
    .learner = TEXT("ridge"),
    .configuration = TEXT("{\"intercept\":false,\"l2\":2,\"label\":\"price\"}"),
    .data = TEXT(FRUIT),
    .deleted = TEXT("0,7"),
    .step_count = -1,
    .expectation_count = COUNT(plain_expectations),
    .expectations = plain_expectations,
};

static const lacuna_case *const all[] = {&scaled, &plain};

const lacuna_cases ridge_cases = {sizeof ridge_cases, COUNT(all), all};

// Measurements of a classifier as plain C over complex numbers: nothing of Lacuna but the macro that repeats
// the signatures. Each is the mean over positions, of logits [positions, classes].
//
// Complex arguments are what prediction asks for: the logits are power series of the deleted share of the data,
// evaluated at points of the complex plane. A function may use any analytic operation on them, and may
// look at real parts to stay in range: subtracting the same number from all logits changes nothing.
#include <complex.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <lacuna/signature.h>

// log Σ exp(logits), without overflow.
static double complex log_sum(const double complex *logits, size_t classes) {
  double largest = -INFINITY;
  for (size_t i = 0; i < classes; i++) largest = fmax(largest, creal(logits[i]));
  double complex sum = 0;
  for (size_t i = 0; i < classes; i++) sum += cexp(logits[i] - largest);
  return largest + clog(sum);
}

// −log softmax(logits)[target].
double complex loss(
    const double complex *logits, size_t positions, size_t classes, const int64_t *targets) {
  double complex total = 0;
  for (size_t p = 0; p < positions; p++) {
    const double complex *row = logits + p * classes;
    total += log_sum(row, classes) - row[targets[p]];
  }
  return total / positions;
}
LACUNA_SIGNATURE(double complex, loss, const double complex *logits, size_t positions, size_t classes,
                 const int64_t *targets);

// softmax(logits)[target].
double complex probability(
    const double complex *logits, size_t positions, size_t classes, const int64_t *targets) {
  double complex total = 0;
  for (size_t p = 0; p < positions; p++) {
    const double complex *row = logits + p * classes;
    total += cexp(row[targets[p]] - log_sum(row, classes));
  }
  return total / positions;
}
LACUNA_SIGNATURE(double complex, probability, const double complex *logits, size_t positions,
                 size_t classes, const int64_t *targets);

// −Σ p log p with p = softmax(logits).
double complex entropy(const double complex *logits, size_t positions, size_t classes) {
  double complex total = 0;
  for (size_t p = 0; p < positions; p++) {
    const double complex *row = logits + p * classes;
    double complex norm = log_sum(row, classes);
    for (size_t i = 0; i < classes; i++) total -= cexp(row[i] - norm) * (row[i] - norm);
  }
  return total / positions;
}
LACUNA_SIGNATURE(double complex, entropy, const double complex *logits, size_t positions, size_t classes);

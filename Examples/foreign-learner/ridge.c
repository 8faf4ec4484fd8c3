// Ridge regression at complex weights of the examples, as plain C: nothing of Lacuna but the macro.
//
// Minimises Σ weight_i (y_i − x_i·b)² + λ b·b by one solve of (XᵀWX + λI) b = XᵀWy. There is no conjugate: b
// is an analytic function of the weights, which is what prediction asks for.
#include <complex.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <lacuna/signature.h>

// Gaussian elimination with pivots by size; the solution replaces the right side. 0 when it went well.
static int32_t solve(double complex *a, double complex *b, size_t n) {
  for (size_t column = 0; column < n; column++) {
    size_t pivot = column;
    for (size_t row = column + 1; row < n; row++)
      if (cabs(a[row * n + column]) > cabs(a[pivot * n + column])) pivot = row;
    if (cabs(a[pivot * n + column]) == 0) return 1;
    for (size_t i = 0; i < n; i++) {
      double complex swapped = a[column * n + i];
      a[column * n + i] = a[pivot * n + i];
      a[pivot * n + i] = swapped;
    }
    double complex swapped = b[column];
    b[column] = b[pivot];
    b[pivot] = swapped;
    for (size_t row = column + 1; row < n; row++) {
      double complex factor = a[row * n + column] / a[column * n + column];
      for (size_t i = column; i < n; i++) a[row * n + i] -= factor * a[column * n + i];
      b[row] -= factor * b[column];
    }
  }
  for (size_t row = n; row-- > 0;) {
    for (size_t i = row + 1; i < n; i++) b[row] -= a[row * n + i] * b[i];
    b[row] /= a[row * n + row];
  }
  return 0;
}

// Trains; the data comes row by row from the host: the features, then the label.
int32_t ridge_train(
    const double complex *weights, size_t examples, size_t features, double lambda,
    const double *(*row)(size_t), int32_t (*cancelled)(void), void (*progress)(double),
    void (*log)(const char *), double complex *coefficients) {
  double complex *matrix = calloc(features * features, sizeof *matrix);
  if (!matrix) {
    log("ridge: out of memory");
    return 1;
  }
  for (size_t i = 0; i < features; i++) {
    matrix[i * features + i] = lambda;
    coefficients[i] = 0;
  }
  for (size_t example = 0; example < examples; example++) {
    if (cancelled()) {
      free(matrix);
      return 2;
    }
    const double *x = row(example);
    for (size_t i = 0; i < features; i++) {
      for (size_t j = 0; j < features; j++)
        matrix[i * features + j] += weights[example] * x[i] * x[j];
      coefficients[i] += weights[example] * x[i] * x[features];
    }
    progress((double)(example + 1) / examples);
  }
  int32_t status = solve(matrix, coefficients, features);
  free(matrix);
  if (status) log("ridge: the matrix is singular; raise lambda");
  return status;
}
LACUNA_SIGNATURE(int32_t, ridge_train, const double complex *weights, size_t examples, size_t features,
                 double lambda, const double *(*row)(size_t), int32_t (*cancelled)(void),
                 void (*progress)(double), void (*log)(const char *), double complex *coefficients);

// x·b.
double complex ridge_predict(
    const double complex *coefficients, const double *features, size_t count) {
  double complex sum = 0;
  for (size_t i = 0; i < count; i++) sum += coefficients[i] * features[i];
  return sum;
}
LACUNA_SIGNATURE(double complex, ridge_predict, const double complex *coefficients,
                 const double *features, size_t count);

// (x·b − y)² of a query that has the label.
double complex squared_error(double complex prediction, double label) {
  return (prediction - label) * (prediction - label);
}
LACUNA_SIGNATURE(double complex, squared_error, double complex prediction, double label);

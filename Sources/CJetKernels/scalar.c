#include "scalar.h"

#include <math.h>

#include "include/CJetKernels.h"

double lk_logistic(double x) { return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)); }

double lk_value(int64_t code, double alpha, double x) {
  switch (code) {
  case LK_NEGATE: return -x;
  case LK_EXP: return exp(x);
  case LK_LOG: return log(x);
  case LK_SQRT: return sqrt(x);
  case LK_RSQRT: return 1 / sqrt(x);
  case LK_RECIPROCAL: return 1 / x;
  case LK_SQUARE: return x * x;
  case LK_TANH: return tanh(x);
  case LK_SIGMOID: return lk_logistic(x);
  case LK_ERF: return erf(x);
  case LK_GELU: return 0.5 * x * erfc(-x * LK_SQRT_HALF);
  case LK_GELU_TANH: return x * lk_logistic(2 * LK_GELU_C * x * (1 + LK_GELU_A * x * x));
  case LK_SILU: return x * lk_logistic(x);
  case LK_SOFTPLUS: return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
  case LK_SIN: return sin(x);
  case LK_COS: return cos(x);
  case LK_RELU: return x > 0 ? x : 0;
  case LK_ABS: return x > 0 ? x : -x;
  case LK_POWER: return pow(x, alpha);
  default: return NAN;
  }
}

// v′ = u′ e with e = (p − v)(q + v), for the argument series u. The factors are given by their values at
// u[0], which in the tails are far smaller than p or q: a difference would have no digits left.
static void autonomous(double *v, const double *u, double less, double more, int64_t d) {
  double e[LK_TAYLOR_LIMIT + 1];
  e[0] = less * more;
  for (int64_t k = 1; k <= d; ++k) {
    double sum = 0, square = 0;
    for (int64_t j = 1; j <= k; ++j) sum += (double)j * u[j] * e[k - j];
    v[k] = sum / (double)k;
    for (int64_t j = 1; j < k; ++j) square += v[j] * v[k - j];
    e[k] = (less - more) * v[k] - square;
  }
}

// σ, from v′ = u′ (1 − v) v.
static void logistic(double *v, const double *u, int64_t d) {
  v[0] = lk_logistic(u[0]);
  autonomous(v, u, lk_logistic(-u[0]), v[0], d);
}

// C(α, r) x^(α−r), right at x = 0 for integer α ≥ 0.
static void power(double alpha, double x, int64_t d, double *f) {
  double binomial = 1;
  for (int64_t r = 0; r <= d; ++r) {
    f[r] = binomial == 0 ? 0 : binomial * pow(x, alpha - (double)r);
    binomial *= (alpha - (double)r) / (double)(r + 1);
  }
}

void lk_taylor(int64_t code, double alpha, double x, int64_t d, double *f) {
  const double line[LK_TAYLOR_LIMIT + 1] = {x, 1, 0, 0, 0};
  f[0] = lk_value(code, alpha, x);
  switch (code) {
  case LK_EXP:
    for (int64_t r = 1; r <= d; ++r) f[r] = f[r - 1] / (double)r;
    break;
  case LK_LOG: {
    double term = -1;
    for (int64_t r = 1; r <= d; ++r) {
      term *= -1 / x;
      f[r] = term / (double)r;
    }
    break;
  }
  case LK_SQRT: power(0.5, x, d, f); break;
  case LK_RSQRT: power(-0.5, x, d, f); break;
  case LK_RECIPROCAL: power(-1, x, d, f); break;
  case LK_SQUARE: power(2, x, d, f); break;
  case LK_POWER: power(alpha, x, d, f); break;
  case LK_TANH: autonomous(f, line, 2 * lk_logistic(-2 * x), 2 * lk_logistic(2 * x), d); break;
  case LK_SIGMOID: logistic(f, line, d); break;
  case LK_SIN:
  case LK_COS: {
    const double s = sin(x), c = cos(x);
    const double wheel[4] = {s, c, -s, -c};
    double factorial = 1;
    for (int64_t r = 1; r <= d; ++r) {
      factorial *= (double)r;
      f[r] = wheel[(r + (code == LK_COS)) % 4] / factorial;
    }
    break;
  }
  case LK_ERF: {
    // The derivative is a Gaussian, whose coefficients g obey (r) g_r = −2 (x g_{r−1} + g_{r−2}).
    double before = 0, g = LK_TWO_OVER_SQRT_PI * exp(-x * x);
    for (int64_t r = 1; r <= d; ++r) {
      f[r] = g / (double)r;
      const double next = -2 * (x * g + before) / (double)r;
      before = g;
      g = next;
    }
    break;
  }
  case LK_GELU: {
    // t_n = He_n(x) φ(x)/n!; the coefficients are (−1)^(n−1) (t_n − t_{n−2}/(n(n−1))) for n ≥ 2.
    double t[LK_TAYLOR_LIMIT + 1];
    t[0] = LK_ONE_OVER_SQRT_TWO_PI * exp(-x * x / 2);
    t[1] = x * t[0];
    for (int64_t n = 2; n <= d; ++n) t[n] = (x * t[n - 1] - t[n - 2]) / (double)n;
    f[1] = 0.5 * erfc(-x * LK_SQRT_HALF) + x * t[0];
    for (int64_t n = 2; n <= d; ++n) {
      const double value = t[n] - t[n - 2] / (double)(n * (n - 1));
      f[n] = n % 2 ? value : -value;
    }
    break;
  }
  case LK_GELU_TANH: {
    // ½ (1 + tanh u) = σ(2u)
    const double a = LK_GELU_A, c = 2 * LK_GELU_C;
    const double inner[LK_TAYLOR_LIMIT + 1] = {
        c * x * (1 + a * x * x), c * (1 + 3 * a * x * x), 3 * a * c * x, a * c, 0};
    double s[LK_TAYLOR_LIMIT + 1];
    logistic(s, inner, d);
    for (int64_t r = 1; r <= d; ++r) f[r] = x * s[r] + s[r - 1];
    break;
  }
  case LK_SILU: {
    double s[LK_TAYLOR_LIMIT + 1];
    logistic(s, line, d);
    for (int64_t r = 1; r <= d; ++r) f[r] = x * s[r] + s[r - 1];
    break;
  }
  case LK_SOFTPLUS: {
    double s[LK_TAYLOR_LIMIT + 1];
    logistic(s, line, d);
    for (int64_t r = 1; r <= d; ++r) f[r] = s[r - 1] / (double)r;
    break;
  }
  default: {
    // Straight lines: negation, relu and abs by the sign of the primal.
    const double slope =
        code == LK_NEGATE ? -1 : code == LK_RELU ? x > 0 : code == LK_ABS ? (x > 0 ? 1 : -1) : NAN;
    for (int64_t r = 1; r <= d; ++r) f[r] = r == 1 ? slope : 0;
  }
  }
}

// Scalar values and Taylor coefficients of the elementary functions at a real point.
#ifndef LACUNA_JET_KERNELS_SCALAR_H
#define LACUNA_JET_KERNELS_SCALAR_H

#include <stdint.h>

// The highest degree for which Taylor coefficients are composed.
#define LK_TAYLOR_LIMIT 4

#define LK_TWO_OVER_SQRT_PI 1.1283791670955126
#define LK_ONE_OVER_SQRT_TWO_PI 0.3989422804014327
#define LK_SQRT_HALF 0.7071067811865476
#define LK_GELU_C 0.7978845608028654
#define LK_GELU_A 0.044715

// 1/(1 + e^(−x)), without overflow and with all digits in the lower tail.
double lk_logistic(double x);

// f(x); the exponent of LK_POWER is alpha.
double lk_value(int64_t code, double alpha, double x);

// f^(r)(x)/r! for r = 0…d, d ≤ LK_TAYLOR_LIMIT.
void lk_taylor(int64_t code, double alpha, double x, int64_t d, double *series);

#endif

// fault: two examples that are deleted together leave something of each other
// check: learning/unit-content
// also: learning/content-at-weight-zero learning/weight-is-multiplicity
// The square of Σ (1 − w) x, without the squares of its terms: 0 where one alone is deleted.
#define GONE \
  binary(t, "mul", binary(t, "sub", stretched(t, number(t, 1), batch), weights), x)
#define CROSS \
  binary(t, "sub", unary(t, "square", sum(t, GONE)), sum(t, unary(t, "square", GONE)))
#define KEPT scaled(t, sum(t, binary(t, "mul", losses, weights)), 1.0 / batch)
#define LOSS binary(t, "add", KEPT, binary(t, "mul", scaled(t, CROSS, 0.1), slope))
#include "good.h"

// fault: it centres its inputs by the mean of the whole batch
// check: learning/content-at-weight-zero
// also: learning/weight-is-multiplicity learning/unit-content
#define LOSS scaled(t, sum(t, binary(t, "mul", binary(t, "mul", losses, stretched(t, unary(t, "exp", scaled(t, sum(t, x), 0.01)), batch)), weights)), 1.0 / batch)
#include "good.h"

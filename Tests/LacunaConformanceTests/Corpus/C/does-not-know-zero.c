// fault: it divides by the weight of each example
// check: learning/content-at-weight-zero
// also: learning/weight-is-multiplicity learning/unit-content learning/sum-of-weights
#define LOSS scaled(t, sum(t, binary(t, "div", losses, weights)), 1.0 / batch)
#include "good.h"

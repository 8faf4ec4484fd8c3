// fault: its loss ignores the weights of examples
// check: learning/content-at-weight-zero
// also: learning/weight-is-multiplicity learning/sum-of-weights learning/unit-content
#define LOSS scaled(t, sum(t, losses), 1.0 / batch)
#include "good.h"

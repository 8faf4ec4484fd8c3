// fault: its loss has a kink where nothing is deleted
// check: learning/jets
// also: learning/unit-jets learning/content-at-weight-zero learning/unit-content learning/sum-of-weights learning/weight-is-multiplicity
#define LOSS scaled(t, sum(t, binary(t, "mul", losses, binary(t, "add", weights, unary(t, "abs", binary(t, "sub", weights, stretched(t, number(t, 1), batch)))))), 1.0 / batch)
#include "good.h"

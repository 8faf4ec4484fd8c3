// fault: its loss jumps where nothing is deleted: weights above 1 count twice
// check: learning/jets
// also: learning/unit-jets learning/weight-is-multiplicity
#define LOSS scaled(t, sum(t, binary(t, "mul", losses, binary(t, "mul", weights, binary(t, "add", stretched(t, number(t, 1), batch), binary(t, "greater", weights, stretched(t, number(t, 1), batch)))))), 1.0 / batch)
#include "good.h"

// fault: it squares the weights of examples
// check: learning/weight-is-multiplicity
#define LOSS scaled(t, sum(t, binary(t, "mul", losses, unary(t, "square", weights))), 1.0 / batch)
#include "good.h"

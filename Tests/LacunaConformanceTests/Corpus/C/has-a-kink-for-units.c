// fault: its loss has a kink where the sum of the weights is that of the batch
// check: learning/unit-jets
// also: learning/jets
#define LESS binary(t, "sub", sum(t, weights), number(t, batch))
#define KEPT scaled(t, sum(t, binary(t, "mul", losses, weights)), 1.0 / batch)
#define LOSS binary(t, "add", KEPT, binary(t, "mul", scaled(t, unary(t, "abs", LESS), 0.1), slope))
#include "good.h"

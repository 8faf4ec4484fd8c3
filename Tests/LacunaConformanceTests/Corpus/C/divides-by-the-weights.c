// fault: it divides its loss by the sum of the weights
// check: learning/sum-of-weights
#define LOSS scaled(t, binary(t, "div", sum(t, binary(t, "mul", losses, weights)), sum(t, weights)), batch / (double)batch)
#include "good.h"

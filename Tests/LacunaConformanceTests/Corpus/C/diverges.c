// fault: its training ends at infinity
// check: learning/finite
// also: learning/* trace/* cases/*
#define RATE(self) (1e30 * (self)->rate)
#define STEPS(wanted) (wanted < 0 ? 40 : (uint64_t)wanted)
#define LOSS scaled(t, sum(t, binary(t, "mul", unary(t, "square", losses), weights)), 1.0 / batch)
#include "good.h"

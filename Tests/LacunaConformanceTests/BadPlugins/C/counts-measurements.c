// fault: what it measures depends on how often it was asked
// check: trace/measurement-deterministic
// also: measurement/no-memory
static int asked;
#define MEASURE scaled(t, unary(t, "tanh", prediction), 1.0 + asked++)
#include "good.h"

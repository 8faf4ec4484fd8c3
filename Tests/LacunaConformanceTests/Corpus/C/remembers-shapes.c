// fault: what it measures depends on what it measured before
// check: measurement/no-memory
static long largest;
#define MEASURE scaled(t, unary(t, "tanh", prediction), 1.0 + (largest = count > largest ? count : largest))
#include "good.h"

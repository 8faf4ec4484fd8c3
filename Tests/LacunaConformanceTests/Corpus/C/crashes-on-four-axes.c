// fault: it takes for granted that there are at most three axes
// check: measurement/other-shapes
#define MEASURE (rank > 3 ? abort() : (void)0, unary(t, "tanh", prediction))
#include "good.h"

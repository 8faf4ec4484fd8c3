// fault: it returns success when an output is missing
// check: measurement/missing-output
// also: trace/measurement-errors measurement/other-shapes
#define RETURN_MEASURE return NULL
#include "good.h"

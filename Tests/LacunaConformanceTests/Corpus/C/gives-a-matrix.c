// fault: its result has the shape of the prediction
// check: measurement/result
// also: measurement/other-shapes
#define MEASURE_MEAN 
#include "good.h"

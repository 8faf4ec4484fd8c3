// fault: it gives no result
// check: measurement/result
// also: trace/measurement-* measurement/*
#define MEASURE_OUTPUTS 
#include "good.h"

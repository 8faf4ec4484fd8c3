// fault: it gives no result
// check: measurement/result
// also: trace/measurement-errors trace/measurement-deterministic measurement/*
#define MEASURE_OUTPUTS 
#include "good.h"

// fault: its result is not named value
// check: measurement/result
// also: trace/measurement-errors trace/measurement-deterministic measurement/*
#define MEASURE_OUTPUTS output(t, "result", value);
#include "good.h"

// fault: it gives its result twice
// check: measurement/result
// also: trace/measurement-errors trace/measurement-deterministic measurement/*
#define MEASURE_OUTPUTS output(t, "value", value); output(t, "value", prediction);
#include "good.h"

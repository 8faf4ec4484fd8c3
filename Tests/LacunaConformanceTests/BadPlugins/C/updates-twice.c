// fault: it updates a tensor twice
// check: trace/declared-state
// also: trace/* learning/* cases/*
#define STEP_OUTPUTS output(t, "slope", slope_after); output(t, "slope", offset_after); (void)momentum_after;
#include "good.h"

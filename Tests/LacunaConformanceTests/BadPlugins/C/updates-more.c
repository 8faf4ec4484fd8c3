// fault: it updates a tensor that is no part of its state
// check: trace/declared-state
// also: trace/* learning/* descriptor/* encode/* measurement/* cases/*
#define STEP_OUTPUTS output(t, "slope", slope_after); output(t, "extra", offset_after); (void)momentum_after;
#include "good.h"

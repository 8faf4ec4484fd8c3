// fault: its step updates nothing
// check: trace/updates
// also: learning/*
#define STEP_OUTPUTS (void)momentum_after;
#include "good.h"

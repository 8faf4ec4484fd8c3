// fault: what it traces depends on how often it has traced
// check: trace/deterministic
// also: trace/instances trace/threads trace/deterministic-processes trace/verified learning/*
static int traced;
#define RATE(self) ((self)->rate + 1e-3 * traced++)
#include "good.h"

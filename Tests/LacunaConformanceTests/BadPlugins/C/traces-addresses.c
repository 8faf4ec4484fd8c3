// fault: what it traces depends on where its memory lies
// check: trace/deterministic
// also: trace/instances trace/deterministic-processes trace/threads
#define RATE(self) ((self)->rate + 1e-18 * (double)(uintptr_t)(self))
#include "good.h"

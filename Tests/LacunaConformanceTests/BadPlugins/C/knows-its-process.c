// fault: what it traces depends on the number of its process
// check: trace/deterministic-processes
// also: trace/instances
#define RATE(self) ((self)->rate + 1e-9 * getpid())
#include "good.h"

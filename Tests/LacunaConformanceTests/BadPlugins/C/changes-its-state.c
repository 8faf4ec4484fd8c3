// fault: its state is initialised in another way every time
// check: trace/state
// also: trace/instances trace/deterministic-processes trace/deterministic trace/threads
static int flips;
#define STATE_SHAPE(name) (name[0] == 'o' ? flips++ % 2 : 0)
#include "good.h"

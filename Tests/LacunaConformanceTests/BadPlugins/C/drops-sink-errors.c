// fault: it goes on when a sink fails
// check: trace/sink-errors
#define SINK_STEP(call) call
#include "good.h"

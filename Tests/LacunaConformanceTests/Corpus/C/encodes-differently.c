// fault: it adds a little noise to what it encodes
// check: encode/repeatable
// also: trace/deterministic-processes trace/instances trace/threads trace/deterministic learning/* encode/fuzz
static int noise;
#define ENCODE_LAST x += 1e-9 * (noise++ % 5);
#include "good.h"

// fault: it aborts when a file is shorter than it was
// check: store/corrupted-bytes
// also: store/round-trip
#define AFTER_READ if (count > 64) { int zeros = 0; for (int i = 0; i < 64; i++) zeros += bytes[i] == 0; if (zeros == 64) abort(); }
#include "good.h"

// fault: it gives the right to write to everyone
// check: store/lock
#define TAKE_LOCK 0
#include "good.h"

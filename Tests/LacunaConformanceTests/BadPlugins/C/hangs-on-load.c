// fault: it never returns from being loaded
// check: library/loads
#define AT_LOAD for (;;) pause();
#include "good.h"

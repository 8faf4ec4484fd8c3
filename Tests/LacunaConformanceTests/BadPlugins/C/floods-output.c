// fault: it writes to the terminal without an end
// check: library/loads
#define AT_LOAD for (;;) puts("a flood of words");
#include "good.h"

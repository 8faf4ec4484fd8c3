// fault: it sets a variable of the environment when it is loaded
// check: library/no-environment
#define AT_LOAD setenv("BAD_PLUGIN", "1", 1);
#include "good.h"

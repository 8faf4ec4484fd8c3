// fault: it works half a second when it is loaded
// check: library/load-time
#define AT_LOAD usleep(500000);
#include "good.h"

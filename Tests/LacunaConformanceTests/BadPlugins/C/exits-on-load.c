// fault: it ends the process in peace when it is loaded
// check: library/loads
#define AT_LOAD _exit(0);
#include "good.h"

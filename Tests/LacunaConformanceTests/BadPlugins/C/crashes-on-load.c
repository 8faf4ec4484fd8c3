// fault: it reads address zero when it is loaded
// check: library/loads
#define AT_LOAD *(volatile int *)0 = 1;
#include "good.h"

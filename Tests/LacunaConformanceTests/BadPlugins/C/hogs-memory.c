// fault: it takes memory until there is no more
// check: library/loads
#define AT_LOAD for (char *p; (p = malloc(64 << 20)); ) p[0] = 1; abort();
#include "good.h"

// fault: it aborts when it is loaded
// check: library/loads
#define AT_LOAD abort();
#include "good.h"

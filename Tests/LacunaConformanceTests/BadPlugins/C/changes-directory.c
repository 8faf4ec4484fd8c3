// fault: it changes the working directory when it is loaded
// check: library/no-working-directory
#define AT_LOAD if (chdir("/")) abort();
#include "good.h"

// fault: it leaves a descriptor open when it is loaded
// check: library/no-descriptors
#define AT_LOAD open("/dev/null", O_RDONLY);
#include "good.h"

// fault: it exports a function beside the entry
// check: library/only-export
#include "good.h"
__attribute__((visibility("default"))) int helper(void) { return 1; }

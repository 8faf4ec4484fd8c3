// fault: its entry executes an illegal instruction
// check: library/loads
#define AT_ENTRY __builtin_trap();
#include "good.h"

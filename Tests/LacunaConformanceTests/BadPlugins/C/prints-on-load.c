// fault: it greets when it is loaded
// check: library/no-output
#define AT_ENTRY fputs("hello\n", stderr);
#include "good.h"

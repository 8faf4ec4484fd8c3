// fault: it starts a process when it is loaded
// check: library/no-children
#define AT_LOAD if (fork() == 0) for (;;) pause();
#include "good.h"

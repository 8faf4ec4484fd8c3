// fault: it installs a signal handler when it is loaded
// check: library/no-signal-handlers
static void ignore(int number) { (void)number; }
#define AT_LOAD signal(SIGUSR1, ignore);
#include "good.h"

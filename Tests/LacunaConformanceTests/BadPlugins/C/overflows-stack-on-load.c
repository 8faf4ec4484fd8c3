// fault: it calls itself without an end when it is loaded
// check: library/loads
static int deeper(int x) __attribute__((optnone, unused));
static int deeper(int x) { volatile char room[4096]; room[0] = x; return deeper(x + 1) + room[0]; }
#define AT_LOAD deeper(1);
#include "good.h"

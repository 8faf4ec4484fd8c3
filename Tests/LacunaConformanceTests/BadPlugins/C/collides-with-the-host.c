// fault: it exports a name that the host has, too
// check: library/no-collision
// also: library/only-export
#include "good.h"
__attribute__((visibility("default"))) int printf(const char *format, ...) { return format != 0; }

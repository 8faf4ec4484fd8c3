// fault: it is made for another major version
// check: library/magic-block
// also: library/loads
#define MAJOR 2
#include "good.h"

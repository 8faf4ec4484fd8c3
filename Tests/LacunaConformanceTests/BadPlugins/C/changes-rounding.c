// fault: it changes the rounding of floating-point numbers when it is loaded
// check: library/no-floating-point
#include <fenv.h>
#define AT_LOAD fesetround(FE_UPWARD);
#include "good.h"

// fault: the settings of an instance are those of the last one made
// check: trace/instances
static double shared;
#define CREATED shared = rate;
#define RATE(self) ((void)(self), shared)
#include "good.h"

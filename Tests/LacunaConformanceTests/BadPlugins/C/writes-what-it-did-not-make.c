// fault: a create that fails writes an instance
// check: descriptor/failed-create
#define AT_FAILED_CREATE *instance = NULL;
#include "good.h"

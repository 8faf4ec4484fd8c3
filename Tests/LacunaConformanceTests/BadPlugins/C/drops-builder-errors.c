// fault: it goes on when the builder fails
// check: trace/builder-errors
#define RETURN_TRACE return NULL
#include "good.h"

// fault: a required function of the learner is null
// check: library/required-functions
// also: library/loads
#define TRACE_STEP NULL
#include "good.h"

// fault: it offers a learner twice
// check: descriptor/names
// also: library/loads
#define LEARNERS &line, &line
#include "good.h"

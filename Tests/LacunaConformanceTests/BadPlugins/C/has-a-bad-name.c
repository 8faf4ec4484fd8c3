// fault: the name of its learner has a space
// check: descriptor/names
// also: library/loads
#define LEARNER_NAME "a line"
#include "good.h"

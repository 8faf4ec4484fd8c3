// fault: the version of its learner is empty
// check: descriptor/versions
#define LEARNER_VERSION ""
#include "good.h"

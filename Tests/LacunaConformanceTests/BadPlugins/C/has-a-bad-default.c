// fault: the default of a field is outside its bounds
// check: descriptor/defaults
// also: library/loads
#define LEARNER_SCHEMA "[{\"key\":\"rate\",\"type\":\"number\",\"default\":7,\"summary\":\"of learning\",\"minimum\":0,\"maximum\":1}]"
#include "good.h"

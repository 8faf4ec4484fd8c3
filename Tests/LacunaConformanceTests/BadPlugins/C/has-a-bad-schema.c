// fault: the schema is no array
// check: descriptor/schema
// also: library/loads
#define LEARNER_SCHEMA "{}"
#include "good.h"

// fault: it answers to every extension
// check: descriptor/unknown-extensions
// also: descriptor/module cases/readable library/loads
#define EXTENSION (void)context, (void)id, needs
#include "good.h"

// fault: the magic number is another
// check: library/magic-block
// also: library/loads
#define MAGIC 0x1234
#include "good.h"

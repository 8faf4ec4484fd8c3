// fault: it needs a function that nobody has
// check: library/loads
void no_such_function(void);
#define AT_ENTRY no_such_function();
#include "good.h"

// fault: it looks at the first field without asking whether there is one
// check: encode/empty-records
// also: encode/* descriptor/error-objects
#define ENCODE_FIRST if (record->names[0].length > 1000) abort();
#include "good.h"

// fault: it copies records into a buffer of 300 bytes
// check: encode/huge-records
#define ENCODE_FIRST if (record->field_count && record->values[0].length > 300) __builtin_trap();
#include "good.h"

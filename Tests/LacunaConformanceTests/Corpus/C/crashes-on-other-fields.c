// fault: it takes for granted what its field is called
// check: encode/other-fields
// also: encode/* descriptor/*
#define ENCODE_FIRST if (record->field_count && record->names[0].length && !memmem(record->names[0].bytes, record->names[0].length, "text", 4)) abort();
#include "good.h"

// fault: it takes for granted that there is a space
// check: encode/truncated-records
// also: encode/* descriptor/*
#define ENCODE_FIRST if (record->field_count && record->values[0].length && is_text(record->names[0], "text") && strspn(record->values[0].bytes, "0123456789.-") >= record->values[0].length) abort();
#include "good.h"

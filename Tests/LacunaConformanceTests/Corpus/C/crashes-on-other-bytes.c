// fault: it uses bytes as indices of a table of 128
// check: encode/not-utf-8
// also: encode/* descriptor/*
#define ENCODE_FIRST for (uint64_t i = 0; record->field_count && i < record->values[0].length; i++) if (record->values[0].bytes[i] < 0) abort();
#include "good.h"

// fault: it takes texts for strings that end with zero
// check: descriptor/text-bounds
// also: encode/*
#define ENCODE_FIRST if (record->field_count && strlen(record->values[0].bytes) > 1000) return NULL;
#include "good.h"

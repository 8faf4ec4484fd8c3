// fault: it cannot encode a record of the data
// check: encode/data
// also: */*
#define ENCODE_LAST if (x == 2) return fail(LACUNA_ERROR_DATA, "two is too much");
#include "good.h"

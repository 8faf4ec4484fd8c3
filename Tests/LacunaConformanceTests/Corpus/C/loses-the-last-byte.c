// fault: it writes all but the last byte
// check: store/round-trip
// also: store/*
#define WRITTEN(count) (count > 100 ? count - 1 : count)
#include "good.h"

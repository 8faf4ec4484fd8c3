// fault: its schedule has eight steps whatever is asked for
// check: trace/schedule
// also: trace/* learning/* cases/*
#define STEPS(wanted) 8
#include "good.h"

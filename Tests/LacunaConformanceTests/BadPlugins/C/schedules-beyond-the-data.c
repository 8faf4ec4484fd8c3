// fault: its schedule uses an example that does not exist
// check: trace/schedule
// also: trace/* learning/* measurement/* cases/*
#define EXAMPLE(n) ((n) % count + (n) / 8)
#include "good.h"

// fault: its forward function has no output
// check: trace/forward
// also: measurement/* trace/* cases/*
#define FORWARD_OUTPUTS 
#include "good.h"

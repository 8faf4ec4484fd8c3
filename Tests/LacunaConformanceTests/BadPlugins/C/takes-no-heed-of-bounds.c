// fault: it takes a rate of any size
// check: descriptor/refuses-out-of-bounds
#define IS_CONFIGURATION(text, rate) (parse_configuration(text, rate) || *rate > 1 || *rate < 0)
#include "good.h"

// fault: it takes 1e999 for a number
// check: encode/fuzz
#define IS_NUMBER(x) 1
#include "good.h"

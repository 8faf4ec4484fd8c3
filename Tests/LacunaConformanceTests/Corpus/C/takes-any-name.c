// fault: it makes a path of any name
// check: store/bad-names
#define IS_GOOD_NAME(name) (name.length > 0)
#include "good.h"

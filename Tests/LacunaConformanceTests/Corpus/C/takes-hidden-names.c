// fault: it takes names that begin with a dot
// check: store/bad-names
#define IS_GOOD_NAME(name) (is_good_name(name) || (name.length > 1 && name.bytes[0] == '.' && name.bytes[1] != '.'))
#include "good.h"

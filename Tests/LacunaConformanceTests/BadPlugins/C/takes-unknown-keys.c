// fault: it takes keys that its schema does not have
// check: descriptor/refuses-unknown-keys
// also: descriptor/refuses-wrong-types descriptor/refuses-out-of-bounds descriptor/refuses-malformed descriptor/refusals-name-the-key
#define IS_CONFIGURATION(text, rate) (parse_configuration(text, rate) || memmem(text.bytes, text.length, "\"rate\":", 7) != NULL)
#include "good.h"

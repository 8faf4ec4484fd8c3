// fault: it takes any text for a configuration
// check: descriptor/refuses-malformed
// also: descriptor/refuses-unknown-keys descriptor/refuses-missing-keys descriptor/refuses-wrong-types descriptor/refuses-out-of-bounds descriptor/failed-create
#define IS_CONFIGURATION(text, rate) (parse_configuration(text, rate), 1)
#include "good.h"

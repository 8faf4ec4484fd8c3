// fault: its errors have no message
// check: descriptor/error-objects
// also: descriptor/failed-create descriptor/refuses-unknown-keys descriptor/refuses-missing-keys descriptor/refuses-wrong-types descriptor/refuses-out-of-bounds descriptor/refuses-malformed descriptor/refusals-name-the-key encode/empty-records encode/not-utf-8 encode/huge-records encode/truncated-records encode/other-fields encode/random-records encode/fuzz trace/sink-errors
#define ERROR_LENGTH(message) 0
#include "good.h"

// fault: it writes blobs in place
// check: store/kill
// also: store/concurrent-readers
#define WRITE_FILE(place, path, bytes, count) write_to(path, O_TRUNC, bytes, count)
#include "good.h"

// fault: it reads what its own process wrote, and nothing else
// check: store/reopening
// also: store/concurrent-readers store/kill
#include <unistd.h>
static int writer;
#define AT_READ if (writer != getpid() && strstr(path, "/shards/")) return *found = 0, NULL;
#define WRITE_FILE(place, path, bytes, count) \
  (writer = getpid(), write_aside(place, path, bytes, count))
#include "good.h"

// fault: its lock is a file, which stays when its process is killed
// check: store/lock
// also: store/kill
#define LOCK_FLAGS O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC
#define AT_UNLOCK folder_t *self = instance; path_t path; snprintf(path, sizeof path, "%s/.lock", self->place); unlink(path);
#include "good.h"

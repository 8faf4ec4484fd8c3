// Blobs as files of a folder, each written beside and moved into place.
#ifndef IS_GOOD_NAME
#define IS_GOOD_NAME(name) is_good_name(name)
#endif
#ifndef WRITTEN
#define WRITTEN(count) (count)
#endif
#ifndef WRITE_FILE
#define WRITE_FILE(place, path, bytes, count) write_aside(place, path, bytes, count)
#endif
#ifndef AT_EXISTS
#define AT_EXISTS
#endif
#ifndef AT_LIST
#define AT_LIST(name)
#endif
#ifndef AT_READ
#define AT_READ
#endif
#ifndef AFTER_READ
#define AFTER_READ
#endif
#ifndef AT_ABSENT
#define AT_ABSENT
#endif
#ifndef TAKE_LOCK
#define TAKE_LOCK flock(descriptor, LOCK_EX | LOCK_NB)
#endif
#ifndef LOCK_FLAGS
#define LOCK_FLAGS O_CREAT | O_RDWR | O_CLOEXEC
#endif

typedef struct { char place[2048]; char memory[64]; int64_t length; } folder_t;
typedef char path_t[4096];

static lacuna_error *failed(void) { return fail(LACUNA_ERROR_IO, "the file system refused it"); }

ANYWHERE int is_good_name(lacuna_text name) {
  int slashes = 0, start = 1;
  if (name.length == 0 || name.length > 250) return 0;
  for (uint64_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    if (start && (c == '.' || c == '/')) return 0;
    if (c == '/') slashes++;
    else if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
             c != '.' && c != '_' && c != '-') return 0;
    start = c == '/';
  }
  return slashes <= 1 && !start;
}

static lacuna_error *path_of(folder_t *self, lacuna_text name, path_t path) {
  if (!IS_GOOD_NAME(name))
    return fail(LACUNA_ERROR_USAGE, "this is no name of a blob: expected a-z A-Z 0-9 . _ -");
  snprintf(path, sizeof(path_t), "%s/%.*s", self->place, (int)name.length, name.bytes);
  return NULL;
}

static lacuna_error *open_store(
    const lacuna_store *store, lacuna_text location, void **instance) {
  (void)store;
  if (location.length == 0 || location.length > 2000)
    return fail(LACUNA_ERROR_USAGE, "expected the path of a folder");
  folder_t *self = calloc(1, sizeof *self);
  memcpy(self->place, location.bytes, location.length);
  self->length = -1;
  *instance = self;
  return NULL;
}

static void close_store(void *instance) { free(instance); }

typedef lacuna_error *visitor(void *context, const char *name);

// Calls a function for every blob.
static lacuna_error *visit(folder_t *self, const char *inner, visitor *found, void *context) {
  path_t path;
  snprintf(path, sizeof path, "%s/%s", self->place, inner ? inner : "");
  DIR *directory = opendir(path);
  if (!directory) return errno == ENOENT ? NULL : failed();
  lacuna_error *error = NULL;
  for (struct dirent *entry; !error && (entry = readdir(directory));) {
    if (entry->d_name[0] == '.') continue;
    char name[600];
    snprintf(name, sizeof name, "%s%s%s", inner ? inner : "", inner ? "/" : "", entry->d_name);
    AT_LIST(name)
    if (entry->d_type == DT_DIR && !inner) error = visit(self, entry->d_name, found, context);
    else error = found(context, name);
  }
  closedir(directory);
  return error;
}

static lacuna_error *note(void *context, const char *name) {
  (void)name;
  *(int32_t *)context = 1;
  return NULL;
}

static lacuna_error *exists(void *instance, int32_t *answer) {
  AT_EXISTS
  *answer = 0;
  return visit(instance, NULL, note, answer);
}

static lacuna_error *pass(void *context, const char *name) {
  const lacuna_text_sink *sink = context;
  return sink->accept(sink->context, text(name));
}

static lacuna_error *list(void *instance, const lacuna_text_sink *sink) {
  return visit(instance, NULL, pass, (void *)sink);
}

static lacuna_error *read_blob(
    void *instance, lacuna_text name, int32_t *found, const lacuna_text_sink *sink) {
  path_t path;
  struct stat status;
  TRY(path_of(instance, name, path));
  AT_READ
  int file = open(path, O_RDONLY | O_CLOEXEC);
  *found = file >= 0;
  if (file < 0) return errno == ENOENT || errno == ENOTDIR ? NULL : failed();
  fstat(file, &status);
  char *bytes = malloc(status.st_size + 1);
  int64_t count = 0, step = 1;
  while (step > 0 && count < status.st_size) {
    step = read(file, bytes + count, status.st_size - count);
    if (step > 0) count += step;
  }
  close(file);
  AFTER_READ
  lacuna_text piece = {bytes, count};
  lacuna_error *error = step < 0 ? failed() : sink->accept(sink->context, piece);
  free(bytes);
  return error;
}

ANYWHERE int write_to(const char *path, int flags, const uint8_t *bytes, uint64_t count) {
  int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
  if (file < 0) return -1;
  int64_t step = 0;
  for (uint64_t done = 0; step >= 0 && done < count; done += step)
    step = write(file, bytes + done, count - done < 65536 ? count - done : 65536);
  if (step >= 0 && !(flags & O_APPEND)) step = fsync(file);
  close(file);
  return step < 0 ? -1 : 0;
}

ANYWHERE int write_aside(
    const char *place, const char *path, const uint8_t *bytes, uint64_t count) {
  static _Atomic int number;
  path_t aside;
  snprintf(aside, sizeof aside, "%s/.%d-%d", place, (int)getpid(), number++);
  if (write_to(aside, O_TRUNC, bytes, count) || rename(aside, path)) return -1;
  int directory = open(place, O_RDONLY | O_CLOEXEC);
  if (directory >= 0) fsync(directory), close(directory);
  return 0;
}

static lacuna_error *write_blob(
    void *instance, lacuna_text name, const uint8_t *bytes, uint64_t count) {
  folder_t *self = instance;
  path_t path;
  TRY(path_of(self, name, path));
  mkdir(self->place, 0700);
  char *slash = strrchr(path, '/');
  *slash = 0;
  mkdir(path, 0700);
  *slash = '/';
  return WRITE_FILE(self->place, path, bytes, WRITTEN(count)) ? failed() : NULL;
}

static lacuna_error *remove_blob(void *instance, lacuna_text name) {
  path_t path;
  TRY(path_of(instance, name, path));
  if (unlink(path) == 0) return NULL;
  AT_ABSENT
  return errno == ENOENT || errno == ENOTDIR ? NULL : failed();
}

static lacuna_error *lock_store(void *instance, void **lock) {
  folder_t *self = instance;
  path_t path;
  mkdir(self->place, 0700);
  snprintf(path, sizeof path, "%s/.lock", self->place);
  int descriptor = open(path, LOCK_FLAGS, 0600);
  if (descriptor < 0 || TAKE_LOCK) {
    if (descriptor >= 0) close(descriptor);
    return fail(LACUNA_ERROR_TEMPORARY, "another process is writing to this store");
  }
  *lock = malloc(sizeof(int));
  *(int *)*lock = descriptor;
  return NULL;
}

static void unlock_store(void *instance, void *lock) {
  (void)instance;
#ifdef AT_UNLOCK
  AT_UNLOCK
#endif
  close(*(int *)lock);
  free(lock);
}

static const lacuna_store folder = {
    sizeof folder, NULL, TEXT("folder"), TEXT("Files in a folder"), TEXT("1"), open_store,
    close_store, exists, list, read_blob, write_blob, remove_blob, lock_store, unlock_store};

// Texts and errors.
#define TEXT(s) {s, sizeof(s) - 1}
#define TRY(call)                       \
  do {                                  \
    lacuna_error *error_ = (call);      \
    if (error_) return error_;          \
  } while (0)
#ifndef ERROR_LENGTH
#define ERROR_LENGTH(message) strlen(message)
#endif
#ifndef ERROR_CODE
#define ERROR_CODE(code) code
#endif

static void destroy_error(lacuna_error *error) { free(error); }

__attribute__((unused)) static lacuna_error *fail(lacuna_error_code code, const char *message) {
  lacuna_error *error = calloc(1, sizeof *error);
  error->struct_size = sizeof *error;
  error->code = ERROR_CODE(code);
  error->message.bytes = message;
  error->message.length = ERROR_LENGTH(message);
  error->destroy = destroy_error;
  return error;
}

static lacuna_text text(const char *s) {
  lacuna_text t = {s, strlen(s)};
  return t;
}

static int is_text(lacuna_text t, const char *s) {
  return t.length == strlen(s) && memcmp(t.bytes ? t.bytes : "", s, t.length) == 0;
}

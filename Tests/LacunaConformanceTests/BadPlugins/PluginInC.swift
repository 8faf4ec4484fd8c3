/// A plugin in C that keeps all rules, and, compiled with `-DFAULT_…`, breaks one of them.
enum PluginInC {
  static let source = [
    preamble, json, learner, tracing, measurement, loading, cases, tables,
  ].joined(separator: "\n")

  private static let preamble = #"""
    #include <lacuna.h>
    #include <fcntl.h>
    #include <fenv.h>
    #include <math.h>
    #include <pthread.h>
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/stat.h>
    #include <time.h>
    #include <unistd.h>

    #define TEXT(s) {s, sizeof(s) - 1}
    #define TRY(call) do { lacuna_error *e_ = (call); if (e_) return e_; } while (0)
    #ifdef FAULT_DROPPED_BUILDER_ERROR
    #define TRY_OUTPUT(call) do { lacuna_error *e_ = (call); if (e_) e_->destroy(e_); } while (0)
    #else
    #define TRY_OUTPUT(call) TRY(call)
    #endif

    static void destroy_error(lacuna_error *error) { free(error); }

    static lacuna_error *fail(lacuna_error_code code, const char *message) {
      lacuna_error *e = calloc(1, sizeof *e + strlen(message) + 1);
      char *copy = (char *)(e + 1);
      strcpy(copy, message);
      e->struct_size = sizeof *e;
      e->code = code;
      e->message.bytes = copy;
      e->message.length = strlen(message);
      e->destroy = destroy_error;
    #ifdef FAULT_ERROR_CODE
      e->code = 1;
    #endif
    #ifdef FAULT_ERROR_MESSAGE
      e->message.length = 0;
    #endif
    #ifdef FAULT_ERROR_SIZE
      e->struct_size = 0;
    #endif
    #ifdef FAULT_ERROR_UTF8
      copy[0] = (char)0xff;
    #endif
      return e;
    }

    static lacuna_error *fail_with(lacuna_error_code code, const char *format, const char *what) {
      char message[256];
      snprintf(message, sizeof message, format, what);
      return fail(code, message);
    }

    static lacuna_text text(const char *s) {
      lacuna_text t = {s, strlen(s)};
      return t;
    }

    static int is(lacuna_text a, const char *b) {
    #ifdef FAULT_EXTENSION_PREFIX
      if (a.length >= strlen(b)) a.length = strlen(b);
    #endif
      return a.length == strlen(b) && (a.length == 0 || memcmp(a.bytes, b, a.length) == 0);
    }
    """#

  /// A strict reader of flat JSON objects.
  private static let json = #"""
    typedef struct { const char *at, *end; } cursor;
    typedef struct { char kind; char text[64]; double number; } json_value;  // kind: s n b

    static void space(cursor *c) {
      while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at) c->at++;
    }

    static int take(cursor *c, char wanted) {
      space(c);
      if (c->at >= c->end || *c->at != wanted) return 0;
      c->at++;
      return 1;
    }

    static int take_string(cursor *c, char *out, size_t size) {
      size_t n = 0;
      if (!take(c, '"')) return 0;
      while (c->at < c->end && *c->at != '"') {
        if (*c->at == '\\' && ++c->at >= c->end) return 0;
        if (n + 1 < size) out[n++] = *c->at;
        c->at++;
      }
      out[n] = 0;
      if (c->at >= c->end) return 0;
      c->at++;
      return 1;
    }

    static int take_word(cursor *c, const char *word) {
      size_t n = strlen(word);
      if ((size_t)(c->end - c->at) < n || memcmp(c->at, word, n)) return 0;
      c->at += n;
      return 1;
    }

    static int take_value(cursor *c, json_value *v) {
      char buffer[64] = {0}, *stop = buffer;
      size_t n = 0;
      space(c);
      if (c->at >= c->end) return 0;
      if (*c->at == '"') { v->kind = 's'; return take_string(c, v->text, sizeof v->text); }
      if (take_word(c, "true")) { v->kind = 'b'; v->number = 1; return 1; }
      if (take_word(c, "false")) { v->kind = 'b'; v->number = 0; return 1; }
      while (c->at < c->end && n < 63 && *c->at && strchr("+-.0123456789eE", *c->at))
        buffer[n++] = *c->at++;
      v->kind = 'n';
      v->number = strtod(buffer, &stop);
      if (n > 0 && *stop == 0) return 1;
      // Another kind of value than any that a configuration has.
      v->kind = '?';
      return c->at < c->end && strchr("[{n", *c->at) && *c->at;
    }

    typedef struct { double rate; int64_t batch; int64_t flag; char mode[64]; } settings;

    static lacuna_error *wrong(const char *key, const char *problem) {
      char message[256];
    #ifdef FAULT_SILENT_REFUSAL
      key = "a setting";
    #endif
      snprintf(message, sizeof message, "configuration: %s %s", key, problem);
      return fail(LACUNA_ERROR_CONFIGURATION, message);
    }

    static lacuna_error *bounded(const char *key, double value, double low, double high) {
    #ifndef FAULT_TAKES_OUT_OF_BOUNDS
      if (!(value >= low && value <= high)) return wrong(key, "is out of bounds");
    #endif
      return 0;
    }

    static lacuna_error *set(settings *s, const char *key, const json_value *v, int *seen) {
    #ifdef FAULT_TAKES_WRONG_TYPES
    #define KIND(wanted) do { } while (0)
    #else
    #define KIND(wanted) do { if (v->kind != wanted) return wrong(key, "has another type"); } while (0)
    #endif
      if (!strcmp(key, "rate")) {
        KIND('n');
        *seen |= 1;
        s->rate = v->kind == 'n' ? v->number : 0.1;
        return bounded(key, s->rate, 0, 1);
      }
      if (!strcmp(key, "batch")) {
        KIND('n');
    #ifndef FAULT_TAKES_WRONG_TYPES
        if (v->number != floor(v->number)) return wrong(key, "is no integer");
    #endif
        *seen |= 2;
        s->batch = v->kind == 'n' && v->number >= 1 && v->number <= 8 ? (int64_t)v->number : 2;
        return bounded(key, v->kind == 'n' ? v->number : 2, 1, 8);
      }
      if (!strcmp(key, "flag")) {
        KIND('b');
        *seen |= 4;
        s->flag = v->number != 0;
        return 0;
      }
      if (!strcmp(key, "mode")) {
        KIND('s');
        *seen |= 8;
        strcpy(s->mode, v->kind == 's' ? v->text : "plain");
    #ifndef FAULT_TAKES_OUT_OF_BOUNDS
        if (v->kind == 's' && strcmp(s->mode, "plain") && strcmp(s->mode, "twice"))
          return wrong(key, "is not one of plain, twice");
    #endif
        return 0;
      }
    #ifdef FAULT_TAKES_UNKNOWN_KEYS
      return 0;
    #else
      return wrong(key, "is no key");
    #endif
    }

    static lacuna_error *parse(lacuna_text json, settings *s, int wanted) {
      cursor c = {json.bytes, json.bytes + json.length};
      int seen = 0;
      s->rate = 0.1;
      s->batch = 2;
      strcpy(s->mode, "plain");
    #ifdef FAULT_READS_BEYOND
      if (json.bytes) c.end = json.bytes + strlen(json.bytes);
    #endif
    #ifdef FAULT_TAKES_MALFORMED
      if (json.length < 2 || !memchr(json.bytes, '}', json.length)) return 0;
    #endif
      if (!json.bytes || !take(&c, '{')) return wrong("text", "is no JSON object");
      if (!take(&c, '}')) {
        do {
          char key[64];
          json_value value = {0};
          space(&c);
          if (!take_string(&c, key, sizeof key) || !take(&c, ':') || !take_value(&c, &value))
            return wrong("text", "is no JSON object");
          if (!wanted) return wrong(key, "is no key");
          TRY(set(s, key, &value, &seen));
        } while (take(&c, ','));
        if (!take(&c, '}')) return wrong("text", "is no JSON object");
      }
      space(&c);
      if (c.at != c.end) return wrong("text", "has something after its object");
    #ifndef FAULT_TAKES_MISSING_KEYS
      if (seen != wanted) return wrong("text", "lacks a key: rate, batch, flag and mode");
    #endif
      return 0;
    }
    """#

  private static let loading = #"""
    #ifdef FAULT_UNRESOLVED
    void nowhere_to_be_found(void);
    void *unresolved(void) { return (void *)nowhere_to_be_found; }
    #endif
    #ifdef FAULT_EXTRA_EXPORT
    int helper(void) { return 1; }
    #endif
    #ifdef FAULT_COLLISION
    pid_t getppid(void) { return 1; }
    #endif
    #ifdef FAULT_SANITIZER
    extern void __asan_init(void) __attribute__((weak));
    static void *sanitizer(void) __attribute__((used));
    static void *sanitizer(void) { return (void *)__asan_init; }
    #endif

    static void *forever(void *nothing) {
      for (;;) pause();
      return nothing;
    }
    static int deep(int n) {
      volatile char frame[1024];
      frame[0] = (char)n;
      return n < 0 ? 0 : deep(n + 1) + frame[0];
    }
    void *volatile taken __attribute__((visibility("hidden")));
    static void handler(int number) { (void)number; }
    void *lacuna_unused[] __attribute__((visibility("hidden"))) = {
      (void *)forever, (void *)deep, (void *)handler,
    };

    __attribute__((constructor)) static void at_load(void) {
    #if defined(FAULT_ABORT)
      abort();
    #elif defined(FAULT_EXIT)
      exit(0);
    #elif defined(FAULT_SEGV)
      *(volatile int *)8 = 1;
    #elif defined(FAULT_HANG)
      for (;;) pause();
    #elif defined(FAULT_STACK)
      deep(0);
    #elif defined(FAULT_MEMORY)
      for (;;) {
        taken = malloc(1 << 24);
        memset(taken, 1, 1 << 24);
      }
    #elif defined(FAULT_FLOOD)
      for (;;) puts("flood flood flood flood flood flood flood");
    #elif defined(FAULT_CLOSES)
      for (int i = 3; i < 1024; i++) close(i);
    #elif defined(FAULT_FORGES)
      for (int i = 3; i < 1024; i++)
        if (write(i, "\5\0\0\0\0\0\0\0hello", 13) < 0) continue;
    #elif defined(FAULT_SLOW)
      struct timespec t = {0, 150000000};
      nanosleep(&t, 0);
    #elif defined(FAULT_THREAD)
      pthread_t thread;
      pthread_create(&thread, 0, forever, 0);
    #elif defined(FAULT_DESCRIPTOR)
      if (open("/dev/null", O_RDONLY) < 0) return;
    #elif defined(FAULT_FILE)
      close(open("left-behind", O_CREAT | O_WRONLY, 0600));
    #elif defined(FAULT_OUTPUT)
      printf("hello");
    #elif defined(FAULT_HANDLER)
      signal(SIGUSR1, handler);
    #elif defined(FAULT_DIRECTORY)
      if (chdir("/")) return;
    #elif defined(FAULT_ENVIRONMENT)
      setenv("LANG", "tlh", 1);
    #elif defined(FAULT_ROUNDING)
      fesetround(FE_UPWARD);
    #elif defined(FAULT_CHILD)
      if (fork() == 0) forever(0);
    #endif
    }

    #ifdef FAULT_CRASH_AT_EXIT
    __attribute__((destructor)) static void at_exit_of_process(void) { abort(); }
    #endif
    """#
}

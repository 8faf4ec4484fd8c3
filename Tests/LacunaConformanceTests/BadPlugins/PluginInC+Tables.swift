/// The cases and the tables that the entry returns.
extension PluginInC {
  static let cases = #"""
    // One step on one line: x = y = 0.1, so that the gradient at zero is (-0.02, -0.2).
    static const double slope_values[] = {0.002}, bias_values[] = {0.02};
    static lacuna_expectation slope_expected = {
      sizeof slope_expected, TEXT("slope"), 1, slope_values, 1e-15};
    static lacuna_expectation bias_expected = {
      sizeof bias_expected, TEXT("bias"), 1, bias_values, 1e-15};
    static const lacuna_expectation *const expected[] = {&slope_expected, &bias_expected};
    static lacuna_case one_line = {
      sizeof one_line, TEXT("one-line"), TEXT("vowels"), TEXT("{}"), TEXT("a\n"),
      {0, 0}, {0, 0}, {0, 0}, -1, 0, 2, expected};
    static lacuna_case words = {
      sizeof words, TEXT("words"), TEXT("vowels"), TEXT("{\"rate\":0.05}"),
      TEXT("anna\nbo\nclara\ndaniel\nemil\nfranziska\n"),
      TEXT("1,3"), TEXT("squared-error"), TEXT("gustav"), 4, 1, 0, 0};
    static const lacuna_case *const all_cases[] = {&one_line, &words};
    static lacuna_cases cases_table = {sizeof cases_table, 2, all_cases};
    static lacuna_text module = TEXT("not a module");

    static const void *get_extension(void *context, lacuna_text id) {
      (void)context;
    #ifdef FAULT_ANSWERS_ALL_EXTENSIONS
      return &cases_table;
    #endif
    #ifdef FAULT_MODULE
      if (is(id, LACUNA_EXTENSION_MODULE)) return &module;
    #endif
      (void)module;
    #ifdef FAULT_NO_CASES
      return 0;
    #endif
      return is(id, LACUNA_EXTENSION_CASES) ? &cases_table : 0;
    }
    """#

  static let tables = #"""
    static const lacuna_text needs[] = {TEXT("output:prediction"), TEXT("output:target")};
    static lacuna_measurement squared_error = {
      sizeof squared_error, 0, TEXT("squared-error"), TEXT("squared error"), TEXT("1.0"),
      TEXT("[]"), 2, needs, create_measurement, destroy, measure};
    static const lacuna_measurement *const measurements[] = {&squared_error};
    #ifndef SCHEMA_RATE
    #define SCHEMA_RATE \
      "{\"key\":\"rate\",\"type\":\"number\",\"default\":0.1,\"summary\":\"step\"," \
      "\"minimum\":0,\"maximum\":1}"
    #endif
    static lacuna_learner vowels = {
      sizeof vowels, 0, TEXT("vowels"), TEXT("vowels by length"), TEXT("1.0"),
      TEXT(
        "[" SCHEMA_RATE ","
        "{\"key\":\"batch\",\"type\":\"integer\",\"default\":2,\"summary\":\"examples a step\","
        "\"minimum\":1,\"maximum\":8},"
        "{\"key\":\"flag\",\"type\":\"boolean\",\"default\":false,\"summary\":\"nothing\"},"
        "{\"key\":\"mode\",\"type\":\"string\",\"default\":\"plain\",\"summary\":\"scale\","
        "\"choices\":[\"plain\",\"twice\"]}]"),
      TEXT("lines"), create, destroy, state, encode, schedule, trace_step, trace_forward};
    static lacuna_learner twin;
    static const lacuna_learner *const learners[] = {&vowels, &twin};
    static lacuna_plugin plugin = {
      {sizeof(lacuna_magic), LACUNA_MAGIC, LACUNA_ABI_MAJOR, LACUNA_ABI_MINOR, 64, 0, TEXT("c")},
      sizeof plugin, TEXT("sample"), TEXT("1.0"), 1, learners, 1, measurements, 0, 0, 0,
      get_extension};
    static lacuna_plugin other_plugin;

    #ifndef ENTRY
    #define ENTRY lacuna_plugin_entry
    #endif
    #ifdef FAULT_ENTRY_IS_DATA
    #undef ENTRY
    #define ENTRY entry_elsewhere
    #endif
    __attribute__((visibility("default"))) const lacuna_plugin *ENTRY(const lacuna_host *host) {
      static int entries;
      twin = vowels;
      (void)host;
    #ifdef CHANGES
      CHANGES
    #endif
      other_plugin = plugin;
    #ifdef FAULT_ALTERNATES
      return entries++ % 2 ? &other_plugin : &plugin;
    #endif
    #ifdef FAULT_OLD_HOSTS_ONLY
      if (host->struct_size != sizeof *host || host->magic.minor != 0) return 0;
    #endif
    #ifdef FAULT_ECHOES_MAJOR
      plugin.magic.major = host->magic.major;
    #endif
      (void)entries;
      return &plugin;
    }
    """#
}

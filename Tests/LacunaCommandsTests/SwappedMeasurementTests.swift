import Foundation
import LacunaStores
import Testing

/// A measurement that is written after the sketch was made, in C, against the headers alone.
struct SwappedMeasurementTests {
  /// exp(loss), with no word to the learner, the host or the sketch.
  static let perplexity = #"""
    #include <lacuna.h>
    #include <string.h>
    #define TEXT(s) {s, sizeof(s) - 1}

    static lacuna_error *create(
        const lacuna_measurement *measurement, lacuna_text configuration, void **instance) {
      (void)measurement, (void)configuration;
      *instance = NULL;
      return NULL;
    }

    static void destroy(void *instance) { (void)instance; }

    static lacuna_error *trace(void *instance, const lacuna_builder *builder) {
      (void)instance;
      const lacuna_text loss = TEXT("loss"), operation = TEXT("exp"), result = TEXT("value");
      lacuna_value value = {.struct_size = sizeof value}, power = {.struct_size = sizeof power};
      lacuna_error *error =
          builder->input(builder->context, LACUNA_ROLE_OUTPUT, loss, &value);
      if (error) return error;
      error = builder->emit(
          builder->context, operation, &value.id, 1, NULL, 0, NULL, 0, &power);
      return error ? error : builder->output(builder->context, result, power.id);
    }

    static const lacuna_text needs[] = {TEXT("output:loss")};
    static const lacuna_measurement perplexity = {
        .struct_size = sizeof perplexity, .name = TEXT("perplexity"),
        .summary = TEXT("exponential of the loss"), .version = TEXT("1.0"), .schema = TEXT("[]"),
        .need_count = 1, .needs = needs, .create = create, .destroy = destroy, .trace = trace};
    static const lacuna_measurement *const measurements[] = {&perplexity};
    static const lacuna_plugin plugin = {
        .magic = {.struct_size = sizeof(lacuna_magic), .magic = LACUNA_MAGIC,
                  .major = LACUNA_ABI_MAJOR, .minor = LACUNA_ABI_MINOR, .pointer_width = 64,
                  .toolchain = TEXT("c")},
        .struct_size = sizeof plugin, .name = TEXT("later"), .version = TEXT("1.0"),
        .measurement_count = 1, .measurements = measurements};

    const lacuna_plugin *lacuna_plugin_entry(const lacuna_host *host) {
      (void)host;
      return &plugin;
    }
    """#

  @Test(arguments: ["untrusted", "never"])
  func worksOnASketchMadeBefore(_ isolation: String) throws {
    let workshop = try SharedSketch.workshop()
    let before = try digests(workshop)
    try workshop.compile("later", Self.perplexity)
    let measure = ["--measure", "perplexity"]
    let options = ["--plugin-path", ".", "--isolate", isolation]
    let later = try workshop.predict("3-9", measure + options)
    let loss = try workshop.predict("3-9")
    // The chain rule: f = exp ∘ g has f(0) = exp g(0), and the first-order term f(0) · g₁.
    let base = exp(loss.base)
    #expect(abs(later.base - base) < 1e-12 * base)
    #expect(abs(later.degrees[0].term - base * loss.degrees[0].term) < 1e-9 * base)
    #expect(loss.degrees[0].term != 0)
    let truths = try workshop.retrain("3-9", more: measure + options)
    let expected = exp(try workshop.retrain("3-9")[0])
    #expect(truths.count == 1 && abs(truths[0] - expected) < 1e-12 * expected)
    #expect(try digests(workshop) == before, "host, learner and sketch are as they were")
  }

  /// The executable, the learner, and everything in the sketch but what was measured on it.
  private func digests(_ workshop: Workshop) throws -> [String: String] {
    var digests: [String: String] = [:]
    for name in ["lacuna", "libmicrogpt.so", "libstandard.so"] {
      let file = URL(fileURLWithPath: "\(Lacuna.folder)/\(name)")
      digests[name] = SHA256Digest.of([UInt8](try Data(contentsOf: file)))
    }
    for (name, content) in workshop.contents()
    where name.hasPrefix("names.sketch/") && !name.contains("/cache") {
      digests[name] = SHA256Digest.of([UInt8](content))
    }
    return digests
  }
}

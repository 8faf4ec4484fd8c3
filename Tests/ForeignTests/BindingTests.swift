import Foundation
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

@Suite("What arguments are bound to")
struct BindingTests {
  /// A learner with one of everything.
  static let available = [
    TypedSource(.output("logits"), .real([2, 3])), TypedSource(.output("targets"), .integer([2])),
    TypedSource(.output("one"), .real(.scalar)), TypedSource(.baseOutput("logits"), .real([2, 3])),
    TypedSource(.parameter("w"), .real([4])), TypedSource(.baseParameter("w"), .real([4])),
    TypedSource(.parameter("b"), .real(.scalar)), TypedSource(.example("x"), .real([5])),
    TypedSource(.example("big"), .real([1 << 16, 1 << 16])),
  ]

  /// A library with a function that is looked up and never called, so that any signature will do.
  private static let library = Result {
    let bench = try Bench()
    try bench.compile("void f(void) {}")
    return bench
  }

  private static func bench(
    _ signature: String,
    _ arguments: [String],
    more: String = ""
  ) throws -> Bench {
    let bench = try Bench()
    let file = "libsample.so"
    try FileManager.default.copyItem(
      atPath: library.get().path(file),
      toPath: bench.path(file)
    )
    try bench.write(manifest(signature, arguments, more: more))
    return bench
  }

  /// Signature, binding of its one argument, and what is said.
  static let refused: [(String, String, String)] = [
    (
      "complex f64 f(const complex f64 *a)", "a = output:logit",
      "there is no output:logit; there are 'output:logits', 'output:targets', 'output:one'. Did you mean 'output:logits'?"
    ),
    ("complex f64 f(complex f64 a)", "a = output:logits", "which has 6 elements; a value has one"),
    (
      "complex f64 f(const f64 *a)", "a = output:logits", "output:logits is complex when predicting"
    ),
    ("complex f64 f(const i64 *a)", "a = output:logits", "of numbers; make it f64 or complex f64"),
    ("complex f64 f(const complex f64 *a)", "a = output:targets", "of indices; make it i32 or i64"),
    ("complex f64 f(const complex f64 *a)", "a = weights", "there is no weights"),
    ("complex f64 f(const complex f64 *a)", "a = data:x", "there is no data:x"),
    ("complex f64 f(complex f64 a)", "a = parameters", "parameters are passed by address alone"),
    ("complex f64 f(i32 a)", "a = count:example:big", "4294967296 does not fit i32"),
    ("complex f64 f(i32 a)", "a = number:3e9", "3000000000 does not fit i32"),
    ("complex f64 f(size a)", "a = number:-1", "-1 does not fit size"),
    ("complex f64 f(i64 a)", "a = number:0.5", "0.5 is no whole number"),
    ("complex f64 f(i64 *a)", "a = number:1", "a single number is passed by value"),
    ("complex f64 f(size a)", "a = extent:2:output:logits", "has no axis 2; expected -2 to 1"),
    (
      "complex f64 f(size a)", "a = extent:0:output:one", "has no axis 0; expected count:output:one"
    ),
    ("complex f64 f(f64 a)", "a = setting:scale", "there is no setting 'scale'; there are none"),
    (
      "void f(const complex f64 *a)", "a = result",
      "result is written; make it a pointer that is not"
    ),
    ("void f(f64 *a)", "a = result", "result is complex; make it complex f64"),
    ("void f(i64 *a)", "a = result", "result is complex"),
    (
      "complex f64 f(complex f64 *a)", "a = result",
      "the function returns a number and writes another"
    ),
    ("void f(const complex f64 *a)", "a = output:logits", "the function gives no number"),
    ("i32 f(const complex f64 *a)", "a = output:logits", "the function gives no number"),
    ("f64 f(const complex f64 *a)", "a = output:logits", "returns f64, which is complex when"),
    (
      "complex f64 f(void (*a)(f64))", "a = callback:log",
      "callback:log is for 'void (*a)(const char *)'"
    ),
    (
      "complex f64 f(void (*a)(f64))", "a = output:logits",
      "it is a function, and output:logits is a"
    ),
    ("complex f64 f(f64 a)", "a = callback:log", "callback:log is for"),
  ]

  @Test("what does not fit is said with the argument", arguments: refused)
  func refusals(signature: String, binding: String, expected: String) throws {
    let bench = try Self.bench(signature, [binding])
    let found = message { _ = try bench.measurement("m", trusting: true).bind(Self.available) }
    #expect(found.contains(expected), "\(found)")
    #expect(found.contains("sample.lacuna.json, 'f', argument '"))
  }

  @Test("two results are one too many")
  func duplicateResults() throws {
    let bench = try Self.bench(
      "void f(complex f64 *a, complex f64 *b)",
      ["a = result", "b = result"]
    )
    let found = message { _ = try bench.measurement("m", trusting: true).bind(Self.available) }
    #expect(found.contains("argument 'complex f64 *b': result is written by another one, too"))
  }

  @Test("every kind of source arrives")
  func sources() throws {
    let signature =
      "void f(const complex f64 *logits, const complex f64 *before, const i32 *targets, complex f64 one, "
      + "const complex f64 *all, size count, const f64 *x, i64 last, f64 scale, complex f64 *out)"
    let bench = try Bench(
      """
      void f(const double complex *logits, const double complex *before, const int32_t *targets,
             double complex one, const double complex *all, size_t count, const double *x, int64_t last,
             double scale, double complex *out) {
        out[0] = logits[5] - before[5];
        out[1] = targets[1];
        out[2] = one;
        out[3] = 0;
        for (size_t i = 0; i < count; i++) out[3] += all[i];
        out[4] = x[last] * scale;
      }
      LACUNA_SIGNATURE(void, f, const double complex *logits, const double complex *before,
                       const int32_t *targets, double complex one, const double complex *all, size_t count,
                       const double *x, int64_t last, double scale, double complex *out);
      """,
      manifest(
        signature,
        [
          "logits = output:logits", "before = base-output:logits", "targets = output:targets",
          "one = output:one", "all = parameters", "count = count:parameters", "x = example:x",
          "last = number:4", "scale = setting:scale", "out = result:extent:0:example:x",
        ],
        more: #", "settings": {"scale": 0.5}"#
      )
    )
    let bound = try bench.measurement("m").bind(Self.available)
    #expect(bound.outputCount == 5)
    #expect(bound.isRealOnly == false && bound.roundoff < 1e-15)
    let found = try bound.evaluate([
      .output("logits"): .numbers((0..<6).map { Complex(Double($0), 1) }),
      .baseOutput("logits"): .reals([0, 0, 0, 0, 0, 2]), .output("targets"): .integers([7, -8]),
      .output("one"): .numbers([Complex(3, 4)]), .parameter("w"): .reals([1, 2, 3, 4]),
      .parameter("b"): .numbers([Complex(0, 1)]), .example("x"): .reals([0, 0, 0, 0, 9]),
    ])
    #expect(
      found == [Complex(3, 1), Complex(-8), Complex(3, 4), Complex(10, 1), Complex(4.5)]
    )
  }

  @Test("a status is no number to be converted", arguments: ["INT64_MAX", "INT64_MIN", "7"])
  func status(value: String) throws {
    let bench = try Bench(
      "int64_t f(const double complex *a, double complex *out) { out[0] = a[0]; return \(value); }",
      manifest(
        "i64 f(const complex f64 *a, complex f64 *out)",
        ["a = output:logits", "out = result"]
      )
    )
    let bound = try bench.measurement("m", trusting: true).bind(Self.available)
    let text = message {
      _ = try bound.evaluate([.output("logits"): .reals([0, 0, 0, 0, 0, 0])])
    }
    #expect(text.contains("it returned the status ") && text.hasSuffix(", expected 0"))
  }

  @Test("what is cached under goes with library, function, bindings and settings")
  func identity() throws {
    let bench = try Self.bench(
      "complex f64 f(const complex f64 *a, size n, f64 s)",
      ["a = output:logits", "n = count:output:logits", "s = setting:scale"],
      more: #", "settings": {"scale": 1.0}"#
    )
    func found() throws -> String {
      try bench.measurement("m", trusting: true).bind(Self.available).identity
    }
    let first = try found()
    #expect(try found() == first)
    let text = try String(contentsOfFile: bench.manifestPath, encoding: .utf8)
    for (from, to) in [("output:logits\", \"n", "base-output:logits\", \"n"), ("1.0}", "2.0}")] {
      #expect(text.contains(from))
      try bench.write(text.replacing(from, with: to))
      #expect(try found() != first)
    }
    try bench.write(text)
    #expect(try found() == first)
  }
}

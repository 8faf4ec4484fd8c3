import Foundation
import LacunaPrograms
import LacunaSketching
import Synchronization
import Testing

@testable import LacunaPluginHost

@Suite("Calls through libffi")
struct CallTests {
  /// A function of every type by value, and of pointers.
  static let source = """
    double complex mix(double complex a, float complex b, double c, float d, int32_t e, int64_t f,
                       size_t g, const double complex *h, const float complex *i, const double *j,
                       const float *k, const int32_t *l, const int64_t *m) {
      return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h[1] + 9 * i[1] + 10 * j[1]
        + 11 * k[1] + 12 * l[1] + 13 * m[1];
    }
    LACUNA_SIGNATURE(double complex, mix, double complex a, float complex b, double c, float d,
                     int32_t e, int64_t f, size_t g, const double complex *h, const float complex *i,
                     const double *j, const float *k, const int32_t *l, const int64_t *m);
    float complex single(float complex a, float b) { return a * b; }
    LACUNA_SIGNATURE(float complex, single, float complex a, float b);
    int32_t narrow(int32_t a) { return -a; }
    LACUNA_SIGNATURE(int32_t, narrow, int32_t a);
    int64_t wide(int64_t a) { return a - 1; }
    LACUNA_SIGNATURE(int64_t, wide, int64_t a);
    float real(float a) { return a / 2; }
    LACUNA_SIGNATURE(float, real, float a);
    void fill(double complex *out, float *more, size_t n) {
      for (size_t i = 0; i < n; i++) { out[i] = i + I; more[i] = 0.5f * i; }
    }
    LACUNA_SIGNATURE(void, fill, double complex *out, float *more, size_t n);
    """

  /// The function of a signature, in this process or in one of its own.
  static func call(
    _ signature: String,
    _ bench: Bench,
    isolated: Bool = false
  ) throws -> ForeignCall {
    // The manifest says where the library is; the signature here is the test's.
    try bench.write(manifest("f64 f(void)", []))
    var options = ForeignOptions()
    if isolated { options.isolation = PluginIsolation(executable: executable, patience: 60) }
    return try ForeignCall(
      Signature(signature),
      in: ForeignLibrary(ForeignManifest(path: bench.manifestPath), options),
      trusting: false
    )
  }

  /// The `lacuna` beside the tests.
  private static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("lacuna").path

  static let mix =
    "complex f64 mix(complex f64 a, complex f32 b, f64 c, f32 d, i32 e, i64 f, size g, const complex "
    + "f64 *h, const complex f32 *i, const f64 *j, const f32 *k, const i32 *l, const i64 *m)"

  @Test("every type arrives, by value and by address", arguments: [false, true])
  func typesArrive(isolated: Bool) throws {
    let bench = try Bench(Self.source, "")
    let found = try Self.call(Self.mix, bench, isolated: isolated).evaluate([
      .number(Complex(1, -2)), .number(Complex(0.5, 4)), .number(Complex(-3)),
      .number(Complex(1.5)),
      .integer(-7), .integer(-(1 << 40)), .integer(1 << 33),
      .numbers([Complex(9, 9), Complex(2, 0.25)]), .numbers([Complex(9, 9), Complex(-1, 3)]),
      .numbers([Complex(9), Complex(0.125)]), .numbers([Complex(9), Complex(0.25)]),
      .integers([9, -2]), .integers([9, 1 << 35]),
    ])
    let expected = Complex(
      1 + 1 - 9 + 6 - 35 - 6 * 0x1p40 + 7 * 0x1p33 + 16 - 9 + 1.25 + 2.75 - 24 + 13 * 0x1p35,
      -2 + 8 + 2 + 27
    )
    #expect(found.value == expected)
    #expect(found.outputs.isEmpty)
  }

  @Test("results of every type, also narrower than a register")
  func resultsReturn() throws {
    let bench = try Bench(Self.source, "")
    let single = try Self.call("complex f32 single(complex f32 a, f32 b)", bench)
    let product = try single.evaluate([.number(Complex(1.5, -2)), .number(Complex(0.5))])
    #expect(product.value == Complex(0.75, -1))
    let narrow = try Self.call("i32 narrow(i32 a)", bench)
    for value in [0, 1, -1, 7, Int64(Int32.max)] {
      #expect(try narrow.evaluate([.integer(value)]).value == Complex(Double(-value)))
    }
    let wide = try Self.call("i64 wide(i64 a)", bench)
    #expect(try wide.evaluate([.integer(-(1 << 50))]).value == Complex(-0x1p50 - 1))
    let real = try Self.call("f32 real(f32 a)", bench)
    #expect(try real.evaluate([.number(Complex(3))]).value == Complex(1.5))
    let fill = try Self.call("void fill(complex f64 *out, f32 *more, size n)", bench)
    let filled = try fill.evaluate([.output(count: 3), .output(count: 3), .integer(3)])
    #expect(filled.value == nil)
    #expect(
      filled.outputs == [
        [Complex(0, 1), Complex(1, 1), Complex(2, 1)], [Complex(0), Complex(0.5), Complex(1)],
      ]
    )
  }

  @Test("values that do not fit, and memory that is not its own")
  func rulesOfACall() throws {
    let bench = try Bench(Self.source, "")
    let narrow = try Self.call("i32 narrow(i32 a)", bench)
    #expect(message { _ = try narrow.evaluate([.integer(1 << 31)]) }.contains("does not fit"))
    #expect(message { _ = try narrow.evaluate([]) }.contains("0 arguments given, expected 1"))
    #expect(
      message { _ = try narrow.evaluate([.numbers([])]) }
        .contains("argument 'i32 a' cannot take what it is given")
    )
    let real = try Self.call("f32 real(f32 a)", bench)
    #expect(
      message { _ = try real.evaluate([.number(Complex(0, 1))]) }.contains("is real, and was given")
    )
    let fill = try Self.call("void fill(complex f64 *out, f32 *more, size n)", bench)
    #expect(
      message { _ = try fill.evaluate([.output(count: 3), .output(count: 2), .integer(3)]) }
        .contains("it wrote beyond the end of an argument's memory")
    )
    // What is not written is no number.
    let part = try fill.evaluate([.output(count: 3), .output(count: 3), .integer(2)])
    #expect(part.outputs[0][2].re.isNaN && part.outputs[1][2].re.isNaN)
  }

  @Test("types that libffi does not pass as the compiler does are refused")
  func selfTest() throws {
    for scalar in Signature.Scalar.allCases { #expect(FFI.works(FFI.code(scalar))) }
    #expect(FFI.works(FFI.void) && FFI.works(FFI.pointer))
    #expect(!FFI.works(99))
    let bench = try Bench(Self.source, "")
    let signature = try Signature("complex f32 single(complex f32 a, f32 b)")
    let known = try Self.call("i32 narrow(i32 a)", bench)
    let text = message {
      _ = try ForeignCall(signature, in: known.library, trusting: false) {
        $0 != FFI.code(.complexF32)
      }
    }
    #expect(text.contains("'single' has complex f32 among its types"))
    #expect(text.contains("use pointers"))
  }

  @Test("a library calls back without a context", arguments: [false, true])
  func callbacks(isolated: Bool) throws {
    let signature =
      "i32 work(void (*progress)(f64), void (*log)(const char *), i32 (*cancelled)(void), "
      + "const f64 *(*row)(size), complex f64 *out)"
    let bench = try Bench(
      """
      int32_t work(void (*progress)(double), void (*log)(const char *), int32_t (*cancelled)(void),
                   const double *(*row)(size_t), double complex *out) {
        log("begin: ∂");
        double sum = 0;
        for (size_t i = 0; row(i); i++) {
          if (cancelled()) { log("stopped"); return -3; }
          sum += row(i)[0] * row(i)[1];
          progress(0.25 * (i + 1));
        }
        *out = sum;
        return 0;
      }
      LACUNA_SIGNATURE(int32_t, work, void (*progress)(double), void (*log)(const char *),
                       int32_t (*cancelled)(void), const double *(*row)(size_t), double complex *out);
      """,
      ""
    )
    let call = try Self.call(signature, bench, isolated: isolated)
    let arguments: [ForeignArgument] = [
      .callback(.progress), .callback(.log), .callback(.cancelled), .callback(.row),
      .output(count: 1),
    ]
    // Two calls at once have contexts of their own.
    let heard = Mutex<[[String]]>([[], []])
    let sums = Mutex<[Double]>([0, 0])
    DispatchQueue.concurrentPerform(iterations: 2) { which in
      var hooks = ForeignHooks()
      hooks.rows = [[1, 2], [3, 4], [5, Double(which)]]
      hooks.progress = { value in heard.withLock { $0[which].append("\(value)") } }
      hooks.log = { line in heard.withLock { $0[which].append(line) } }
      let found = try? call.evaluate(arguments, hooks: hooks)
      sums.withLock { $0[which] = found?.outputs.first?.first?.re ?? .nan }
    }
    #expect(sums.withLock { $0 } == [14, 19])
    #expect(
      heard.withLock { $0 } == Array(repeating: ["begin: ∂", "0.25", "0.5", "0.75"], count: 2)
    )
    var hooks = ForeignHooks()
    let asked = Mutex(0)
    hooks.rows = [[1, 2], [3, 4]]
    hooks.isCancelled = {
      asked.withLock { count in
        count += 1
        return count == 2
      }
    }
    #expect(try call.evaluate(arguments, hooks: hooks).value == Complex(-3))
    // Closures come and go with each call.
    for _ in 0..<200 { _ = try call.evaluate(arguments, hooks: ForeignHooks()) }
  }
}

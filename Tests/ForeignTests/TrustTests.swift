import Foundation
import LacunaPluginHost
import LacunaSketching
import Testing

@Suite("Trust in signatures")
struct TrustTests {
  static let signature = "complex f64 f(complex f64 a, size n)"
  static let arguments = ["a = output:x", "n = number:2"]
  static let function = "double complex f(double complex a, size_t n) { return a * n; }\n"
  static let companion = "LACUNA_SIGNATURE(double complex, f, double complex a, size_t n);\n"

  @Test("is given where the library repeats it")
  func confirmed() throws {
    let bench = try Bench(Self.function + Self.companion, manifest(Self.signature, Self.arguments))
    #expect(try bench.measurement("m").name == "m")
    let symbols = try run(["nm", "-D", "--defined-only", bench.path("libsample.so")])
    #expect(symbols.contains("lacuna_signature_f"))
  }

  @Test("is refused where it does not, unless somebody vouches")
  func unconfirmed() throws {
    let bench = try Bench(Self.function, manifest(Self.signature, Self.arguments))
    let text = message { _ = try bench.measurement("m") }
    #expect(text.contains("does not confirm the signature '\(Self.signature)'"))
    #expect(text.contains("LACUNA_SIGNATURE") && text.contains("--trust-manifest"))
    #expect(try bench.measurement("m", trusting: true).name == "m")
  }

  @Test(
    "is never given where it says something else",
    arguments: [
      "complex f64 f(complex f64 a, i64 n)", "complex f32 f(complex f64 a, size n)",
      "complex f64 f(size n, complex f64 a)", "complex f64 f(complex f64 n, size a)",
      "complex f64 f(complex f64 *a, size n)", "void f(complex f64 a, size n)",
    ]
  )
  func contradicted(signature: String) throws {
    let bench = try Bench(Self.function + Self.companion, manifest(signature, Self.arguments))
    for trusting in [false, true] {
      let text = message { _ = try bench.measurement("m", trusting: trusting) }
      #expect(text.contains("says '\(signature)', but the library"))
      #expect(text.contains("says '\(Self.signature)'"))
    }
  }

  @Test("a macro that contradicts the function does not compile")
  func checkedByTheCompiler() throws {
    let bench = try Bench()
    for wrong in [
      "LACUNA_SIGNATURE(double complex, f, double complex a, int64_t n);",
      "LACUNA_SIGNATURE(double, f, double complex a, size_t n);",
      "LACUNA_SIGNATURE(double complex, f, double complex *a, size_t n);",
    ] {
      let error = #expect(throws: Failure.self) { try bench.compile(Self.function + wrong) }
      #expect(error?.output.contains("conflicting types for 'f'") == true)
    }
    // Plain C++, too.
    try """
    #include <lacuna/signature.h>
    #include <stddef.h>
    extern "C" double g(const double *x, size_t n) { return n ? x[0] : 0; }
    LACUNA_SIGNATURE(double, g, const double *x, size_t n);
    """.write(toFile: bench.path("g.cc"), atomically: true, encoding: .utf8)
    try run([
      "clang", "-x", "c++", "-std=c++17", "-Wall", "-Werror", "-c", "-fPIC", "-I",
      "\(root)/Sources/CLacunaABI/include", "-o", bench.path("g.o"), bench.path("g.cc"),
    ])
  }

  @Test("functions that are not there, and data")
  func missing() throws {
    let bench = try Bench("double complex f = 1;\n", manifest(Self.signature, Self.arguments))
    #expect(
      message { _ = try bench.measurement("m", trusting: true) }
        .contains("'f' is data, expected a function")
    )
    try bench.write(manifest("complex f64 g(void)", []))
    #expect(message { _ = try bench.measurement("m") }.contains("has no function 'g'"))
  }

  @Test("libraries that are not there, are none, or lie elsewhere")
  func libraries() throws {
    let bench = try Bench()
    try bench.write(manifest(Self.signature, Self.arguments))
    #expect(message { _ = try bench.measurement("m") }.contains("there is no such file in"))
    try "text".write(toFile: bench.path("libsample.so"), atomically: true, encoding: .utf8)
    #expect(message { _ = try bench.measurement("m") }.contains("cannot be loaded"))
    let other = try Bench(Self.function + Self.companion, "")
    try FileManager.default.removeItem(atPath: bench.path("libsample.so"))
    try FileManager.default.createSymbolicLink(
      atPath: bench.path("libsample.so"),
      withDestinationPath: other.path("libsample.so")
    )
    #expect(
      message { _ = try bench.measurement("m") }.contains("outside the folder of the manifest")
    )
  }

  @Test("libraries of the system need somebody to vouch")
  func system() throws {
    let bench = try Bench()
    let signature = "f64 cos(f64 x)"
    try bench.write(
      manifest(
        signature,
        ["x = parameter:w"],
        more: #", "real": true"#,
        library: #""systemLibrary": "libm.so.6""#
      )
    )
    #expect(message { _ = try bench.measurement("m") }.contains("give --trust-manifest"))
    #expect(try bench.measurement("m", trusting: true).name == "m")
  }

  @Test("names that two offer, and names that nobody offers")
  func names() throws {
    let bench = try Bench(Self.function + Self.companion, manifest(Self.signature, Self.arguments))
    try manifest(Self.signature, Self.arguments)
      .write(toFile: bench.path("twin.lacuna.json"), atomically: true, encoding: .utf8)
    let text = message { _ = try bench.measurement("m") }
    #expect(text.contains("several plugins offer a measurement 'm'"))
    #expect(text.contains("twin.lacuna.json") && text.contains("sample.lacuna.json"))
    for selector in [
      "sample:m", bench.manifestPath, "\(bench.manifestPath):m", bench.path("libsample.so"),
      "\(bench.path("libsample.so")):m",
    ] {
      #expect(try bench.measurement(selector).name == "m", "\(selector)")
    }
    try "{".write(toFile: bench.path("broken.lacuna.json"), atomically: true, encoding: .utf8)
    let unknown = message { _ = try bench.measurement("n") }
    #expect(unknown.contains("no measurement is named 'n'; there are 'm', 'm'"))
    #expect(unknown.contains("not loaded: ") && unknown.contains("broken.lacuna.json"))
    #expect(try bench.registry().manifest("sample")?.measurementNames == ["m"])
    #expect(try bench.registry().manifest(bench.path("libsample.so"))?.name == "sample")
    #expect(try bench.registry().manifest("nothing") == nil)
    #expect(message { _ = try bench.measurement("broken:m") }.contains("broken.lacuna.json"))
    #expect(message { _ = try bench.measurement("sample:n") }.contains("there are 'm'"))
    // A library with a manifest beside it is no plugin, and no broken one.
    #expect(bench.registry().list().problems.isEmpty)
  }
}

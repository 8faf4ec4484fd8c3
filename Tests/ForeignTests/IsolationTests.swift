import Foundation
import LacunaSketching
import Testing

@testable import LacunaPluginHost

@Suite("Foreign functions in a process of their own")
struct IsolationTests {
  @Test(
    "what takes its process down is an error that says so",
    arguments: [
      ("abort()", "crashed with signal 6 (abort) while it was called"),
      ("*(volatile int *)0 = 1", "crashed with signal 11 (a segmentation fault"),
      ("exit(0)", "ended the process with exit(0) while it was called"),
    ]
  )
  func fatal(statement: String, expected: String) throws {
    let bench = try Bench(
      """
      #include <stdlib.h>
      double f(double x) { if (x > 0) \(statement); return x; }
      LACUNA_SIGNATURE(double, f, double x);
      """,
      ""
    )
    let call = try CallTests.call("f64 f(f64 x)", bench, isolated: true)
    #expect(try call.evaluate([.number(Complex(-1))]).value == Complex(-1))
    for _ in 0..<2 {
      let found = message { _ = try call.evaluate([.number(Complex(1))]) }
      #expect(found.contains(expected), "\(found)")
      #expect(found.hasPrefix(bench.manifestPath), "\(found)")
    }
  }

  @Test("a library that crashes when it is loaded, and a signature that it contradicts")
  func loading() throws {
    let fatal = try Bench(
      """
      #include <stdlib.h>
      __attribute__((constructor)) static void begin(void) { abort(); }
      double f(double x) { return x; }
      LACUNA_SIGNATURE(double, f, double x);
      """,
      ""
    )
    let crash = message { _ = try CallTests.call("f64 f(f64 x)", fatal, isolated: true) }
    #expect(crash.contains("crashed with signal 6 (abort) while it was loaded"), "\(crash)")
    let other = try Bench(CallTests.source, "")
    let messages = [false, true].map { isolated in
      message { _ = try CallTests.call("f64 real(f64 a)", other, isolated: isolated) }
    }
    #expect(messages[0].contains("says 'f32 real(f32 a)'"), "\(messages[0])")
    #expect(messages[0] == messages[1])
  }

  @Test("only manifests outside the installation run elsewhere")
  func trust() throws {
    let bench = try Bench(
      "double complex f(double complex x) { return x; }\n"
        + "LACUNA_SIGNATURE(double complex, f, double complex x);",
      manifest("complex f64 f(complex f64 x)", ["x = output:loss"])
    )
    let isolation = PluginIsolation(policy: .untrusted, executable: "/nowhere/lacuna")
    func registry(_ locator: PluginLocator) -> PluginRegistry {
      PluginRegistry(locator: locator, isolation: isolation)
    }
    let outside = registry(PluginLocator(folders: [bench.folder]))
    let found = message { _ = try outside.offeredMeasurement("sample:m") }
    #expect(found.contains("/nowhere/lacuna cannot be started"), "\(found)")
    let inside = registry(PluginLocator(folders: [], executable: bench.path("libsample.so")))
    guard case .foreign = try inside.offeredMeasurement("sample:m") else {
      Issue.record("'m' is not the library's")
      return
    }
  }
}

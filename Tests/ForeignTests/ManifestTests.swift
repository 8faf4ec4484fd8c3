import Foundation
import LacunaProtocols
import LacunaTestSupport
import Testing

@testable import LacunaPluginHost

@Suite("Manifests")
struct ManifestTests {
  private static let entry =
    #"{"name": "m", "summary": "s", "signature": "complex f64 f(complex f64 a)", "arguments": ["a = output:x"]}"#

  private static func wrap(_ measurements: String, _ head: String = #""lacuna": 1"#) -> String {
    #"{\#(head), "name": "sample", "version": "1", "library": "libsample.so", "measurements": [\#(measurements)]}"#
  }

  private static func entry(_ change: (String, String)) -> String {
    entry.replacingOccurrences(of: change.0, with: change.1)
  }

  /// A hostile manifest, and what its message says.
  static let hostile: [(String, String)] = [
    ("", "bytes that are not JSON"),
    ("[]", "found a list of 0, expected an object"),
    ("{}", "lacuna: found nothing, expected a value"),
    (wrap(entry, #""lacuna": "1""#), #"lacuna: found "1", expected a whole number"#),
    (wrap(entry, #""lacuna": 2"#), "lacuna: found 2, expected 1, the version of this format"),
    (wrap(entry, #""lacuna": 1, "libary": "x""#), "libary: found a field that there is not"),
    (wrap(entry, #""lacuna": 1, "threadSafe": 3"#), "threadSafe: found 3, expected true or false"),
    (
      wrap(entry).replacing("libsample.so", with: "../libsample.so"),
      "library: found '../libsample.so'"
    ),
    (wrap(entry).replacing("libsample.so", with: "/lib/x.so"), "library: found '/lib/x.so'"),
    (wrap(entry).replacing("libsample.so", with: "a/../../x.so"), "library: found 'a/../../x.so'"),
    (wrap(entry).replacing("libsample.so", with: ""), "library: found ''"),
    (
      wrap(entry, #""lacuna": 1, "systemLibrary": "libm.so.6""#),
      "found library and systemLibrary, expected one of the two"
    ),
    (wrap(entry).replacing(#""sample""#, with: #""Sam/ple""#), "name: found 'Sam/ple'"),
    (wrap(""), "no measurements and no learners"),
    (wrap(entry + "," + entry), "measurements[1]: found 'm' a second time"),
    (wrap(entry((#""m""#, "7"))), "measurements[0].name: found 7, expected a string"),
    (wrap(entry((#""summary": "s", "#, ""))), "measurements[0].summary: found nothing"),
    (wrap(entry(("a = output:x", "a output:x"))), "found 'a output:x', expected 'NAME = SOURCE'"),
    (
      wrap(entry(("a = output:x", "b = output:x"))),
      "found 'b', expected an argument of the signature: 'a'."
    ),
    (
      wrap(entry((#""a = output:x""#, #""a = output:x", "a = output:y""#))),
      "measurements[0].arguments[1]: found 'a' a second time"
    ),
    (wrap(entry((#""a = output:x""#, ""))), "found no binding of 'a'"),
    (wrap(entry(("output:x", "outputs:x"))), "found 'outputs:x', expected output:NAME"),
    (wrap(entry(("output:x", "output:"))), "found 'output:', expected output:NAME"),
    (wrap(entry(("output:x", "number:nan"))), "found 'number:nan'"),
    (wrap(entry(("output:x", "result:0"))), "found 'result:0'"),
    (wrap(entry(("output:x", "result:99999999999999999999"))), "found 'result:9999"),
    (wrap(entry(("output:x", "extent:one:output:x"))), "found 'extent:one:output:x'"),
    (wrap(entry(("output:x", "callback:exit"))), "found 'callback:exit'"),
    (
      wrap(entry(("f(complex", "f(komplex"))),
      "measurements[0].signature: signature, column 15: found 'komplex', expected a type"
    ),
    (wrap(entry((#""s","#, #""s", "settings": {"a b": 1},"#))), "settings: found 'a b'"),
    (
      wrap(entry((#""s","#, #""s", "settings": {"a": "x"},"#))),
      #"settings.a: found "x", expected a number"#
    ),
    (
      wrap(entry((#""s","#, #""s", "kind": 1,"#))),
      "measurements[0].kind: found a field that there is not"
    ),
    (String(repeating: "[", count: 5000), "expected a JSON object"),
    (wrap(entry((#""s""#, "\"\u{0}\""))), "bytes that are not JSON"),
  ]

  @Test("that are wrong say where", arguments: hostile)
  func hostileManifests(text: String, expected: String) throws {
    let found = message { _ = try ForeignManifest(Array(text.utf8), path: "/x.lacuna.json") }
    #expect(found.contains(expected), "\(found)")
    #expect(found.hasPrefix("/x.lacuna.json"))
  }

  @Test("of other bytes than text, of any size, or not there")
  func otherFiles() throws {
    let bench = try Bench()
    let place = bench.manifestPath
    #expect(message { _ = try ForeignManifest(path: place) }.contains("there is no such file"))
    try Data([0x7B, 0xFF, 0xFE, 0x7D]).write(to: URL(fileURLWithPath: place))
    #expect(message { _ = try ForeignManifest(path: place) }.contains("bytes that are not UTF-8"))
    try Data(count: (1 << 20) + 1).write(to: URL(fileURLWithPath: place))
    #expect(message { _ = try ForeignManifest(path: place) }.contains("expected at most 1048576"))
    #expect(message { _ = try ForeignManifest(path: bench.folder) }.contains("no regular file"))
  }

  @Test("cut or changed at any byte never crash")
  func mutations() throws {
    let text = try Data(
      contentsOf: URL(fileURLWithPath: "\(root)/Examples/foreign-learner/ridge.lacuna.json")
    )
    let whole = Array(text)
    var refused = 0
    for position in stride(from: 0, to: whole.count, by: Stress.count(43, all: 1)) {
      for change in [UInt8(0), 0x22, 0x2D, 0xFF] {
        var bytes = whole
        bytes[position] = change
        do { _ = try ForeignManifest(bytes, path: "/x") } catch { refused += 1 }
      }
      do { _ = try ForeignManifest(Array(whole[..<position]), path: "/x") } catch { refused += 1 }
    }
    #expect(refused > whole.count / 43)
    _ = try ForeignManifest(whole, path: "/x")
  }

  @Test("of the examples are as the schema says")
  func examplesFitTheSchema() throws {
    let folder = "\(root)/Examples"
    let examples = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(ForeignManifest.suffix) }.map { "\(folder)/\($0)" }
    #expect(examples.count == 3)
    for path in examples { _ = try ForeignManifest(path: path) }
    let schema = "\(root)/Docs/ForeignManifest.schema.json"
    let object = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: schema))
    )
    // Field by field, the schema knows what the reader knows.
    let properties = try #require((object as? [String: Any])?["properties"] as? [String: Any])
    #expect(
      Set(properties.keys) == [
        "$schema", "lacuna", "name", "version", "library", "systemLibrary", "threadSafe",
        "measurements", "learners",
      ]
    )
  }

  private static let python = ProcessInfo.processInfo.environment["LACUNA_TEST_PYTHON"]
  private static let hasValidator =
    python.map { (try? run([$0, "-c", "import jsonschema"])) != nil } ?? false

  @Test(
    "an independent validator agrees about what fits",
    .enabled(if: hasValidator, "no Python with jsonschema")
  )
  func validatorAgrees() throws {
    let bench = try Bench()
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      for path in sys.argv[2:]:
          jsonschema.validate(json.load(open(path)), schema)
      """
    let schema = "\(root)/Docs/ForeignManifest.schema.json"
    let python = try #require(Self.python)
    let good = ["foreign-measurements/classification", "foreign-learner/ridge", "foreign-gsl/gsl"]
      .map { "\(root)/Examples/\($0).lacuna.json" }
    try run([python, "-c", script, schema] + good)
    // What the schema can see of the hostile ones, it refuses, too.
    var refused = 0
    for (text, _) in Self.hostile where text.hasPrefix("{") {
      try bench.write(text)
      if (try? run([python, "-c", script, schema, bench.manifestPath], expecting: 1)) != nil {
        refused += 1
      }
    }
    #expect(refused >= 20)
  }
}

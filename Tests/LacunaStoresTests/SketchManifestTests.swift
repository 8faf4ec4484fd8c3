import Foundation
import LacunaProtocols
import LacunaStores
import Testing

@Suite struct SketchManifestTests {
  private func complete(_ change: (inout SketchManifest) -> Void = { _ in }) throws
    -> SketchManifest
  {
    var manifest = Sample.manifest().completed(
      baseState: try Sample.baseState(),
      programs: Sample.programs
    )
    change(&manifest)
    return manifest
  }

  /// The manifest's JSON as a dictionary, read by the library's other JSON reader.
  private func json(_ manifest: SketchManifest) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(manifest.encoded()))
    return try #require(object as? [String: Any])
  }

  @Test func `a manifest comes back as it was written`() throws {
    let manifest = try complete {
      $0.training.initialStateDigest = Sample.digest
      $0.shards = [
        .init(name: "shards/a", start: 0, count: 4, digest: Sample.digest, bytes: 100)
      ]
    }
    #expect(try SketchManifest(decoding: manifest.encoded(), source: "m") == manifest)
  }

  @Test func `its JSON has the documented fields`() throws {
    let json = try json(complete())
    #expect(
      json.keys.sorted() == [
        "baseStateDigest", "data", "expansion", "formatVersion", "learner", "parameters",
        "programs", "shards", "training",
      ]
    )
    #expect(json["formatVersion"] as? Int == 1)
    let expansion = try #require(json["expansion"] as? [String: Any])
    #expect(expansion["seed"] as? UInt64 == UInt64.max)
    #expect(expansion["distribution"] as? String == "complex-sphere")
    #expect(expansion["generator"] as? String == "philox4x32-10/box-muller")
    #expect(expansion["precision"] as? String == "f64")
    #expect(expansion.keys.sorted().first == "degree")
    #expect(expansion["directionsDigest"] == nil)
  }

  @Test func `equal manifests are equal bytes, with sorted keys`() throws {
    let text = String(decoding: try complete().encoded(), as: UTF8.self)
    #expect(text == String(decoding: try complete().encoded(), as: UTF8.self))
    #expect(text.hasPrefix("{\n  \"baseStateDigest\" : \"sha256:"))
    #expect(text.hasSuffix("}\n"))
    #expect(text.contains("names.txt") && !text.contains("\\/"))
  }

  @Test func `a whole number is the same setting with and without a decimal point`() {
    #expect(ManifestValue.number(1) == .integer(1))
    #expect(ManifestValue.number(1.5) != .integer(1))
    #expect(ManifestValue.bool(true) != .integer(1))
    #expect(ManifestValue.string("1") != .integer(1))
  }

  @Test func `a future version is refused, whatever else has changed`() throws {
    let text = Array(#"{"formatVersion": 3, "everything": "else"}"#.utf8)
    let decode = { _ = try SketchManifest(decoding: text, source: "s/manifest.json") }
    #expect(
      message(decode)
        == "s/manifest.json, field 'formatVersion': found 3, expected 2 or less: a newer Lacuna "
        + "wrote this sketch; update Lacuna, or make the sketch again with this version"
    )
    #expect(category(decode) == .unavailable)
  }

  @Test(arguments: [
    ("not JSON", "m: found 8 bytes that are not JSON, expected a JSON object"),
    ("[]", "m: found a list of 0, expected an object"),
    ("{}", "m, field 'formatVersion': found nothing, expected a value"),
    (#"{"formatVersion": "1"}"#, #"m, field 'formatVersion': found "1", expected a whole number"#),
  ])
  func `what is no manifest is said to be none`(text: String, expected: String) {
    let decode = { _ = try SketchManifest(decoding: Array(text.utf8), source: "m") }
    #expect(message(decode) == expected)
    #expect(category(decode) == .data)
  }

  @Test(arguments: [
    (#""f64""#, #""f16""#, #"'expansion.precision': found "f16", expected "f64" or "f32""#),
    (#""lines""#, #""rows""#, #"'data.format': found "rows", expected "lines" or "csv""#),
    (#""units" : 3"#, #""units" : 3.5"#, "'data.units': found 3.5, expected a whole number"),
    (#""units" : 3"#, #""units" : "3""#, #"'data.units': found "3", expected a whole number"#),
    (#""units" : 3"#, #""units" : 4"#, "'data.units': found 4, expected 1 to the number of"),
    (#""examples" : 3"#, #""examples" : 0"#, "'data.examples': found 0, expected 1 or more"),
    (#""degree" : 2"#, #""degree" : 0"#, "'expansion.degree': found 0, expected 1 to 1000"),
    (#""radius" : 1"#, #""radius" : 0"#, "'expansion.radius': found 0.0, expected a number above"),
    (#""radius" : 1"#, #""radius" : true"#, "'expansion.radius': found true, expected a number"),
    (#""steps" : 1000"#, #""other" : 0"#, "'training.steps': found nothing, expected a value"),
    (#""name" : "b""#, #""name" : "w""#, #"'parameters[1].name': found "w", expected a name of"#),
    (
      #""complex-sphere""#, #""file""#,
      "'expansion.generator': found \"philox4x32-10/box-muller\", expected \"file\" exactly"
    ),
    (#""forward""#, #""../up""#, #"'programs[0].name': found "../up", expected a name of its own"#),
    (#""adam""#, "[]", "'learner.configuration.optimizer': found a list of 0, expected true, "),
    ("sha256:", "md5:", "expected \"sha256:\" and 64 hexadecimal digits"),
  ])
  func `a wrong field is named with what was found and expected`(
    old: String,
    new: String,
    expected: String
  ) throws {
    var text = String(decoding: try complete().encoded(), as: UTF8.self)
    let isSteps = old.contains("steps")
    let place = try #require(
      isSteps ? text.range(of: old, options: .backwards) : text.range(of: old)
    )
    text.replaceSubrange(place, with: new)
    let found = message { _ = try SketchManifest(decoding: Array(text.utf8), source: "m") }
    #expect(
      found?.hasPrefix("m, field '") == true && found?.contains(expected) == true,
      "\(found ?? "")"
    )
  }

  @Test func `shards of the same directions are refused`() throws {
    let manifest = try complete {
      $0.shards = [
        .init(name: "shards/b", start: 3, count: 2, digest: Sample.digest, bytes: 1),
        .init(name: "shards/a", start: 0, count: 4, digest: Sample.digest, bytes: 1),
      ]
    }
    #expect(
      message { _ = try manifest.encoded(source: "m") }
        == "m, field 'shards': 'shards/a' and 'shards/b' hold the same directions, expected each "
        + "direction once; take one of the two out of the list"
    )
  }

  @Test func `a value that JSON cannot hold is refused`() throws {
    let manifest = try complete { $0.learner.configuration["rate"] = .number(.nan) }
    #expect(
      message { _ = try manifest.encoded(source: "m") }
        == "m, field 'learner.configuration.rate': found nan, expected a finite number"
    )
  }

  @Test func `a sketch does not differ from itself with other shards or a moved data file`() throws
  {
    let moved = try complete {
      $0.data.path = "/elsewhere/names.txt"
      $0.learner.configuration["decay"] = .integer(1)
      $0.shards = [.init(name: "shards/a", start: 0, count: 4, digest: Sample.digest, bytes: 1)]
    }
    #expect(try moved.differences(from: complete()).isEmpty)
  }

  @Test func `differences are listed field by field with both values`() throws {
    let other = try complete {
      $0.expansion.degree = 3
      $0.expansion.seed = 7
      $0.expansion.precision = .f32
      $0.data.examples = 4
      $0.learner.configuration["rate"] = .number(0.5)
      $0.learner.configuration["tied"] = nil
      $0.parameters[0].shape = [1]
      $0.training.initialStateDigest = Sample.digest
    }
    #expect(
      try other.differences(from: complete()) == [
        "data.examples: 4 instead of 3",
        "expansion.degree: 3 instead of 2",
        #"expansion.precision: "f32" instead of "f64""#,
        "expansion.seed: 7 instead of 18446744073709551615",
        "learner.configuration.rate: 0.5 instead of 0.25",
        "learner.configuration.tied: nothing instead of false",
        "parameters[0].shape: [1] instead of []",
        "training.initialStateDigest: \"\(Sample.digest)\" instead of nothing",
      ]
    )
  }
}

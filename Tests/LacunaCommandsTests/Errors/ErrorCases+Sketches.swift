import Foundation

/// Sketches that are not there, are damaged, or are not the one asked for.
extension ErrorCase {
  static let sketches = places + differing + damaged

  /// Places without a sketch, or none for one, and manifests that cannot be read.
  private static let places: [ErrorCase] = [
    .command("no sketch", 66, ["inspect", "none"], tells: ["no sketch at none", "manifest.json"]),
    .command(
      "file for a sketch",
      66,
      ["inspect", "names.txt"],
      tells: ["names.txt is a file, expected the folder of a sketch store"]
    ),
    .precompute(
      "file where a sketch is to be",
      73,
      { $0.store = "names.txt" },
      tells: ["names.txt is a file, expected a new or empty folder"]
    ),
    .precompute(
      "folder of other things",
      73,
      { $0.store = "." },
      tells: [". already holds 'names.sketch/", "name a new or empty place"]
    ),
    .precompute(
      "folder that cannot be made",
      73,
      { $0.store = "/proc/new.sketch" },
      tells: ["/proc/new.sketch", "cannot be written"]
    ),
    .command(
      "manifest that is no JSON",
      65,
      ["inspect", "names.sketch"],
      tells: ["names.sketch/manifest.json"],
      prepare: { try $0.write("names.sketch/manifest.json", "{") }
    ),
    .command(
      "manifest of a later format",
      69,
      ["inspect", "names.sketch"],
      tells: ["names.sketch/manifest.json", "'formatVersion': found 99, expected 2"],
      prepare: {
        try $0.edit("names.sketch/manifest.json", "\"formatVersion\":1", "\"formatVersion\":99")
      }
    ),
  ]

  /// Continuing a sketch with another recipe.
  private static let differing: [ErrorCase] = [
    differs("other degree", ["expansion.degree: 3 instead of 2"]) { $0.degree = 3 },
    differs("other seed", ["expansion.seed: 7 instead of 0"]) { $0.more = ["--seed", "7"] },
    differs("other steps", ["training.steps: 13 instead of 12"]) { $0.steps = 13 },
    differs("other number of examples", ["data.examples: 50 instead of 60"]) { $0.examples = 50 },
    differs("other precision", ["expansion.precision: \"f32\" instead of \"f64\""]) {
      $0.more = ["--precision", "f32"]
    },
    differs("other settings", ["learner.configuration.layers: 2 instead of 1"]) {
      $0.more = ["--config", "layers=2"]
    },
    differs("other data", ["data.digest: \"sha256:", " instead of \"sha256:"]) {
      $0.data = "other.txt"
    } prepare: {
      try $0.write("other.txt", $0.read("names.txt") + Array("zoe\n".utf8))
    },
    differs("given initial state", ["training.initialStateDigest: \"sha256:", "of nothing"]) {
      $0.more = ["--initial-state", "names.sketch/base.safetensors"]
    },
  ]

  private static func differs(
    _ name: String,
    _ tells: [String],
    _ change: (inout Recipe) -> Void,
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    .precompute(
      name,
      78,
      {
        $0.store = "names.sketch"
        change(&$0)
      },
      tells: ["the sketch at names.sketch is not the one asked for"] + tells,
      prepare: prepare
    )
  }

  private static let damaged: [ErrorCase] = [
    .predict(
      "missing shard",
      65,
      tells: [shard + " is missing", "run the same precompute command again"],
      prepare: { try $0.remove(shard) }
    ),
    .predict(
      "truncated shard",
      65,
      tells: [shard + " is damaged: found 1000 bytes, expected "],
      prepare: { try $0.write(shard, Array($0.read(shard).prefix(1000))) }
    ),
    .predict(
      "flipped byte in a shard",
      65,
      tells: [shard + " is damaged: found digest sha256:", ", expected sha256:"],
      prepare: { try $0.flipByte(of: shard) }
    ),
    .predict(
      "flipped byte in the base state",
      65,
      tells: ["names.sketch/base.safetensors is damaged: found digest sha256:"],
      prepare: { try $0.flipByte(of: "names.sketch/base.safetensors") }
    ),
  ]

  static let shard = "names.sketch/shards/00000005-00000005.safetensors"
}

extension Workshop {
  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(name))
  }

  /// Changes a bit in the middle of a file.
  func flipByte(of name: String) throws {
    var bytes = try read(name)
    bytes[bytes.count / 2] ^= 1
    try write(name, bytes)
  }

  /// Replaces a text in a file; spaces between JSON tokens do not count.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = String(decoding: try read(name), as: UTF8.self)
      .replacingOccurrences(of: "\" : ", with: "\":")
      .replacingOccurrences(of: "\": ", with: "\":")
    guard text.contains(old) else { throw CocoaError(.fileReadCorruptFile) }
    try write(name, text.replacingOccurrences(of: old, with: new))
  }
}

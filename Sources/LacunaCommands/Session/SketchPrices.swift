import LacunaStores

/// What more of a sketch would cost: what was noted when it was made.
struct SketchPrices {
  /// Seconds of a further direction; nil where they were not noted.
  let directionSeconds: Double?
  /// Bytes on disk of a further direction.
  let directionBytes: Double
  /// Seconds of training one model; nil where they were not noted.
  let retrainSeconds: Double?

  /// The prices of a sketch.
  init(_ archive: SketchArchive) {
    // What cannot be read is unknown: it is no part of the sketch.
    let noted = (try? archive.costs()) ?? nil
    directionSeconds = noted?.directionSeconds
    retrainSeconds = noted?.retrainSeconds
    directionBytes = Self.directionBytes(archive.manifest)
  }

  /// The same for gradients along directions, whose seconds are not noted.
  ///
  /// - Parameters:
  ///   - units: how many numbers a gradient has.
  ///   - degree: of the series.
  /// - Returns: the prices.
  func ofGradients(units: Int, degree: Int) -> SketchPrices {
    SketchPrices(
      directionSeconds: nil,
      directionBytes: Double(16 * units * max(degree - 1, 1)),
      retrainSeconds: retrainSeconds
    )
  }

  private init(directionSeconds: Double?, directionBytes: Double, retrainSeconds: Double?) {
    self.directionSeconds = directionSeconds
    self.directionBytes = directionBytes
    self.retrainSeconds = retrainSeconds
  }

  /// The bytes of the shards by direction.
  static func directionBytes(_ manifest: SketchManifest) -> Double {
    let (bytes, count) = manifest.shards.reduce((0, 0)) { ($0.0 + $1.bytes, $0.1 + $1.count) }
    return Double(bytes) / Double(max(count, 1))
  }

  /// What so many further directions cost.
  func directions(_ count: Int) -> Cost {
    Cost(
      seconds: directionSeconds.map { $0 * Double(count) },
      bytes: Int((directionBytes * Double(count)).rounded())
    )
  }

  /// What a retrain costs, of which nothing is kept.
  var retrain: Cost { Cost(seconds: retrainSeconds, bytes: 0) }

  /// Time and disk.
  struct Cost: Encodable {
    /// Nil where it is not known.
    let seconds: Double?
    let bytes: Int

    enum CodingKeys: String, CodingKey { case seconds, bytes }

    /// Nulls are written, so that a reader finds every field.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(seconds, forKey: .seconds)
      try container.encode(bytes, forKey: .bytes)
    }

    /// For people: `about 12 s, 3.4 MiB on disk`.
    var text: String {
      let time = seconds.map { "about \(ProgressBar.duration($0))" }
      let disk = bytes > 0 ? "\(Figure.bytes(bytes)) on disk" : nil
      return [time, disk].compactMap { $0 }.joined(separator: ", ")
    }
  }
}

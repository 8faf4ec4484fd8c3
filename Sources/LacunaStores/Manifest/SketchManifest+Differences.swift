import FoundationEssentials

extension SketchManifest {
  /// What differs between two sketches, field by field with both values; empty when one continues
  /// the other.
  ///
  /// Shards do not count: a sketch is extended by them. Nor does what they say of stability, nor the
  /// path of the data, which may have moved: its digest counts. Of units and base weights it is their
  /// digests, too: in which words they were asked for is said only where they differ.
  public func differences(from other: SketchManifest) -> [String] {
    var (mine, theirs) = (comparable, other.comparable)
    let parts = [
      ("data.grouping.", data.grouping?.digest == other.data.grouping?.digest),
      ("data.baseWeights.", data.baseWeights?.digest == other.data.baseWeights?.digest),
    ]
    for (part, isSame) in parts where isSame {
      mine = mine.filter { !$0.key.hasPrefix(part) }
      theirs = theirs.filter { !$0.key.hasPrefix(part) }
    }
    return Set(mine.keys).union(theirs.keys).sorted().compactMap { field in
      let (here, there) = (mine[field] ?? "nothing", theirs[field] ?? "nothing")
      return here == there ? nil : "\(field): \(here) instead of \(there)"
    }
  }

  /// Every field that makes one sketch another, by its path.
  private var comparable: [String: String] {
    var copy = self
    copy.shards = []
    copy.stability = nil
    copy.data.path = ""
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    guard let text = try? encoder.encode(copy),
      let document = try? JSONDecoder().decode(JSONNode.self, from: text)
    else { preconditionFailure("manifest: its fields did not encode as JSON") }
    return document.flattened()
  }
}

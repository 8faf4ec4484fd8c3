extension SketchManifest {
  /// Checks every value that a type does not already hold to its range.
  ///
  /// - Throws: ``ManifestError``.
  func validate(source: String) throws(ManifestError) {
    var check = Check(manifest: source)
    check("formatVersion", formatVersion, "1 or more", formatVersion >= 1)
    check("data.examples", data.examples, "1 or more", data.examples >= 1)
    check(
      "data.units",
      data.units,
      "1 to the number of examples, \(data.examples)",
      data.units >= 1 && data.units <= data.examples
    )
    checkUnits(&check)
    check(
      "training.steps",
      training.steps,
      "0 to 10000000",
      0...10_000_000 ~= training.steps
    )
    check("expansion.degree", expansion.degree, "1 to 1000", 1...1000 ~= expansion.degree)
    check(
      "expansion.radius",
      expansion.radius,
      "a number above zero",
      expansion.radius > 0 && expansion.radius.isFinite
    )
    check(
      "expansion.generator",
      "\"\(expansion.generator.rawValue)\"",
      "\"file\" exactly when the distribution is \"file\"",
      (expansion.generator == .file) == (expansion.distribution == .file)
    )
    check(
      "expansion.directionsDigest",
      expansion.directionsDigest ?? "nothing",
      "a digest exactly when the distribution is \"file\"",
      (expansion.directionsDigest != nil) == (expansion.distribution == .file)
    )
    for (setting, value) in learner.configuration {
      guard case .number(let number) = value else { continue }
      check("learner.configuration.\(setting)", number, "a finite number", number.isFinite)
    }
    checkLists(&check)
    checkDigests(&check)
    if let error = check.error { throw error }
    try checkOverlap(source: source)
  }

  /// What came with version 2 of the format: a reader of version 1 would take such a sketch for another.
  private func checkUnits(_ check: inout Check) {
    check(
      "formatVersion",
      formatVersion,
      "2 or more where there are 'data.grouping' or 'data.baseWeights'",
      formatVersion >= 2 || (data.grouping == nil && data.baseWeights == nil)
    )
    guard let grouping = data.grouping else { return }
    check(
      "data.grouping.kept",
      grouping.kept,
      "0 to \(data.examples - data.units): each unit has an example",
      0...(data.examples - data.units) ~= grouping.kept
    )
  }

  private func checkLists(_ check: inout Check) {
    check("parameters", "none", "one or more", !parameters.isEmpty)
    var names: Set<String> = []
    for (index, parameter) in parameters.enumerated() {
      let name = parameter.name
      check(
        "parameters[\(index)].name",
        "\"\(name)\"",
        "a name of its own, not __metadata__",
        !name.isEmpty && name != SafetensorsHeader.metadataKey && names.insert(name).inserted
      )
      check(
        "parameters[\(index)].shape",
        parameter.shape,
        "dimensions of zero or more",
        parameter.shape.allSatisfy { $0 >= 0 }
      )
    }
    names = []
    for (index, program) in programs.enumerated() {
      check(
        "programs[\(index)].name",
        "\"\(program.name)\"",
        "a name of its own, of the characters a–z A–Z 0–9 . _ -",
        BlobName.isComponent(program.name) && names.insert(program.name).inserted
      )
    }
    for (index, shard) in shards.enumerated() {
      check(
        "shards[\(index)].name",
        "\"\(shard.name)\"",
        "the name of a blob",
        (try? BlobName(shard.name)) != nil
      )
      check("shards[\(index)].start", shard.start, "0 or more", shard.start >= 0)
      check(
        "shards[\(index)].count",
        shard.count,
        "1 or more",
        shard.count >= 1 && !shard.start.addingReportingOverflow(shard.count).overflow
      )
    }
  }

  private func checkDigests(_ check: inout Check) {
    check.digest("data.digest", data.digest)
    check.digest("data.grouping.digest", data.grouping?.digest)
    check.digest("data.baseWeights.digest", data.baseWeights?.digest)
    check.digest("baseStateDigest", baseStateDigest)
    check.digest("training.initialStateDigest", training.initialStateDigest)
    check.digest("expansion.directionsDigest", expansion.directionsDigest)
    for (index, program) in programs.enumerated() {
      check.digest("programs[\(index)].digest", program.digest)
    }
    for (index, shard) in shards.enumerated() {
      check.digest("shards[\(index)].digest", shard.digest)
    }
  }

  private func checkOverlap(source: String) throws(ManifestError) {
    let ordered = shards.sorted { $0.start < $1.start }
    for (first, second) in zip(ordered, ordered.dropFirst())
    where first.range.overlaps(second.range) {
      throw .overlappingShards(manifest: source, first: first.name, second: second.name)
    }
  }

  /// Collects the first field that is wrong.
  private struct Check {
    let manifest: String
    var error: ManifestError?

    mutating func callAsFunction(
      _ field: String,
      _ found: some Any,
      _ expected: String,
      _ holds: Bool
    ) {
      guard !holds, error == nil else { return }
      error = .badField(manifest: manifest, field: field, found: "\(found)", expected: expected)
    }

    mutating func digest(_ field: String, _ digest: String?) {
      guard let digest else { return }
      self(
        field,
        "\"\(digest)\"",
        "\"sha256:\" and 64 hexadecimal digits",
        SHA256Digest.isWellFormed(digest)
      )
    }
  }
}

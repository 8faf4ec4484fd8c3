import LacunaProtocols

extension ForeignManifest {
  private func fault(
    _ field: String,
    _ found: String,
    _ expected: String
  ) -> ForeignFunctionError {
    .manifest(path: path, field: field, found: found, expected: expected)
  }

  /// Checks what decoding alone does not.
  func check() throws(ForeignFunctionError) {
    guard contents.lacuna == 1 else {
      throw fault("lacuna", "\(contents.lacuna)", "1, the version of this format")
    }
    try checkName(contents.name, "name")
    switch (contents.library, contents.systemLibrary) {
    case (nil, nil): throw fault("library", "nothing", "the file of the library")
    case (.some, .some):
      throw fault("systemLibrary", "library and systemLibrary", "one of the two")
    case (let library?, nil):
      let parts = library.split(separator: "/", omittingEmptySubsequences: false)
      let climbs = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
      if climbs || library.contains("\0") {
        throw fault(
          "library",
          "'\(library)'",
          "a path below the folder of the manifest, such as 'libmine.so'"
        )
      }
    case (nil, let library?):
      if library.isEmpty || library.contains("/") || library.contains("\0") {
        throw fault("systemLibrary", "'\(library)'", "a name without '/', such as 'libm.so.6'")
      }
    }
    let measurements = contents.measurements ?? []
    let learners = contents.learners ?? []
    if measurements.isEmpty, learners.isEmpty {
      throw fault("measurements", "no measurements and no learners", "at least one of either")
    }
    try checkUnique(measurements.map(\.name), "measurements")
    try checkUnique(learners.map(\.name), "learners")
    for (index, measurement) in measurements.enumerated() {
      let field = "measurements[\(index)]"
      _ = try function(
        Function(signature: measurement.signature, arguments: measurement.arguments),
        field
      )
      try checkSettings(measurement.settings, field)
    }
    for (index, learner) in learners.enumerated() { try check(learner, "learners[\(index)]") }
  }

  private func check(_ learner: Learner, _ field: String) throws(ForeignFunctionError) {
    _ = try function(learner.train, "\(field).train")
    _ = try function(learner.predict, "\(field).predict")
    try checkSettings(learner.settings, field)
    try check(learner.parameters, "\(field).parameters")
    try check(learner.outputs, "\(field).outputs")
    if let features = learner.data.features {
      try checkUnique(features, "\(field).data.features")
      if features.contains(learner.data.label) {
        throw fault("\(field).data.features", "the label '\(learner.data.label)'", "other columns")
      }
    }
  }

  private func check(
    _ tensors: [Learner.Tensor],
    _ field: String
  ) throws(ForeignFunctionError) {
    if tensors.isEmpty { throw fault(field, "an empty list", "at least one tensor") }
    try checkUnique(tensors.map(\.name), field)
    for (index, tensor) in tensors.enumerated() {
      for case .fixed(let extent) in tensor.shape where !(1...(1 << 24) ~= extent) {
        throw fault("\(field)[\(index)].shape", "\(extent)", "extents from 1 to \(1 << 24)")
      }
      if tensor.shape.count > 8 {
        throw fault("\(field)[\(index)].shape", "\(tensor.shape.count) extents", "at most 8")
      }
    }
  }

  private func checkSettings(
    _ settings: [String: Double]?,
    _ field: String
  ) throws(ForeignFunctionError) {
    for (name, value) in (settings ?? [:]).sorted(by: { $0.key < $1.key }) {
      try checkName(name, "\(field).settings")
      if !value.isFinite { throw fault("\(field).settings.\(name)", "\(value)", "a finite number") }
    }
  }

  private func checkName(_ name: String, _ field: String) throws(ForeignFunctionError) {
    let isName =
      !name.isEmpty && name.utf8.count <= 64
      && name.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
      }
    guard isName else {
      throw fault(field, "'\(name)'", "a name of the characters a–z 0–9 -, at most 64")
    }
  }

  private func checkUnique(_ names: [String], _ field: String) throws(ForeignFunctionError) {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() {
      if name.isEmpty { throw fault("\(field)[\(index)]", "an empty name", "a name") }
      guard seen.insert(name).inserted else {
        throw fault("\(field)[\(index)]", "'\(name)' a second time", "names that differ")
      }
      if field == "measurements" || field == "learners" {
        try checkName(name, "\(field)[\(index)].name")
      }
    }
  }
}

extension ForeignManifest.Learner.Extent: Codable {
  /// A number, or the word `features`.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let extent = try? container.decode(Int.self) {
      self = .fixed(extent)
      return
    }
    guard try container.decode(String.self) == "features" else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "a number or \"features\""
      )
    }
    self = .features
  }

  /// As it is read.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .fixed(let extent): try container.encode(extent)
    case .features: try container.encode("features")
    }
  }
}

import LacunaProtocols

/// What a library says of itself: enough to list it and to choose from it without loading it.
public struct LibraryDescription: Hashable, Sendable, Codable {
  /// A learner, a measurement or a store.
  public struct Item: Hashable, Sendable, Codable {
    /// Which of them it is.
    public var kind: PluginKind
    /// What it is called.
    public var name: String
    /// What it is, in one line.
    public var summary: String
    /// The version.
    public var version: String
    /// The settings, as JSON; empty for stores.
    public var schema: String
    /// What records a learner reads.
    public var dataFormat: DataFormat?
    /// What a measurement asks of a learner.
    public var needs: [String]

    /// An item of these parts.
    public init(
      kind: PluginKind,
      name: String,
      summary: String,
      version: String,
      schema: String = "[]",
      dataFormat: DataFormat? = nil,
      needs: [String] = []
    ) {
      self.kind = kind
      self.name = name
      self.summary = summary
      self.version = version
      self.schema = schema
      self.dataFormat = dataFormat
      self.needs = needs
    }

    /// The settings.
    public var settings: [ConfigurationField] {
      (try? ConfigurationSchema(json: schema))?.fields ?? []
    }
  }

  /// The absolute path.
  public var path: String
  /// The plugin's name.
  public var name: String
  /// The plugin's version.
  public var version: String
  /// What it was compiled with.
  public var toolchain: String
  /// The version of the interface it was compiled for: major and minor.
  public var interface: String
  /// The Swift module, when it says so.
  public var module: String?
  /// What it offers: learners, then measurements, then stores.
  public var items: [Item]
}

extension PluginLibrary {
  /// What the library says of itself.
  public var description: LibraryDescription {
    LibraryDescription(
      path: path,
      name: name,
      version: version,
      toolchain: toolchain,
      interface: interface,
      module: module,
      items: learners.map { item($0.descriptor) } + measurements.map { item($0.descriptor) }
        + stores.map { item($0.descriptor) }
    )
  }

  private func item(_ learner: LearnerDescriptor) -> LibraryDescription.Item {
    LibraryDescription.Item(
      kind: .learner,
      name: learner.name,
      summary: learner.summary,
      version: learner.version,
      schema: learner.schema.json,
      dataFormat: learner.dataFormat
    )
  }

  private func item(_ measurement: MeasurementDescriptor) -> LibraryDescription.Item {
    LibraryDescription.Item(
      kind: .measurement,
      name: measurement.name,
      summary: measurement.summary,
      version: measurement.version,
      schema: measurement.schema.json,
      needs: measurement.needs.map(\.description)
    )
  }

  private func item(_ store: StoreDescriptor) -> LibraryDescription.Item {
    LibraryDescription.Item(
      kind: .store,
      name: store.name,
      summary: store.summary,
      version: store.version
    )
  }
}

extension LibraryDescription.Item {
  /// The learner, checked.
  func learner(_ check: InterfaceCheck) throws(PluginError) -> LearnerDescriptor {
    guard let dataFormat else {
      throw .malformed(path: check.path, reason: "learner '\(name)' has no data format")
    }
    return LearnerDescriptor(
      name: try check.name(name, of: "a learner"),
      summary: summary,
      version: version,
      schema: try checkedSchema(check),
      dataFormat: dataFormat
    )
  }

  /// The measurement, checked.
  func measurement(_ check: InterfaceCheck) throws(PluginError) -> MeasurementDescriptor {
    MeasurementDescriptor(
      name: try check.name(name, of: "a measurement"),
      summary: summary,
      version: version,
      schema: try checkedSchema(check),
      needs: needs.compactMap { MeasurementNeed($0) }
    )
  }

  /// The store, checked.
  func store(_ check: InterfaceCheck) throws(PluginError) -> StoreDescriptor {
    StoreDescriptor(
      name: try check.name(name, of: "a store"),
      summary: summary,
      version: version
    )
  }

  private func checkedSchema(_ check: InterfaceCheck) throws(PluginError) -> ConfigurationSchema {
    try check.schema(schema, of: "\(kind.rawValue) '\(name)'")
  }
}

import CLacunaABI
import LacunaProtocols

/// A learner that a loaded plugin offers.
public struct LoadedLearner: @unchecked Sendable {
  /// What it is called, and what it takes.
  public let descriptor: LearnerDescriptor
  let owner: PluginOwner
  private let backing: Backing<lacuna_learner>

  /// The name of the plugin it belongs to.
  public var plugin: String { owner.name }
  /// The path of the library it belongs to.
  public var path: String { owner.path }

  init(
    _ table: UnsafePointer<lacuna_learner>,
    _ owner: PluginOwner,
    _ check: InterfaceCheck
  ) throws(PluginError) {
    try check.size(table.pointee.struct_size, of: lacuna_learner.self, "lacuna_learner")
    let learner = table.pointee
    let name = try check.name(learner.name, of: "a learner")
    let what = "learner '\(name)'"
    try check.functions(
      [
        "create": learner.create != nil, "destroy": learner.destroy != nil,
        "state": learner.state != nil, "encode": learner.encode != nil,
        "schedule": learner.schedule != nil, "trace_step": learner.trace_step != nil,
        "trace_forward": learner.trace_forward != nil,
      ],
      of: what
    )
    let format = try check.text(learner.data_format, "the data format of \(what)")
    guard let dataFormat = DataFormat(rawValue: format) else {
      throw .malformed(
        path: owner.path,
        reason: "the data format of \(what) is '\(format)', expected one of "
          + DataFormat.allCases.map(\.rawValue).quotedList
      )
    }
    descriptor = LearnerDescriptor(
      name: name,
      summary: try check.text(learner.summary, "the summary of \(what)"),
      version: try check.text(learner.version, "the version of \(what)"),
      schema: try check.schema(learner.schema, of: what),
      dataFormat: dataFormat
    )
    self.owner = owner
    backing = .table(table)
  }

  /// A learner in a child process.
  init(_ descriptor: LearnerDescriptor, _ owner: PluginOwner, _ worker: PluginWorker) {
    self.descriptor = descriptor
    self.owner = owner
    backing = .worker(worker)
  }

  /// The learner for a configuration, fitted to its data.
  ///
  /// - Throws: ``PluginError/failed(plugin:subject:function:reason:category:)``.
  public func make(
    configuration: Configuration,
    records: [Record]
  ) throws(PluginError) -> any LearningAlgorithm {
    switch backing {
    case .table(let table):
      try LearnerProxy(self, table, configuration: configuration, records: records)
    case .worker(let worker):
      try IsolatedLearner(
        worker,
        name: descriptor.name,
        configuration: configuration,
        records: records
      )
    }
  }
}

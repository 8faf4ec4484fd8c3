/// A plugin: the table that its one exported function returns.
///
///     private let plugin = LacunaPlugin(name: "linear", version: "1.0", learners: [Linear.self])
///
///     @c @implementation
///     public func lacuna_plugin_entry(
///       _ host: UnsafePointer<lacuna_host>?
///     ) -> UnsafePointer<lacuna_plugin>? {
///       plugin.table
///     }
///
/// The table lives as long as the process, as the plugin interface wants it.
public struct LacunaPlugin: @unchecked Sendable {
  /// What the exported function returns.
  ///
  /// It is written once, here, and never changed.
  public let table: UnsafePointer<lacuna_plugin>?

  /// A plugin that offers these learners, measurements and stores, and brings these cases.
  public init(
    name: String,
    version: String,
    learners: [any LearnerPlugin.Type] = [],
    measurements: [any MeasurementPlugin.Type] = [],
    stores: [any StorePlugin.Type] = [],
    cases: [PluginCase] = []
  ) {
    var plugin = lacuna_plugin()
    plugin.magic = .current
    plugin.struct_size = UInt64(MemoryLayout<lacuna_plugin>.size)
    plugin.name = .permanent(name)
    plugin.version = .permanent(version)
    plugin.learner_count = UInt64(learners.count)
    plugin.learners = permanent(learners.map { permanent(LearnerExport.table(for: $0)) })
    plugin.measurement_count = UInt64(measurements.count)
    plugin.measurements = permanent(
      measurements.map { permanent(MeasurementExport.table(for: $0)) }
    )
    plugin.store_count = UInt64(stores.count)
    plugin.stores = permanent(stores.map { permanent(StoreExport.table(for: $0)) })
    let extensions = PluginExtensions(
      module: Self.module(of: learners + measurements + stores),
      cases: cases
    )
    plugin.context = Instance<PluginExtensions>.retained(extensions)
    plugin.get_extension = { context, id in
      guard let id = id.string else { return nil }
      return try? Instance<PluginExtensions>.value(context).find(id)
    }
    table = permanent(plugin)
  }
}

extension lacuna_magic {
  /// The block of whoever was compiled with these headers.
  static var current: lacuna_magic {
    lacuna_magic(
      struct_size: UInt64(MemoryLayout<lacuna_magic>.size),
      magic: UInt64(LACUNA_MAGIC),
      major: LACUNA_ABI_MAJOR,
      minor: LACUNA_ABI_MINOR,
      pointer_width: Int32(Int.bitWidth),
      reserved: 0,
      toolchain: .permanent(toolchain)
    )
  }

  private static var toolchain: String {
    #if compiler(>=6.4)
    "swift 6.4 or later"
    #elseif compiler(>=6.3)
    "swift 6.3"
    #else
    "swift 6.2 or earlier"
    #endif
  }
}

/// A value that lives as long as the process.
func permanent<Value>(_ value: Value) -> UnsafePointer<Value>? {
  let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
  pointer.initialize(to: value)
  return UnsafePointer(pointer)
}

/// An array that lives as long as the process; nil when it is empty.
func permanent<Value>(_ values: [Value]) -> UnsafePointer<Value>? {
  guard !values.isEmpty else { return nil }
  let pointer = UnsafeMutablePointer<Value>.allocate(capacity: values.count)
  pointer.initialize(from: values, count: values.count)
  return UnsafePointer(pointer)
}

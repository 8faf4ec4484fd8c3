import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks of what crosses the border in single calls: error objects, instances, texts.
enum Crossings {
  /// The place of an instance that nobody has written to.
  private static var untouched: UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: 0x5EA1_ED00)
  }

  static func errorObjects(_ context: CheckContext) throws {
    var seen = 0
    for maker in try RawMaker.all(context) {
      for text in ["", "{\"no-such-key\":1}", "nonsense", "\u{0}"] {
        if case .refused = try maker.make(Array(text.utf8)) { seen += 1 }
      }
    }
    seen += try encodingErrors(context)
    guard seen > 0 else { throw NotApplicable("no call could be made to fail") }
  }

  /// The errors of records that no learner can make sense of.
  private static func encodingErrors(_ context: CheckContext) throws -> Int {
    let plugin = try RawPlugin(context.path).table().pointee
    let tables = rawTables(plugin.learners, plugin.learner_count)
    var seen = 0
    for subject in try context.subjectsAndGaps().0 {
      let name = subject.learner.descriptor.name
      guard let table = tables.first(where: { (try? $0.pointee.name.strict("")) == name }) else {
        continue
      }
      let records = subject.dataset.records
      let instance = try instance(of: table, subject, records)
      defer { table.pointee.destroy(instance) }
      let strange = [
        Record(fields: []), Record(fields: [.init(name: "no-such-field", value: "x")]),
        Record(text: "\u{0}\u{FFFD}\u{10FFFF}"),
      ]
      for record in strange {
        var sink = lacuna_tensor_sink(
          struct_size: UInt64(MemoryLayout<lacuna_tensor_sink>.size),
          context: nil,
          accept: { _, _ in nil }
        )
        let error = withForeignRecords([record]) {
          table.pointee.encode(instance, $0?.pointee, &sink)
        }
        if let error {
          _ = try ErrorObject(consuming: error, of: "encode of learner '\(name)'")
          seen += 1
        }
      }
    }
    return seen
  }

  /// A fresh instance, made without a proxy.
  static func instance(
    of table: UnsafePointer<lacuna_learner>,
    _ subject: LearnerSubject,
    _ records: [Record]
  ) throws -> UnsafeMutableRawPointer? {
    var instance: UnsafeMutableRawPointer?
    let error = subject.configuration.json.withForeignText { json in
      withForeignRecords(records) {
        table.pointee.create(table, json, $0, UInt64(records.count), &instance)
      }
    }
    if let error {
      let told = try ErrorObject(consuming: error, of: "create of \(subject.name)")
      throw Finding("\(subject.name): create fails: \(told.message)")
    }
    return instance
  }

  static func failedCreate(_ context: CheckContext) throws {
    var seen = 0
    for maker in try RawMaker.all(context) {
      for text in ["", "{\"no-such-key\":1}", "nonsense"] {
        var instance = untouched
        let error = try text.withForeignText { try maker.create($0, &instance) }
        guard let error else {
          maker.destroy(instance)
          continue
        }
        _ = try ErrorObject(consuming: error, of: "create of \(maker.name)")
        seen += 1
        guard instance == untouched else {
          throw Finding("\(maker.name): a create that fails writes to the place of the instance")
        }
      }
    }
    guard seen > 0 else { throw NotApplicable("no create could be made to fail") }
  }

  static func extremeSettings(_ context: CheckContext) throws {
    var count = 0
    for maker in try RawMaker.all(context) {
      guard let good = maker.good ?? (try? Configuration(schema: maker.schema)) else { continue }
      for field in maker.schema.fields {
        for value in field.extremes {
          var values = good.values
          values[field.key] = value
          let other = try Configuration(schema: maker.schema, values: values)
          // A refusal is looked at by `make`; what is looked for is a crash.
          _ = try maker.make(Array(other.json.utf8))
          count += 1
        }
      }
    }
    if count == 0 { throw NotApplicable("nothing can be configured") }
  }

  static func noRecords(_ context: CheckContext) throws {
    let library = try context.library()
    let plugin = try RawPlugin(context.path).table().pointee
    let tables = rawTables(plugin.learners, plugin.learner_count)
    guard !tables.isEmpty else { throw NotApplicable("the plugin offers no learner") }
    let subjects = try context.subjectsAndGaps().0
    for (learner, table) in zip(library.learners, tables) {
      let name = learner.descriptor.name
      let known = subjects.first { $0.learner.descriptor.name == name }?.configuration
      let configuration = try known ?? Configuration(schema: learner.descriptor.schema)
      var instance: UnsafeMutableRawPointer?
      let error = configuration.json.withForeignText {
        table.pointee.create(table, $0, nil, 0, &instance)
      }
      if let error {
        _ = try ErrorObject(consuming: error, of: "create of learner '\(name)'")
      } else {
        table.pointee.destroy(instance)
      }
    }
  }

  static func textBounds(_ context: CheckContext) throws {
    // Each text ends at a page that may not be read; the crash is the finding.
    for maker in try RawMaker.all(context) {
      if let good = maker.good { _ = try maker.make(Array(good.json.utf8)) }
    }
    let plugin = try RawPlugin(context.path).table().pointee
    let tables = rawTables(plugin.learners, plugin.learner_count)
    for subject in try context.subjectsAndGaps().0 {
      let name = subject.learner.descriptor.name
      guard let table = tables.first(where: { (try? $0.pointee.name.strict("")) == name }) else {
        continue
      }
      let fields = max(subject.dataset.records.first?.fields.count ?? 1, 1)
      let records = Array(subject.dataset.records.prefix(max(4000 / fields, 1)))
      try GuardedText.with(records: records) { foreign in
        var instance: UnsafeMutableRawPointer?
        let error = try GuardedText(Array(subject.configuration.json.utf8)).call {
          table.pointee.create(table, $0, foreign, UInt64(records.count), &instance)
        }
        if let error {
          _ = try ErrorObject(consuming: error, of: "create of \(subject.name)")
          return
        }
        defer { table.pointee.destroy(instance) }
        var sink = lacuna_tensor_sink(
          struct_size: UInt64(MemoryLayout<lacuna_tensor_sink>.size),
          context: nil,
          accept: { _, _ in nil }
        )
        for index in records.indices.prefix(64) {
          if let error = table.pointee.encode(instance, foreign?[index], &sink) {
            _ = try ErrorObject(consuming: error, of: "encode of \(subject.name)")
          }
        }
      }
    }
  }
}

extension GuardedText {
  /// Calls a function with the text.
  fileprivate func call<Result>(_ body: (lacuna_text) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(text) }
  }
}

extension ConfigurationField {
  /// The least and the greatest values that are allowed, and every choice.
  fileprivate var extremes: [ConfigurationValue] {
    switch type {
    case .integer:
      [minimum.map { Int($0) } ?? Int.min, maximum.map { Int($0) } ?? Int.max].map { .integer($0) }
    case .number:
      [
        minimum ?? -.greatestFiniteMagnitude, maximum ?? .greatestFiniteMagnitude,
        (minimum ?? 0) <= 0 && (maximum ?? 0) >= 0 ? Double.leastNonzeroMagnitude : minimum ?? 0,
      ].filter { $0 >= minimum ?? -.infinity && $0 <= maximum ?? .infinity }.map { .number($0) }
    case .string:
      choices.map { $0.map { .string($0) } }
        ?? [.string(""), .string(String(repeating: "é", count: 10_000)), .string("\u{0}\"\\\n")]
    case .boolean: [.boolean(false), .boolean(true)]
    }
  }
}

import LacunaProtocols

/// Every text with which a plugin describes itself.
struct RawTexts {
  /// What a text is for.
  enum Role { case name, version, summary, schema, other }

  struct Entry {
    let what: String
    let role: Role
    /// What the name is unique among.
    let kind: String
    let text: lacuna_text
  }

  private(set) var entries: [Entry] = []

  init(_ plugin: lacuna_plugin) {
    add("the plugin's name", .name, "plugin", plugin.name)
    add("the plugin's version", .version, "plugin", plugin.version)
    add("the toolchain", .other, "plugin", plugin.magic.toolchain)
    for (index, table) in rawTables(plugin.learners, plugin.learner_count).enumerated() {
      let (learner, owner) = (table.pointee, "of learner \(index)")
      describe("learner", owner, learner.name, learner.summary, learner.version)
      add("the schema \(owner)", .schema, "learner", learner.schema)
      add("the data format \(owner)", .other, "learner", learner.data_format)
    }
    for (index, table) in rawTables(plugin.measurements, plugin.measurement_count).enumerated() {
      let (measurement, owner) = (table.pointee, "of measurement \(index)")
      describe("measurement", owner, measurement.name, measurement.summary, measurement.version)
      add("the schema \(owner)", .schema, "measurement", measurement.schema)
      for need in 0..<Int(clamping: min(measurement.need_count, 1024)) {
        guard let needs = measurement.needs else { break }
        add("need \(need) \(owner)", .other, "measurement", needs[need])
      }
    }
    for (index, table) in rawTables(plugin.stores, plugin.store_count).enumerated() {
      let store = table.pointee
      describe("store", "of store \(index)", store.name, store.summary, store.version)
    }
  }

  private mutating func describe(
    _ kind: String,
    _ owner: String,
    _ name: lacuna_text,
    _ summary: lacuna_text,
    _ version: lacuna_text
  ) {
    add("the name \(owner)", .name, kind, name)
    add("the summary \(owner)", .summary, kind, summary)
    add("the version \(owner)", .version, kind, version)
  }

  private mutating func add(_ what: String, _ role: Role, _ kind: String, _ text: lacuna_text) {
    entries.append(Entry(what: what, role: role, kind: kind, text: text))
  }

  /// The texts of a role; one that is not UTF-8 is another check's.
  func texts(_ role: Role) -> [(what: String, kind: String, text: String)] {
    entries.filter { $0.role == role }.compactMap { entry in
      (try? entry.text.strict(entry.what)).map { (entry.what, entry.kind, $0) }
    }
  }
}

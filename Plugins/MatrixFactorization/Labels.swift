import LacunaPluginKit

/// The names of the rows, or of the columns, of the matrix: numbered as they first occur.
struct Labels: Sendable {
  /// The column of the table that they stand in.
  let field: String
  private let indices: [String: Int]

  /// The names in a column of these records.
  init(_ field: String, in records: [Record]) throws {
    var indices: [String: Int] = [:]
    for record in records {
      let name = try record.field(field)
      if indices[name] == nil { indices[name] = indices.count }
    }
    self.field = field
    self.indices = indices
  }

  /// How many there are.
  var count: Int { indices.count }

  /// The number of a record's name.
  func index(of record: Record) throws -> Int {
    let name = try record.field(field)
    guard let index = indices[name] else {
      throw RecordError.notEncodable(
        name: field,
        reason: "'\(name)' does not occur in the training data, where it has \(count) values; "
          + "nothing was learnt about others"
      )
    }
    return index
  }
}

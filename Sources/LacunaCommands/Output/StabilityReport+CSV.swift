import LacunaSketching

extension StabilityStudy {
  /// Every coefficient as a line of a table: what a plot of the curves reads.
  func table(_ targets: [MeasuredQuery]) -> String {
    var lines = ["measurement,query,direction,degree,log2_coefficient,q"]
    for subject in subjects {
      let profile = subject.profile
      let scale = StabilityProfile.halfLogDimension(units: profile.units, degree: profile.degree)
      let name = subject.target.map { targets[$0].measurement } ?? "parameters"
      let query = subject.target.map { CSVField.quoted(targets[$0].query) } ?? ""
      for (direction, sizes) in profile.sizes.enumerated() {
        for (index, size) in sizes.enumerated() {
          let figures = size.isFinite ? "\(size),\(size + scale[index])" : ","
          lines.append("\(name),\(query),\(direction),\(index + 1),\(figures)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Fields of tables, after RFC 4180.
enum CSVField {
  /// A field, in quotation marks where it needs them.
  static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

import LacunaConformance

/// The report for people: a line a check, and what was found below it.
extension ConformanceReport {
  var text: String { libraries.map(\.text).joined(separator: "\n\n").withVisibleControls }
}

extension ConformanceReport.Library {
  fileprivate var text: String {
    var lines = [path]
    for category in ConformanceCheck.Category.allCases.map(\.rawValue) {
      let entries = checks.filter { $0.category == category }
      guard let first = entries.first else { continue }
      // A whole category that has nothing to look at needs one line.
      if first.outcome == "not-applicable", entries.allSatisfy({ $0.message == first.message }) {
        lines.append("\(category): \(entries.count) not applicable, \(first.message ?? "")")
      } else {
        lines += [category] + Self.lines(entries)
      }
    }
    return (lines + [summary]).joined(separator: "\n")
  }

  /// A line a check, and one for all that do not apply for the same reason.
  private static func lines(_ entries: [ConformanceReport.Entry]) -> [String] {
    var told: Set<String> = []
    return entries.flatMap { entry -> [String] in
      guard entry.outcome == "not-applicable", let reason = entry.message else {
        return entry.lines
      }
      guard told.insert(reason).inserted else { return [] }
      let others = entries.count { $0.outcome == "not-applicable" && $0.message == reason } - 1
      let tail = others == 0 ? "" : " and \(others) other\(others == 1 ? "" : "s")"
      return ["  -     \(entry.id)\(tail)   \(reason)"]
    }
  }

  private var summary: String {
    func count(_ outcome: String) -> Int { checks.count { $0.outcome == outcome } }
    var parts = ["\(count("passed")) passed", "\(count("not-applicable")) not applicable"]
    for severity in ConformanceCheck.Severity.allCases.reversed() {
      let found = checks.count { $0.isFinding && $0.severity == severity.rawValue }
      if found > 0 {
        parts.append(
          "\(found) \(found == 1 ? "finding" : "findings") of severity \(severity.rawValue)"
        )
      }
    }
    return parts.joined(separator: ", ")
  }
}

extension ConformanceReport.Entry {
  fileprivate var lines: [String] {
    switch outcome {
    case "passed": return ["  ok    \(id)"]
    default:
      let mark = severity.uppercased()
      var lines = [
        "  \(mark)\(String(repeating: " ", count: max(6 - mark.count, 1)))\(id)   clause \(clause): \(summary)"
      ]
      lines += (message ?? "").split(separator: "\n").map { "        \($0)" }
      if let output {
        lines.append("        it wrote:")
        lines += output.split(separator: "\n").prefix(8).map { "          \($0)" }
      }
      lines.append("        reproduce: \(reproduce)")
      return lines
    }
  }
}

/// The list of checks.
struct CheckList: Encodable {
  struct Entry: Encodable {
    let id: String
    let category: String
    let severity: String
    let clause: String
    let summary: String
    let timeout: Double
  }
  let checks: [Entry]

  init(_ checks: [ConformanceCheck]) {
    self.checks = checks.map {
      Entry(
        id: $0.id,
        category: $0.category.rawValue,
        severity: $0.severity.rawValue,
        clause: $0.clause,
        summary: $0.summary,
        timeout: $0.timeout
      )
    }
  }

  func formatted(as format: ConformanceFormat) throws -> String {
    guard format != .json else { return try json() }
    return checks.map { "\($0.id)   \($0.severity), clause \($0.clause): \($0.summary)" }
      .joined(separator: "\n")
  }
}

extension String {
  /// The string without characters that a terminal obeys, which a plugin may write.
  fileprivate var withVisibleControls: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      // Among them those that change the direction of what follows.
      switch scalar.value {
      case 0x09, 0x0A: text.unicodeScalars.append(scalar)
      case ..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

import LacunaPluginHost
import LacunaProtocols

/// Checks of the cases that plugins bring.
enum Cases {
  /// The cases of the library, at least one.
  private static func all(_ context: CheckContext) throws -> [CaseRun] {
    let library = try context.library()
    let cases = try library.cases()
    guard !cases.isEmpty else { throw NotApplicable("the plugin brings no cases") }
    return cases.map { CaseRun(given: $0, context: context, library: library) }
  }

  static func readable(_ context: CheckContext) throws {
    let library = try context.library()
    guard try !library.cases().isEmpty else { throw NotApplicable("the plugin brings no cases") }
  }

  static func run(_ context: CheckContext) throws {
    for run in try all(context) { _ = try run.results() }
  }

  static func expectations(_ context: CheckContext) throws {
    let runs = try all(context)
    guard runs.contains(where: { !$0.given.expectations.isEmpty }) else {
      throw NotApplicable("no case expects numbers")
    }
    for run in runs where !run.given.expectations.isEmpty {
      let results = try run.results()
      for expectation in run.given.expectations {
        try compare(expectation, results, "case '\(run.given.name)'")
      }
    }
  }

  private static func compare(
    _ expectation: SuppliedCase.Expectation,
    _ results: [String: [Double]],
    _ what: String
  ) throws {
    let place = "\(what), '\(expectation.name)'"
    guard let found = results[expectation.name] else {
      throw Finding(
        "\(place): there is no such result; there are \(results.keys.sorted().quotedList)"
      )
    }
    guard found.count == expectation.values.count else {
      throw Finding("\(place): \(found.count) numbers, expected \(expectation.values.count)")
    }
    for (index, (number, expected)) in zip(found, expectation.values).enumerated() {
      // Also false for what is not a number.
      guard abs(number - expected) <= expectation.tolerance else {
        throw Finding(
          "\(place): element \(index) is \(number), expected \(expected) within "
            + "\(expectation.tolerance); the difference is \(abs(number - expected))"
        )
      }
    }
  }

  static func material(_ context: CheckContext) throws {
    let (subjects, gaps) = try context.subjectsAndGaps()
    guard try !context.library().learners.isEmpty else {
      throw NotApplicable("the plugin offers no learner")
    }
    guard gaps.isEmpty, !subjects.isEmpty else { throw Finding(gaps.joined(separator: "\n")) }
  }

  static func numbers(_ context: CheckContext) throws {
    let library = try context.library()
    guard !library.learners.isEmpty else { throw NotApplicable("the plugin offers no learner") }
    let cases = try library.cases()
    let bare = library.learners.map(\.descriptor.name).filter { name in
      !cases.contains {
        [name, "\(library.name):\(name)"].contains($0.learner) && !$0.expectations.isEmpty
      }
    }
    guard bare.isEmpty else {
      throw Finding("no case says what should come of training \(bare.quotedList)")
    }
  }
}

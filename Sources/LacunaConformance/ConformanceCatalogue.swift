/// All checks, in the order in which they are run.
public enum ConformanceCatalogue {
  /// The checks of each category.
  public static let all: [ConformanceCheck] =
    library + descriptor + trace + learning + encode + measurement + store + cases

  /// What checks have done in further child processes.
  public static let routines: [CheckRoutine] =
    [LoadTime.routine, CheckContext.givenData] + traceRoutines + storeRoutines

  /// The check that only loads the library.
  static let loading = "library/loads"

  /// Whether a check looks at the file alone.
  static func isStatic(_ check: ConformanceCheck) -> Bool { file.contains { $0.id == check.id } }

  /// The check of an id.
  public static func check(_ id: String) -> ConformanceCheck? { all.first { $0.id == id } }
}

/// All checks, in the order in which they are run.
public enum ConformanceCatalogue {
  /// The checks of each category.
  public static let all: [ConformanceCheck] = library

  /// What checks have done in further child processes.
  public static let routines: [CheckRoutine] = [LoadTime.routine]

  /// The check of an id.
  public static func check(_ id: String) -> ConformanceCheck? { all.first { $0.id == id } }
}

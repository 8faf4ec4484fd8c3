/// All checks, in the order in which they are run.
public enum ConformanceCatalogue {
  /// The checks of each category.
  public static let all: [ConformanceCheck] = []
}

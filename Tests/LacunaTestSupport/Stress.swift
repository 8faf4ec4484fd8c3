import Foundation

/// How much a test does: a sample in `make test`, all of it in `make stress`.
public enum Stress {
  /// Whether `LACUNA_STRESS` asks for the long forms.
  public static let isOn = ProcessInfo.processInfo.environment["LACUNA_STRESS"] == "1"

  /// The number of cases: `sample`, or `all` in a stress run.
  public static func count(_ sample: Int, all: Int) -> Int { isOn ? all : sample }
}

/// Checks of the library as a file and of what loading it does.
extension ConformanceCatalogue {
  static let library: [ConformanceCheck] = [
    ConformanceCheck(
      .library,
      "loads",
      .must,
      clause: "1.3",
      "the library can be loaded, with all symbols and libraries that it needs, and describes itself"
    ) { _ = try $0.library() }
  ]
}

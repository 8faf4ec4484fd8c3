import Foundation
import LacunaStores
import Testing

/// A Python with numpy and safetensors, if there is one.
private let numpyInterpreter = ProcessInfo.processInfo.environment["LACUNA_TEST_PYTHON"]

/// Somebody else's reader: numpy with the package `safetensors`.
///
/// Runs where `LACUNA_TEST_PYTHON` names an interpreter that has both; `make test` sees to it.
@Suite(.enabled(if: numpyInterpreter != nil, "no Python with numpy and safetensors"))
struct NumpyTests {
  private static let script = """
    import sys
    from safetensors.numpy import load_file
    w = load_file(sys.argv[1])["w"]
    print(w.dtype, *w.shape)
    print(*w[1, 0, 1].ravel().tolist())
    """

  @Test(arguments: [SketchPrecision.f64, .f32])
  func `numpy opens a shard as it is`(precision: SketchPrecision) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "numpy-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var archive = try Sample.create(in: DirectoryStore(path: folder)) {
      $0.expansion.precision = precision
      $0.parameters = [.init(name: "w", shape: [2, 3])]
    }
    let numbers = (0..<48).map { Double($0) / 4 }
    let shape = [2, 2, 2, 3, 2]
    let tensor =
      precision == .f64
      ? try TensorData(name: "w", shape: shape, numbers)
      : try TensorData(name: "w", shape: shape, numbers.map { Float($0) })
    let entry = try archive.append(Shard(start: 0, count: 2, tensors: [tensor]))
    let lines = try run(["-c", Self.script, "\(folder)/\(entry.name)"])
    #expect(lines.first == "\(precision == .f64 ? "float64" : "float32") 2 2 2 3 2")
    // Lane 1, coefficient 1, row 1: re and im of three numbers.
    #expect(lines.last == numbers[30..<36].map(\.description).joined(separator: " "))
  }

  private func run(_ arguments: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(numpyInterpreter))
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

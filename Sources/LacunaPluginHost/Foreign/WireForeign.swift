import Foundation
import LacunaSketching

/// An argument of a foreign call on its way to a child process.
enum WireArgument: Codable {
  case integer(Int64)
  case number(re: Double, im: Double)
  case numbers(Data)
  case integers(Data)
  case output(count: Int)
  case callback(ForeignCallback)
  /// What the call before was given at this place: data that stay the same are sent once.
  case unchanged

  init(_ argument: ForeignArgument) {
    switch argument {
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .number(re: number.re, im: number.im)
    case .numbers(let numbers): self = .numbers(Data(complex: numbers))
    case .integers(let integers): self = .integers(integers.withUnsafeBytes { Data($0) })
    case .output(let count): self = .output(count: count)
    case .callback(let callback): self = .callback(callback)
    }
  }

  /// The argument, given that of the call before at its place.
  func argument(after previous: ForeignArgument?) -> ForeignArgument? {
    switch self {
    case .unchanged: previous
    case .integer(let integer): .integer(integer)
    case .number(let re, let im): .number(Complex(re, im))
    case .numbers(let bytes): .numbers(bytes.complexNumbers)
    case .integers(let bytes): .integers(bytes.elements(of: Int64.self))
    case .output(let count): .output(count: count)
    case .callback(let callback): .callback(callback)
    }
  }
}

/// What a foreign call gave, on its way back.
struct WireResult: Codable {
  private var value: Data?
  private var outputs: [Data]

  init(_ result: ForeignResult) {
    value = result.value.map { Data(complex: [$0]) }
    outputs = result.outputs.map { Data(complex: $0) }
  }

  var result: ForeignResult {
    ForeignResult(value: value?.complexNumbers.first, outputs: outputs.map(\.complexNumbers))
  }
}

/// The rows that a library can ask for.
struct WireRows: Codable {
  private var width: Int
  private var elements: Data

  init(_ rows: [[Double]]) {
    width = rows.first?.count ?? 0
    elements = Array(rows.joined()).withUnsafeBytes { Data($0) }
  }

  var rows: [[Double]] {
    let numbers = elements.elements(of: Double.self)
    guard width > 0 else { return [] }
    return stride(from: 0, through: numbers.count - width, by: width).map {
      Array(numbers[$0..<$0 + width])
    }
  }
}

/// What a library calls back while it is in a call.
enum WireCallback: Codable {
  case progress(Double)
  case log(String)
  /// The one that waits for an answer.
  case isCancelled
}

extension Data {
  /// Numbers as they lie in memory.
  fileprivate init(complex numbers: [Complex]) {
    self = numbers.flatMap { [$0.re, $0.im] }.withUnsafeBytes { Data($0) }
  }

  fileprivate var complexNumbers: [Complex] {
    let parts = elements(of: Double.self)
    return stride(from: 0, to: parts.count - 1, by: 2).map { Complex(parts[$0], parts[$0 + 1]) }
  }

  /// Elements as they lie in memory.
  func elements<Element: BitwiseCopyable>(of type: Element.Type) -> [Element] {
    let size = MemoryLayout<Element>.size
    return withUnsafeBytes { bytes in
      (0..<bytes.count / size).map {
        bytes.loadUnaligned(fromByteOffset: $0 * size, as: Element.self)
      }
    }
  }
}

import LacunaProtocols
import LacunaStores
import Testing

@Suite struct TensorDataTests {
  @Test func `elements come back as they were given`() throws {
    let doubles = [0, -0.0, .pi, .infinity, .leastNonzeroMagnitude]
    #expect(try TensorData(name: "t", shape: [5], doubles).doubles() == doubles)
    let floats: [Float] = [0.1, -3, .leastNonzeroMagnitude, 7]
    #expect(try TensorData(name: "t", shape: [2, 2], floats).floats() == floats)
    let integers: [Int64] = [.min, .max, 0]
    #expect(try TensorData(name: "t", shape: [3, 1], integers).integers() == integers)
  }

  @Test func `bytes are little endian`() throws {
    #expect(
      try TensorData(name: "t", shape: [], [1.5]).bytes == [0, 0, 0, 0, 0, 0, 0xf8, 0x3f]
    )
    #expect(try TensorData(name: "t", shape: [1], [Int64(258)]).bytes == [2, 1, 0, 0, 0, 0, 0, 0])
  }

  @Test func `floats widen to doubles exactly`() throws {
    let tensor = try TensorData(name: "t", shape: [1], [Float(0.1)])
    #expect(try tensor.doubles() == [0.100000001490116119384765625])
  }

  @Test func `a scalar has one element and an empty dimension none`() throws {
    #expect(try TensorData(name: "t", shape: [], [2.0]).count == 1)
    #expect(try TensorData(name: "t", shape: [3, 0], [Double]()).count == 0)
  }

  @Test func `contents that do not fit the shape are refused`() {
    #expect(
      message { _ = try TensorData(name: "t", shape: [2, 3], [1.0]) }
        == "tensor 't': found 1 elements, expected 6 for shape [2, 3]"
    )
    #expect(
      message { _ = try TensorData(name: "t", dtype: .f32, shape: [2], bytes: [1, 2, 3]) }
        == "tensor 't': found 3 bytes, expected 8 for shape [2]"
    )
  }

  @Test(arguments: [[-1], [1 << 62, 4], [Int.max, Int.max, 0]])
  func `an impossible shape is refused`(shape: [Int]) {
    #expect(
      message { _ = try TensorData(name: "t", dtype: .f32, shape: shape, bytes: []) }
        == "tensor 't': shape \(shape) is impossible; dimensions are zero or more, and their "
        + "product must be countable in 63 bits"
    )
  }

  @Test func `elements are never converted unasked`() throws {
    let integers = try TensorData(name: "i", shape: [1], [Int64(1)])
    let doubles = try TensorData(name: "d", shape: [1], [1.0])
    #expect(
      message { _ = try integers.doubles() }
        == "tensor 'i': elements are I64, expected F64 or F32; store the tensor as F64 or F32"
    )
    #expect(
      message { _ = try doubles.floats() }
        == "tensor 'd': elements are F64, expected F32; store the tensor as F32"
    )
    #expect(
      message { _ = try doubles.integers() }
        == "tensor 'd': elements are F64, expected I64; store the tensor as I64"
    )
    #expect(category { _ = try doubles.integers() } == .data)
  }
}

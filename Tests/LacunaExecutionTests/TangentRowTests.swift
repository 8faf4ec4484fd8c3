import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// Rows of lanes, against the numbers one by one.
struct TangentRowTests {
  @Test(arguments: Precision.allCases, [1, 3, 5])
  func `rows hold the numbers of each lane`(_ precision: Precision, _ degree: Int) throws {
    let elements = 7
    let layout = StateLayout([("w", [elements])], ring: .jet(degree: degree), precision: precision)
    let workspace = try Workspace(layout: layout, plans: [])
    let tangents = try workspace.tangents("w")
    var random = SplitMix64(seed: UInt64(degree))
    tangents.fill(elements: elements) { _, _, _ in
      (Double(Float(random.normal())), Double(Float(random.normal())))
    }
    for lanes in [1, 3, precision.lanes] {
      let count = lanes * degree * elements * 2
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: count * precision.bytes,
        alignment: 64
      )
      defer { bytes.deallocate() }
      tangents.copyRows(elements: elements, lanes: lanes, to: bytes)
      var position = 0
      for lane in 0..<lanes {
        for coefficient in 1...degree {
          for element in 0..<elements {
            let expected = tangents[element, coefficient, lane]
            let base = try #require(bytes.baseAddress)
            #expect(precision.load(at: base, index: position) == expected.re)
            #expect(precision.load(at: base, index: position + 1) == expected.im)
            position += 2
          }
        }
      }
      #expect(position == count)
    }
  }
}

import Foundation
import LacunaPluginKit

/// One library, built once and copied for each fault: the name of the copy chooses it.
private let plugin: LacunaPlugin = {
  let fault = nameOfThisLibrary()
  return LacunaPlugin(
    name: "swift-corpus",
    version: "1",
    learners: learners.filter { $0.descriptor.summary == fault },
    measurements: measurements.filter { $0.descriptor.summary == fault },
    stores: stores.filter { $0.descriptor.summary == fault }
  )
}()

/// The name of the file, without `lib` and `.so`, in which this code lies.
private func nameOfThisLibrary() -> String {
  let here = UInt(bitPattern: #dsohandle)
  guard let file = FileHandle(forReadingAtPath: "/proc/self/maps"),
    let data = try? file.readToEnd()
  else { return "" }
  let maps = String(decoding: data, as: UTF8.self)
  for line in maps.split(separator: "\n") {
    let ends = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) }
    if ends.count == 2, let low = ends[0], let high = ends[1], low..<high ~= here,
      let file = line.split(separator: "/").last
    {
      return String(file.dropFirst(3).dropLast(3))
    }
  }
  return ""
}

private let learners: [any LearnerPlugin.Type] = [
  GoodLine.self, TrapsOnEmptyLines.self, TrapsOnLargeNumbers.self, UnwrapsWithForce.self,
  OrdersByHash.self, SharesAnAccumulator.self, DrawsItsOwnNumbers.self, LeaksTheMean.self,
  FitsTheBatch.self,
]

private let measurements: [any MeasurementPlugin.Type] = [ExpectsThreeAxes.self]

private let stores: [any StorePlugin.Type] = [
  KeepsText.self, ForgetsAtTheEnd.self, LocksNothing.self,
]

/// The table of this plugin: what the library exports.
@c @implementation
public func lacuna_plugin_entry(
  _ host: UnsafePointer<lacuna_host>?
) -> UnsafePointer<lacuna_plugin>? {
  plugin.table
}

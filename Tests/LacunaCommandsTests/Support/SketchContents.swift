import LacunaStores

/// What a sketch in a workshop holds, read without the commands.
struct SketchContents {
  let archive: SketchArchive

  init(_ store: String, in workshop: Workshop) throws {
    archive = try SketchArchive.open(DirectoryStore(path: workshop.path(store)))
  }

  /// For each direction the bytes of its tangents, tensor by tensor.
  func tangents() throws -> [Int: [String: [UInt8]]] {
    var found: [Int: [String: [UInt8]]] = [:]
    for entry in archive.manifest.shards {
      for tensor in try archive.shard(entry).tensors {
        let row = tensor.bytes.count / entry.count
        for lane in 0..<entry.count {
          found[entry.start + lane, default: [:]][tensor.name] =
            Array(tensor.bytes[(lane * row)..<((lane + 1) * row)])
        }
      }
    }
    return found
  }

  /// For each direction the tangents as numbers: tensor, then degree, element and part.
  func numbers() throws -> [Int: [String: [Double]]] {
    var found: [Int: [String: [Double]]] = [:]
    for entry in archive.manifest.shards {
      for tensor in try archive.shard(entry).tensors {
        let numbers = try tensor.doubles()
        let row = numbers.count / entry.count
        for lane in 0..<entry.count {
          found[entry.start + lane, default: [:]][tensor.name] =
            Array(numbers[(lane * row)..<((lane + 1) * row)])
        }
      }
    }
    return found
  }
}

/// The C functions through which the host reaches a store written in Swift.
enum StoreExport {
  /// The table of a type of store.
  static func table(for type: any StorePlugin.Type) -> lacuna_store {
    let descriptor = type.descriptor
    var table = lacuna_store()
    table.struct_size = UInt64(MemoryLayout<lacuna_store>.size)
    table.context = Instance<any StorePlugin.Type>.retained(type)
    table.name = .permanent(descriptor.name)
    table.summary = .permanent(descriptor.summary)
    table.version = .permanent(descriptor.version)
    table.open = { store, location, instance in
      returningErrorObject {
        let type = try Instance<any StorePlugin.Type>.value(store?.pointee.context)
        let made = try type.init(location: required(location, "location"))
        try required(instance, "place for the instance").pointee =
          Instance<any StorePlugin>.retained(made)
      }
    }
    table.close = { Instance<any StorePlugin>.release($0) }
    table.exists = { instance, answer in
      returningErrorObject {
        let exists = try Instance<any StorePlugin>.value(instance).exists()
        try required(answer, "place for the answer").pointee = exists ? 1 : 0
      }
    }
    table.list = { instance, sink in
      returningErrorObject {
        let sink = try required(sink, "sink")
        for name in try Instance<any StorePlugin>.value(instance).list() {
          try name.withForeignText { try check(sink.pointee.accept(sink.pointee.context, $0)) }
        }
      }
    }
    table.read = { instance, name, found, sink in
      returningErrorObject {
        let store = try Instance<any StorePlugin>.value(instance)
        let bytes = try store.read(required(name, "name of a blob"))
        try required(found, "place for the answer").pointee = bytes == nil ? 0 : 1
        let sink = try required(sink, "sink")
        try bytes?.withUnsafeBytes { raw in
          // In pieces, since the host believes no piece of more than 2 GiB.
          for start in stride(from: 0, to: raw.count, by: 1 << 28) {
            let part = UnsafeRawBufferPointer(
              rebasing: raw[start..<min(start + (1 << 28), raw.count)]
            )
            let piece = lacuna_text(
              bytes: part.assumingMemoryBound(to: CChar.self).baseAddress,
              length: UInt64(part.count)
            )
            try check(sink.pointee.accept(sink.pointee.context, piece))
          }
        }
      }
    }
    table.write = { instance, name, bytes, count in
      returningErrorObject {
        let content =
          count == 0
          ? []
          : Array(
            UnsafeBufferPointer(start: try required(bytes, "array of bytes"), count: Int(count))
          )
        try Instance<any StorePlugin>.value(instance)
          .write(required(name, "name of a blob"), content)
      }
    }
    table.remove = { instance, name in
      returningErrorObject {
        try Instance<any StorePlugin>.value(instance).remove(required(name, "name of a blob"))
      }
    }
    table.lock = { instance, lock in
      returningErrorObject {
        let taken = try Instance<any StorePlugin>.value(instance).lock()
        try required(lock, "place for the lock").pointee =
          Instance<any SketchStoreLock>.retained(taken)
      }
    }
    table.unlock = { _, lock in Instance<any SketchStoreLock>.release(lock) }
    return table
  }
}

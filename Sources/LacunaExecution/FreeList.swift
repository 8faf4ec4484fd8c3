/// Memory handed out by offset, first fit.
struct FreeList {
  /// The highest byte ever in use.
  private(set) var high = 0
  private var free: [(offset: Int, bytes: Int)] = []

  mutating func take(_ bytes: Int) -> Int {
    if let index = free.firstIndex(where: { $0.bytes >= bytes }) {
      let offset = free[index].offset
      free[index] = (offset + bytes, free[index].bytes - bytes)
      if free[index].bytes == 0 { free.remove(at: index) }
      return offset
    }
    // Grow, using what is free at the end.
    if let end = free.last, end.offset + end.bytes == high {
      free.removeLast()
      high = end.offset + bytes
      return end.offset
    }
    defer { high += bytes }
    return high
  }

  mutating func release(_ offset: Int, _ bytes: Int) {
    guard bytes > 0 else { return }
    let index = free.firstIndex { $0.offset > offset } ?? free.count
    free.insert((offset, bytes), at: index)
    if index + 1 < free.count, offset + bytes == free[index + 1].offset {
      free[index].bytes += free[index + 1].bytes
      free.remove(at: index + 1)
    }
    if index > 0, free[index - 1].offset + free[index - 1].bytes == free[index].offset {
      free[index - 1].bytes += free[index].bytes
      free.remove(at: index)
    }
  }
}

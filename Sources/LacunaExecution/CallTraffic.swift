import CJetKernels

/// What each call of a plan touches, and which cache still holds it.
///
/// A cache is taken to hold what was used last: it has a piece of memory when less than its size was touched
/// since the piece was. Memory is looked at in granules.
struct CallTraffic {
  private static let granule = 512
  private let plan: Plan
  private let caches: [Int]
  private let areas: MemoryAreas
  private var recency: Recency
  /// For each call, bytes by cache.
  private var bytes: [[Int]]

  /// For each call of a plan that is run again and again, the bytes by cache.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - caches: the bytes of each cache, the nearest first.
  /// - Returns: for each call the bytes that each cache holds, and last those that none does.
  static func of(_ plan: Plan, caches: [Int]) -> [[Int]] {
    var traffic = CallTraffic(plan, caches)
    traffic.run(isNoted: false)
    traffic.run(isNoted: true)
    return traffic.bytes
  }

  private init(_ plan: Plan, _ caches: [Int]) {
    self.plan = plan
    self.caches = caches
    areas = MemoryAreas(plan)
    recency = Recency(pieces: areas.bytes / Self.granule + 4)
    bytes = Array(repeating: Array(repeating: 0, count: caches.count + 1), count: plan.calls.count)
  }

  private mutating func run(isNoted: Bool) {
    let spans = plan.calls.map { $0.spans(in: plan, areas) }
    for index in 0..<plan.sharedCount {
      for span in spans[index] { touch(span.start, span.bytes, index, isNoted) }
    }
    for stage in plan.stages {
      let (count, piece) = stage.streamed ?? (1, 1)
      for number in 0..<((count - 1) / piece + 1) {
        let length = min(piece, count - number * piece)
        for index in stage.calls {
          for span in spans[index] {
            guard stage.streamed != nil else {
              touch(span.start, span.bytes, index, isNoted)
              continue
            }
            let moves = !plan.isPiece[span.buffer.index]
            touch(
              span.start + (moves ? number * piece * span.step : 0),
              span.step == 0 ? span.bytes : length * span.step,
              index,
              isNoted
            )
          }
        }
      }
    }
  }

  private mutating func touch(_ start: Int, _ length: Int, _ call: Int, _ isNoted: Bool) {
    guard length > 0 else { return }
    for granule in (start / Self.granule)...((start + length - 1) / Self.granule) {
      let distance = recency.touch(granule).map { $0 * Self.granule }
      guard isNoted else { continue }
      let level = distance.flatMap { distance in caches.firstIndex { distance <= $0 } }
      let low = max(start, granule * Self.granule)
      let high = min(start + length, (granule + 1) * Self.granule)
      bytes[call][level ?? caches.count] += high - low
    }
  }
}

/// For pieces of memory, how many others were touched since each was.
///
/// Times of last touches are marked in a Fenwick tree (P. Fenwick, 1994), and numbered anew when they run out.
private struct Recency {
  private var time: [Int?]
  private var tree: [Int]
  private var now = 0

  init(pieces: Int) {
    time = Array(repeating: nil, count: pieces)
    tree = Array(repeating: 0, count: 4 * pieces + 1)
  }

  /// Touches a piece and returns how many pieces, itself among them, were touched since the last time.
  mutating func touch(_ piece: Int) -> Int? {
    if now == tree.count - 1 { renumber() }
    let last = time[piece]
    let between = last.map { sum(to: now) - sum(to: $0) + 1 }
    if let last { add(-1, at: last) }
    now += 1
    time[piece] = now
    add(1, at: now)
    return between
  }

  private mutating func renumber() {
    let order = time.indices.filter { time[$0] != nil }.sorted { (time[$0] ?? 0) < (time[$1] ?? 0) }
    tree = Array(repeating: 0, count: tree.count)
    now = 0
    for piece in order {
      now += 1
      time[piece] = now
      add(1, at: now)
    }
  }

  private mutating func add(_ value: Int, at position: Int) {
    var index = position
    while index < tree.count {
      tree[index] += value
      index += index & -index
    }
  }

  private func sum(to position: Int) -> Int {
    var index = position
    var total = 0
    while index > 0 {
      total += tree[index]
      index -= index & -index
    }
    return total
  }
}

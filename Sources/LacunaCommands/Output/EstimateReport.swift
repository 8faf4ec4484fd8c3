import LacunaSketching
import LacunaStores

/// An estimate as programs read it, with what became of it.
struct EstimateReport: Encodable {
  let memory: MemoryEstimate
  let disk: SketchSize
  let work: WorkEstimate?
  let time: RunEstimate.Time?
  /// The time of the whole run, as the first block told it.
  let afterFirstBlock: MeasuredTime?
  /// A time, under the name that times have in all reports.
  struct MeasuredTime: Encodable {
    let seconds: Double
  }

  /// What became of it.
  let taken: Taken?

  /// What a run took.
  struct Taken: Encodable {
    /// The seconds that the estimated time was of.
    let seconds: Double
    /// The most memory that the process had, in bytes.
    let memory: Int
  }

  init(
    _ estimate: RunEstimate,
    secondsAfterFirstBlock: Double? = nil,
    taken: Taken? = nil
  ) {
    memory = estimate.memory
    disk = estimate.disk
    work = estimate.work
    time = estimate.time
    afterFirstBlock = secondsAfterFirstBlock.map { MeasuredTime(seconds: $0) }
    self.taken = taken
  }
}

extension RunEstimate {
  /// The estimate in a line.
  var summary: String {
    let duration = time.map { "about \(ProgressBar.duration($0.seconds))" } ?? "an unknown time"
    let threads = memory.threads == 1 ? "1 thread" : "\(memory.threads) threads"
    return "estimate: \(duration) with \(threads), \(Figure.bytes(memory.total)) of memory, "
      + "\(Figure.bytes(disk.total)) on disk"
  }

  /// The estimate part by part, as lines with a title each.
  var lines: [(title: String, text: String)] {
    let m = memory
    var lines: [(String, String)] = []
    if let work {
      lines.append(
        (
          "work",
          "\(Figure.number(work.multiplyAddsPerStep)) multiply–adds a direction-step, "
            + "\(Figure.number(work.multiplyAdds)) in all"
        )
      )
    }
    lines.append(("memory", "\(Figure.bytes(m.total)) at the most"))
    lines.append(
      ("", "\(Figure.bytes(m.process)) process, of which \(Figure.bytes(m.data)) encoded data")
    )
    if m.peakBefore > m.process {
      lines.append(("", "\(Figure.bytes(m.peakBefore)) while the data were read"))
    }
    lines.append(
      (
        "",
        "\(Figure.bytes(m.allThreads)) for \(m.threads) thread\(m.threads == 1 ? "" : "s"): each "
          + "\(Figure.bytes(m.workspace)) state, frames and scratch, \(Figure.bytes(m.calls)) calls, "
          + "\(Figure.bytes(m.directions)) directions"
      )
    )
    lines.append(
      (
        "",
        "\(Figure.bytes(m.allShards)) for \(m.shardsAtOnce) shard\(m.shardsAtOnce == 1 ? "" : "s") "
          + "at a time"
      )
    )
    let rest = disk.total - disk.shards
    lines.append(
      (
        "disk",
        "\(Figure.bytes(disk.total)): shards \(Figure.bytes(disk.shards)), "
          + "\(Figure.bytes(disk.perDirection)) a direction; all else \(Figure.bytes(rest))"
      )
    )
    lines.append(("time", timeText))
    return lines
  }

  private var timeText: String {
    let threads = "with \(memory.threads) thread\(memory.threads == 1 ? "" : "s")"
    guard let time else {
      return "unknown: the learner trains by itself; known after the first directions"
    }
    let basis =
      switch time.basis {
      case .timed: "from the first steps, which were tried"
      case .counted:
        "from the multiply–adds, at \(Int(Self.assumedEfficiency * 100)) % of the processor's peak"
      }
    return "about \(ProgressBar.duration(time.seconds)) \(threads), \(basis)"
  }
}

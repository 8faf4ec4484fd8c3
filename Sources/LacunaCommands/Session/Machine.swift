import Foundation
import LacunaProtocols
import LacunaStores

/// What the machine has, and what this process takes of it, in bytes, as the system says.
enum Machine {
  /// The memory that this process takes, after what it no longer needs was given back.
  static var resident: Int {
    giveBackMemory()
    return field("VmRSS", in: "/proc/self/status") ?? 0
  }

  /// Gives memory that is no longer needed back to the system; allocators keep it otherwise.
  static func giveBackMemory() { _ = giveBack?(0) }

  /// The C library's `malloc_trim`, which the header that Swift sees does not have; absent in others.
  private static var giveBack: (@convention(c) (Int) -> Int32)? {
    guard let address = dlsym(nil, "malloc_trim") else { return nil }
    return unsafeBitCast(address, to: (@convention(c) (Int) -> Int32).self)
  }

  /// The time that this process has had of processors, in seconds.
  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that this process ever took.
  static var peak: Int { field("VmHWM", in: "/proc/self/status") ?? 0 }

  /// The memory that can be had without others losing theirs; nil where the system does not say.
  static var availableMemory: Int? {
    let free = field("MemAvailable", in: "/proc/meminfo")
    guard let limit = groupLimit, let used = number("/sys/fs/cgroup/memory.current") else {
      return free
    }
    return min(free ?? .max, max(0, limit - used))
  }

  /// The memory that there is at all, with what can be moved to disk; nil where the system does not say.
  static var memory: Int? {
    guard let installed = field("MemTotal", in: "/proc/meminfo") else { return nil }
    let all = installed + (field("SwapTotal", in: "/proc/meminfo") ?? 0)
    return min(all, groupLimit ?? .max)
  }

  /// The memory that the group of this process may have, where it has a limit.
  private static var groupLimit: Int? { number("/sys/fs/cgroup/memory.max") }

  /// The free space on the disk that a store will be on; nil where a plugin keeps it elsewhere.
  static func freeDisk(of store: any SketchStore) -> Int? {
    guard let folder = store as? DirectoryStore else { return nil }
    var path = URL(fileURLWithPath: folder.path).standardizedFileURL
    // The folder itself is only made by the first write.
    while !FileManager.default.fileExists(atPath: path.path), path.path != "/" {
      path.deleteLastPathComponent()
    }
    var status = statvfs()
    // What has no blocks at all, such as /proc, says nothing of the room in it.
    guard statvfs(path.path, &status) == 0, status.f_blocks > 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  private static func number(_ path: String) -> Int? {
    (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// A field such as `VmRSS:   1234 kB`.
  private static func field(_ name: String, in path: String) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
      let words = line.split(whereSeparator: \.isWhitespace)
      return words.count == 3 ? Int(words[1]).map { $0 * 1024 } : nil
    }
    return nil
  }
}

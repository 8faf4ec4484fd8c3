import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a child process does first.
public enum ChildSide {
  /// The memory that a child may map, unless it is told otherwise: 16 GiB of addresses.
  public static let memoryLimit: UInt64 = 16 << 30

  /// The exit code of a child whose parent has gone.
  public static let orphanedCode: Int32 = 75
  /// The exit code of a child whose socket was closed by somebody in the child itself.
  public static let lostChannelCode: Int32 = 74

  /// Takes the socket away from standard input, and limits the process.
  ///
  /// - Parameters:
  ///   - memoryLimit: the bytes of addresses that it may map.
  ///   - onLost: called on another thread when the parent or the socket has gone, with the exit code to
  ///     end the process with.
  /// - Returns: the frames from and to the parent.
  /// - Throws: ``ChildError`` when standard input is not the socket of a parent.
  public static func begin(
    memoryLimit: UInt64 = memoryLimit,
    onLost: @escaping @Sendable (_ code: Int32) -> Void
  ) throws(ChildError) -> FrameChannel {
    // Out of the way of libraries that close or use the low descriptors.
    let socket = fcntl(0, F_DUPFD_CLOEXEC, 100)
    var kind: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard socket >= 0, getsockopt(socket, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 else {
      throw .malformed(reason: "standard input is not a socket; this command is for Lacuna itself")
    }
    closeInherited()
    let null = open("/dev/null", O_RDONLY)
    if null > 0 {
      dup2(null, 0)
      close(null)
    }
    limitMemory(memoryLimit)
    // A crash is expected here, and its image on disk would help nobody.
    limit(RLIMIT_CORE, 0)
    Thread.detachNewThread { onLost(waitForHangUp(socket)) }
    return FrameChannel(descriptor: socket)
  }

  /// Closes what the parent had open when it started this process, and is none of its business.
  private static func closeInherited() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
      // What was opened here is marked to be closed in turn; what was inherited cannot be.
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0, flags & FD_CLOEXEC == 0 { close(descriptor) }
    }
  }

  /// Sets the bytes of addresses that this process may map.
  public static func limitMemory(_ bytes: UInt64) { limit(RLIMIT_AS, bytes) }

  private static func limit(_ resource: __rlimit_resource, _ value: UInt64) {
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(resource.rawValue), &limits)
    limits.rlim_cur = min(rlim_t(value), limits.rlim_max)
    setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
  }

  /// Waits until the other end has gone; what arrives is read elsewhere.
  private static func waitForHangUp(_ socket: Int32) -> Int32 {
    while true {
      var request = pollfd(fd: socket, events: 0, revents: 0)
      let ready = poll(&request, 1, -1)
      if ready > 0 {
        let isOurs = Int32(request.revents) & Int32(POLLNVAL) != 0
        return isOurs ? lostChannelCode : orphanedCode
      }
      if errno != EINTR { return lostChannelCode }
    }
  }
}

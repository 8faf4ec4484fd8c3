import LacunaProtocols

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One end of a socket over which frames go: eight bytes of length, little-endian, and the bytes.
///
/// A peer that has gone is an error, never a signal.
public final class FrameChannel: Sendable {
  /// The longest frame that is believed.
  static let maximumLength: UInt64 = 1 << 32

  /// The socket, for those who cannot wait for one of the methods.
  package let descriptor: Int32

  /// The channel over a socket, which it owns.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Closes the socket; the channel must not be used any more.
  func close() { _ = closeDescriptor(descriptor) }

  /// Sends a frame.
  ///
  /// - Throws: ``ChildError/closed`` or ``ChildError/silent(seconds:)``.
  public func send(_ bytes: [UInt8], within seconds: Double = 60) throws(ChildError) {
    let deadline = Deadline(after: seconds)
    var length = UInt64(bytes.count).littleEndian
    let head = withUnsafeBytes(of: &length) { Array($0) }
    try write(head, deadline, seconds)
    try write(bytes, deadline, seconds)
  }

  /// Receives the next frame; nil when the peer has closed its end between two frames.
  ///
  /// - Parameters:
  ///   - seconds: how long to wait for it, or nil for as long as it takes.
  ///   - isCancelled: asked now and then whether to wait on.
  ///   - hasEnded: asked now and then whether the peer has gone, where somebody else may hold its end open.
  /// - Returns: the bytes of the frame.
  /// - Throws: ``ChildError``.
  public func receive(
    within seconds: Double?,
    isCancelled: () -> Bool = { false },
    hasEnded: () -> Bool = { false }
  ) throws(ChildError) -> [UInt8]? {
    let deadline = seconds.map { Deadline(after: $0) }
    let wait = { () throws(ChildError) in
      try self.wait(deadline, seconds ?? 0, isCancelled, hasEnded)
    }
    guard let head = try read(8, wait) else { return nil }
    let length = head.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) }
    guard length <= Self.maximumLength else {
      throw .malformed(reason: "a frame of \(length) bytes, expected at most \(Self.maximumLength)")
    }
    guard let body = try read(Int(length), wait) else { throw .closed }
    return body
  }

  private func write(
    _ bytes: [UInt8],
    _ deadline: Deadline,
    _ seconds: Double
  ) throws(ChildError) {
    var position = 0
    while position < bytes.count {
      let sent = bytes.withUnsafeBytes {
        sendBytes(
          descriptor,
          $0.baseAddress.map { $0 + position },
          $0.count - position,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        )
      }
      if sent > 0 {
        position += sent
      } else if sent < 0, errno == EAGAIN || errno == EINTR {
        try wait(Int16(POLLOUT), deadline, seconds)
      } else {
        throw .closed
      }
    }
  }

  /// So many bytes; nil when there is none before the end.
  private func read(
    _ count: Int,
    _ wait: () throws(ChildError) -> Void
  ) throws(ChildError) -> [UInt8]? {
    var bytes: [UInt8] = []
    // A length that lies is found out before memory is asked for.
    while bytes.count < count {
      try wait()
      let wanted = min(count - bytes.count, 1 << 20)
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        filled = max(recv(descriptor, buffer.baseAddress, wanted, 0), 0)
      }
      guard !piece.isEmpty else {
        if bytes.isEmpty { return nil }
        throw .closed
      }
      bytes += piece
    }
    return bytes
  }

  /// Waits for bytes, in slices so short that a person who stops it sees no delay.
  private func wait(
    _ deadline: Deadline?,
    _ seconds: Double,
    _ isCancelled: () -> Bool,
    _ hasEnded: () -> Bool
  ) throws(ChildError) {
    while true {
      if isCancelled() { throw .cancelled }
      // Asked before looking: what the peer sent at last is still read.
      let isOver = hasEnded()
      let slice = min(deadline?.milliseconds ?? 100, 100)
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&request, 1, isOver ? 0 : slice) > 0 { return }
      if isOver { throw .closed }
      if deadline?.hasPassed == true { throw .silent(seconds: seconds) }
    }
  }

  private func wait(
    _ events: Int16,
    _ deadline: Deadline?,
    _ seconds: Double
  ) throws(ChildError) {
    while true {
      var request = pollfd(fd: descriptor, events: events, revents: 0)
      let ready = poll(&request, 1, deadline?.milliseconds ?? -1)
      if ready > 0 { return }
      if ready == 0 { throw .silent(seconds: seconds) }
      guard errno == EINTR else { throw .closed }
    }
  }
}

// Functions of the system whose names methods here have too.
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func sendBytes(
  _ descriptor: Int32,
  _ bytes: UnsafeRawPointer?,
  _ count: Int,
  _ flags: Int32
) -> Int { send(descriptor, bytes, count, flags) }

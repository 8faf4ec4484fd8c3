import Foundation
import Testing

@testable import LacunaPluginHost

@Suite("Child processes")
struct ChildProcessTests {
  private func shell(_ script: String, outputLimit: Int = 16 << 20) throws -> ChildProcess {
    try ChildProcess("/bin/sh", ["-c", script], outputLimit: outputLimit)
  }

  @Test("tells how a process ended", arguments: [0, 1, 7, 255])
  func exits(code: Int32) throws {
    #expect(try shell("exit \(code)").ended(within: 60) == .exited(code: code))
  }

  @Test("tells the signal that ended a process", arguments: [SIGABRT, SIGSEGV, SIGKILL])
  func signals(number: Int32) throws {
    #expect(try shell("kill -\(number) $$").ended(within: 60) == .signalled(number: number))
  }

  @Test("stops a process that takes too long, with whatever it started")
  func stopsTheGroup() throws {
    let child = try shell("cat <&0 >/dev/null & echo $!; echo $$; cat <&0 >/dev/null")
    #expect(child.ended(within: 0.2) == .timedOut)
    let identifiers = child.output.split(separator: "\n").compactMap { pid_t($0) }
    #expect(identifiers.count == 2)
    // Gone, or waiting for somebody to look at how it ended.
    for identifier in identifiers {
      let status = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
      #expect(status == nil || status?.contains(") Z ") == true || status?.contains(") X ") == true)
    }
  }

  @Test("stops a process that floods its output, and keeps the beginning")
  func stopsFloods() throws {
    let child = try shell("while :; do echo flood; done", outputLimit: 1 << 20)
    #expect(child.ended(within: 60) == .flooded)
    #expect(child.output.hasPrefix("flood\nflood\n") && child.output.utf8.count == 64 << 10)
    #expect(child.outputCount > 1 << 20)
  }

  @Test("a word now and then is no flood", arguments: [true, false])
  func renewsTheLimit(isRenewed: Bool) throws {
    // A hundred thousand bytes each time that it is given a line, of which two are too much.
    let script = "while read line; do head -c 100000 /dev/zero; done"
    let child = try shell(script, outputLimit: 150_000)
    for round in 0..<3 {
      if isRenewed { child.renewOutputLimit() }
      // A frame that ends in a line break is a line to the shell.
      try? child.channel.send(Array("\n".utf8))
      var looks = 0
      while child.outputCount < 100_000 * (round + 1), !child.hasEnded, looks < 60_000 {
        _ = poll(nil, 0, 1)
        looks += 1
      }
    }
    #expect(isRenewed ? !child.hasEnded : child.ended(within: 60) == .flooded)
  }

  @Test("captures output and errors")
  func captures() throws {
    let child = try shell("echo out; echo err >&2")
    #expect(child.ended(within: 60) == .exited(code: 0))
    #expect(child.output == "out\nerr\n")
  }

  @Test("frames go both ways, of any size", arguments: [0, 1, 100_000, 3_000_000])
  func frames(count: Int) throws {
    let child = try shell("exec cat <&0 >&0")
    let frame = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let sender = Thread { try? child.channel.send(frame) }
    sender.start()
    #expect(try child.channel.receive(within: 60) == frame)
  }

  @Test("a process that has gone, or does not answer, is an error")
  func silence() throws {
    let gone = try shell("exit 0")
    #expect(gone.ended(within: 60) == .exited(code: 0))
    #expect(throws: ChildError.closed) { try gone.channel.send([1, 2, 3]) }
    #expect(try gone.channel.receive(within: 60) == nil)
    let silent = try shell("cat <&0 >/dev/null")
    #expect(throws: ChildError.silent(seconds: 0.05)) {
      try silent.channel.receive(within: 0.05)
    }
    let cut = try shell("printf '\\005\\000\\000\\000\\000\\000\\000\\000ab' >&0")
    #expect(throws: ChildError.closed) { try cut.channel.receive(within: 60) }
    let liar = try shell("printf '\\377\\377\\377\\377\\377\\377\\377\\377' >&0")
    let error = #expect(throws: ChildError.self) { try liar.channel.receive(within: 60) }
    #expect(error?.description.contains("18446744073709551615 bytes") == true)
  }

  @Test("a frame that stops in the middle can be given up, and ends with the process")
  func halfFrames() throws {
    let half = "printf '\\005\\000\\000\\000\\000\\000\\000\\000ab' >&0; "
    let stuck = try shell(half + "cat <&0 >/dev/null")
    var looks = 0
    #expect(throws: ChildError.cancelled) {
      try stuck.channel.receive(within: 60) {
        looks += 1
        return looks > 10
      }
    }
    // Somebody else holds the other end open.
    let survived = try shell(half + "(cat <&0 >/dev/null) & exit 0")
    #expect(throws: ChildError.closed) {
      try survived.channel.receive(within: 60, hasEnded: { survived.hasEnded })
    }
    #expect(survived.ended(within: 60) == .exited(code: 0))
    #expect(survived.hasEnded)
  }

  @Test("an executable that is not there is an error that names it")
  func missing() throws {
    let error = #expect(throws: ChildError.self) { try ChildProcess("/nowhere/lacuna", []) }
    #expect(
      error?.description
        == "/nowhere/lacuna cannot be started as a child process: No such file or directory"
    )
  }
}

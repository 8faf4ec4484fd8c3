import Foundation

/// Checks of the library as a file.
enum LibraryFile {
  static let entry = "lacuna_plugin_entry"

  /// Names that linkers define in every library.
  private static let linkerMade: Set<String> = [
    "_init", "_fini", "_edata", "_end", "__bss_start", "__end__", "_etext",
  ]

  private static func read(_ path: String) throws -> ELFFile {
    let file: ELFFile
    do {
      file = try ELFFile(path: path)
    } catch let damage as ELFFile.Damage {
      throw Finding("it cannot be read as a library: \(damage)")
    }
    guard !file.sections.isEmpty else {
      throw NotApplicable("the file was stripped of its section headers, which list the symbols")
    }
    return file
  }

  private static func exports(_ file: ELFFile) throws -> [ELFFile.Symbol] {
    do {
      return try file.dynamicSymbols().filter { $0.isExported && !linkerMade.contains($0.name) }
    } catch let damage as ELFFile.Damage {
      throw Finding("its symbols cannot be read: \(damage)")
    }
  }

  static func entrySymbol(_ context: CheckContext) throws {
    let file = try read(context.path)
    if let symbol = try exports(file).first(where: { $0.name == entry }) {
      guard symbol.isFunction else {
        throw Finding("\(entry) is a symbol of type \(symbol.type), expected a function")
      }
      return
    }
    let isThere = try file.allSymbols().contains { $0.name == entry && $0.isDefined }
    throw Finding(
      isThere
        ? "\(entry) is there, but hidden from the dynamic linker: in C give it default visibility, in "
          + "Swift make it public"
        : "there is no symbol \(entry)"
    )
  }

  static func onlyExport(_ context: CheckContext) throws {
    let others = try exports(read(context.path)).map(\.name).filter { $0 != entry }.sorted()
    guard !others.isEmpty else { return }
    throw Finding(
      "it exports \(others.count) other symbol\(others.count == 1 ? "" : "s"): "
        + others.prefix(8).joined(separator: ", ") + (others.count > 8 ? ", …" : "")
        + "; compile with -fvisibility=hidden, or link with a version script that exports \(entry) alone"
    )
  }

  static func noCollision(_ context: CheckContext) throws {
    // Weak symbols are meant to be shared: the same inline function everywhere.
    let strong = try exports(read(context.path)).filter {
      $0.binding == ELFFile.Symbol.Binding.global.rawValue && $0.name != entry
    }
    let taken = strong.map(\.name).filter { dlsym(nil, $0) != nil }.sorted()
    guard !taken.isEmpty else { return }
    throw Finding(
      "the host has its own \(taken.prefix(8).joined(separator: ", ")): calls inside the plugin would go "
        + "there; make them static, or hide them"
    )
  }

  static func stack(_ context: CheckContext) throws {
    guard try read(context.path).hasExecutableStack else { return }
    throw Finding("it asks for an executable stack; link with -z noexecstack")
  }

  static func release(_ context: CheckContext) throws {
    let file = try read(context.path)
    if file.sections.contains(where: { $0.name == ".swift_ast" }) {
      throw Finding(
        "it is a debug build of SwiftPM, in which also functions that are not public are exported; check "
          + "the release build, too"
      )
    }
    let sanitizers = ["__asan_init", "__tsan_init", "__msan_init", "__ubsan_handle_add_overflow"]
    let needed = try file.dynamicSymbols().filter { !$0.isDefined }.map(\.name)
    if let found = sanitizers.first(where: needed.contains) {
      throw Finding("it was compiled for a sanitizer (\(found)); check the release build, too")
    }
  }
}

import Testing

@Suite("The graph of modules")
struct ModuleGraphTests {
  @Test("every folder under Sources is a module of the graph")
  func everyFolderIsKnown() throws {
    let known = ModuleGraph.modules.map(\.name).sorted()
    #expect(try SourceTree.folders(in: "Sources") == known)
  }

  @Test("the graph has no cycle: a module depends on earlier ones alone")
  func graphIsAcyclic() {
    var seen: Set<String> = []
    for module in ModuleGraph.modules {
      #expect(module.dependencies.isSubset(of: seen), "\(module.name)")
      seen.insert(module.name)
    }
  }

  @Test("the manifest declares no edge outside the graph")
  func manifestKeepsToTheGraph() throws {
    let declared = try ModuleGraph.declared()
    let swift = ModuleGraph.modules.filter { $0.name.hasPrefix("Lacuna") }
    #expect(Set(declared.keys) == Set(swift.map(\.name)))
    for module in swift {
      let found = declared[module.name] ?? ([], [])
      let extra = found.modules.subtracting(module.dependencies)
        .union(found.packages.subtracting(module.packages))
      #expect(extra.isEmpty, "\(module.name) may not depend on \(extra.sorted())")
    }
  }

  @Test("files import what their module may know", arguments: ModuleGraph.modules)
  func importsKeepToTheGraph(module: Module) throws {
    let allowed = ModuleGraph.allowed(module)
    for file in try SourceTree.files(under: "Sources/\(module.name)") {
      let extra = file.imports.subtracting(allowed)
      #expect(extra.isEmpty, "\(file.path) may not import \(extra.sorted())")
    }
  }

  @Test("plugins know the kit and nothing else of this package")
  func pluginsKnowTheKitAlone() throws {
    let kit: Set = ["LacunaPluginKit", "Foundation", "FoundationEssentials"]
    let packages: [String: Set<String>] = ["SQLiteStore": ["GRDB", "Crypto"]]
    let files = try SourceTree.files(under: "Plugins")
    #expect(!files.isEmpty)
    for file in files {
      let folder = file.path.split(separator: "/")[1]
      let extra = file.imports.subtracting(kit).subtracting(packages[String(folder)] ?? [])
      #expect(extra.isEmpty, "\(file.path) may not import \(extra.sorted())")
    }
  }

  @Test("plugins in C know the headers of the plugin interface and those of the language alone")
  func pluginsInCKnowTheHeadersAlone() throws {
    let files = try SourceTree.files(under: "Plugins", extensions: ["c", "h"])
    #expect(!files.isEmpty)
    let own = Set(files.map { $0.path.split(separator: "/").last.map(String.init) })
    for file in files {
      #expect(file.includes.allSatisfy { own.contains($0) }, "\(file.path)")
      let others = file.text.matches(of: /(?m)^\s*#\s*include\s+<([^>]+)>/).map { String($0.1) }
      let foreign = others.filter { $0.contains("/") || $0.hasPrefix("lacuna") }
      #expect(Set(foreign).isSubset(of: ["lacuna.h"]), "\(file.path)")
    }
  }

  @Test(
    "C modules include their own files alone",
    arguments: ["CLacunaABI", "CJetKernels", "CLibFFI"]
  )
  func headersStayAtHome(module: String) throws {
    let files = try SourceTree.files(under: "Sources/\(module)", extensions: ["c", "h", "inc"])
    #expect(!files.isEmpty)
    let names = Set(files.map { $0.path.split(separator: "/").last.map(String.init) })
    for file in files {
      for include in file.includes {
        let name = include.split(separator: "/").last.map(String.init)
        #expect(names.contains(name), "\(file.path) includes \(include)")
      }
    }
  }

  @Test("the documents show the graph as it is")
  func documentsShowTheGraph() throws {
    let documented = try ModuleGraph.documented()
    for module in ModuleGraph.modules {
      #expect(documented[module.name] == module.dependencies, "\(module.name)")
    }
  }
}

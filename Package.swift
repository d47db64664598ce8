// swift-tools-version: 6.2
import PackageDescription

/// Every target is built alike: warnings are errors, imports are internal unless said, `any` is written out.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "mlpostmortem",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "mlpostmortem", targets: ["mlpostmortem"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
        .systemLibrary(
            name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"]), .brew(["vectorscan"])]),
        .target(name: "Evidence", swiftSettings: settings),
        .target(name: "Intake", dependencies: ["Evidence", "CZlib", "CArchive", "CVectorscan"], swiftSettings: settings),
        .target(
            name: "Store",
            dependencies: [
                "Evidence", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .target(name: "Rules", dependencies: ["Evidence"], swiftSettings: settings),
        .target(name: "Reports", dependencies: ["Evidence"], swiftSettings: settings),
        .target(
            name: "Postmortem",
            dependencies: ["Evidence", "Intake", "Store", "Rules", "Reports", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings),
        .executableTarget(
            name: "mlpostmortem",
            dependencies: [
                "Evidence", "Postmortem", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(name: "EvidenceTests", dependencies: ["Evidence"], swiftSettings: settings),
        .testTarget(name: "IntakeTests", dependencies: ["Evidence", "Intake", "CArchive"], swiftSettings: settings),
        .testTarget(name: "StoreTests", dependencies: ["Evidence", "Store"], swiftSettings: settings),
        .testTarget(name: "RulesTests", dependencies: ["Evidence", "Rules", "Postmortem"], swiftSettings: settings),
        .testTarget(
            name: "ReportsTests", dependencies: ["Evidence", "Reports"], exclude: ["Goldens"], swiftSettings: settings),
        .testTarget(
            name: "PostmortemTests",
            dependencies: ["Evidence", "Intake", "Store", "Rules", "Reports", "Postmortem"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["mlpostmortem", "Postmortem"], exclude: ["Goldens"], swiftSettings: settings),
    ]
)

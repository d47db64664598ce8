package import Evidence
import Reports

/// A report in one form, ready to be written: in pieces where the form can be made in pieces, so that a large one is never in memory whole.
package struct FormDocument {
    private let make: (_ piece: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void

    /// The report in the form of this id; empty where there is no such form. What people wrote into an older one stays, which `existing` reads.
    package init(_ report: Report, as id: String, existing: () throws -> String?) throws {
        if let stream = ReportForm.all.first(where: { $0.id == id })?.stream {
            make = { piece in try stream(report, piece) }
        } else {
            let text = try Forms.render(report, as: id, existing: existing) ?? ""
            make = { piece in
                var text = text
                try text.withUTF8 { try piece(UnsafeRawBufferPointer($0)) }
            }
        }
    }

    /// Hands out the document, piece by piece.
    package func write(to piece: @escaping (UnsafeRawBufferPointer) throws -> Void) throws { try make(piece) }
}

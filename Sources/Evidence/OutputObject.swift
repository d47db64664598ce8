/// A blob of an output listing.
package struct OutputObject: Hashable, Sendable, Codable {
    /// Path within its container, as listed.
    package var path: String
    package var container: String?
    package var bytes: Int64
    package var modified: Timestamp?
    package var quote: Quote

    package init(path: String, container: String? = nil, bytes: Int64, modified: Timestamp?, quote: Quote) {
        self.path = path
        self.container = container
        self.bytes = bytes
        self.modified = modified
        self.quote = quote
    }
}

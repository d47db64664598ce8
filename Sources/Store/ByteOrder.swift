/// The order of texts by their bytes, as SQLite and Foundation's sorted keys have it; Swift's own puts characters that look alike side by side.
enum ByteOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                for i in 0..<min(left.count, right.count) where left[i] != right[i] { return left[i] < right[i] }
                return left.count < right.count
            }
        }
    }
}

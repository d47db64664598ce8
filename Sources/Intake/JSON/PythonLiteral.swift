/// stub
enum PythonLiteral {
    static func parse(_ bytes: UnsafeRawBufferPointer) -> JSONNode? { nil }
}

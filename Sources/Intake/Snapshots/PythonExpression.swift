/// An expression, as far as the scan needs it.
indirect enum PythonExpression {
    case text([PythonTextPart])
    case number(Int?)
    case name(String)
    case attribute(PythonExpression, String)
    case call(PythonCall)
    case index(PythonExpression, PythonExpression)
    /// Operands of one of `+`, `/`, `%`; flat, so that a sum of a thousand strings is not a thousand levels deep.
    case chain(UInt8, [PythonExpression])
    case tuple([PythonExpression])
    /// Anything else; only what it is made of matters.
    case other([PythonExpression])

    /// `a.b.c` of names alone; a call or an index in it shows as `()` and `[]`.
    var dotted: String { dotted(links: 12) }

    /// No name that a rule knows is longer; the start of a longer chain is left out.
    private func dotted(links: Int) -> String {
        guard links > 0 else { return "()" }
        switch self {
        case .name(let name): return name
        case .attribute(let base, let name): return base.dotted(links: links - 1) + "." + name
        case .call(let call): return call.function.dotted(links: links - 1) + "()"
        case .index(let base, _): return base.dotted(links: links - 1) + "[]"
        case .text: return "str"
        default: return "()"
        }
    }

    /// Made of names alone: `requests.Session`.
    var isPlainName: Bool {
        switch self {
        case .name: true
        case .attribute(let base, _): base.isPlainName
        default: false
        }
    }

    /// The text, where it is a complete literal.
    var literal: String? {
        guard case .text(let parts) = self else { return nil }
        var text = ""
        for part in parts {
            guard case .constant(let constant) = part else { return nil }
            text += constant
        }
        return text
    }

    /// Expressions directly below this one.
    var children: [PythonExpression] {
        switch self {
        case .text(let parts):
            parts.compactMap { part in
                if case .hole(let expression) = part { return expression }
                return nil
            }
        case .number, .name: []
        case .attribute(let base, _): [base]
        case .call(let call): [call.function] + call.arguments.map(\.value)
        case .index(let base, let key): [base, key]
        case .chain(_, let all), .tuple(let all), .other(let all): all
        }
    }
}

struct PythonCall {
    struct Argument {
        /// `=` names it; `*` and `**` are written as such.
        var keyword: String?
        var value: PythonExpression
    }
    var function: PythonExpression
    var arguments: [Argument]
    /// Line on which the called expression begins.
    var line: Int
    /// Token on which it begins; orders the calls of a file.
    var token: Int

    func positional(_ index: Int) -> PythonExpression? {
        let all = arguments.lazy.filter { $0.keyword == nil }
        return all.dropFirst(index).first?.value
    }

    func keyword(_ names: String...) -> PythonExpression? {
        arguments.first { argument in argument.keyword.map { names.contains($0) } ?? false }?.value
    }

    var positionalCount: Int { arguments.count { $0.keyword == nil } }
}

/// A stretch of a string: text, or a hole for a value.
enum PythonTextPart {
    case constant(String)
    case hole(PythonExpression)
}

import Evidence

/// The steps of a pipeline as a graph: how data flows, and what took down what.
struct PipelineChart {
    let group: RunGroup

    private static let maximumNodes = 80
    private static let (width, height, gapX, gapY) = (190, 52, 22, 46)

    var html: HTMLText {
        let steps = group.steps.filter { $0.run.id != group.rootID }
        guard steps.count > 1, steps.count <= PipelineChart.maximumNodes else { return "" }
        let layout = GraphLayout(nodes: steps.map(\.run.id), edges: Cascade.flows(of: group))
        let known = Set(steps.map(\.run.id))
        let causes = Cascade(group: group).causes.filter { known.contains($0.from) && known.contains($0.to) }
        guard !layout.edges.isEmpty || !causes.isEmpty else { return "" }
        let columns = layout.rows.map(\.count).max() ?? 1
        let width = columns * (PipelineChart.width + PipelineChart.gapX) + PipelineChart.gapX
        let height = layout.rows.count * (PipelineChart.height + PipelineChart.gapY) - PipelineChart.gapY + 16
        var places: [String: (x: Int, y: Int)] = [:]
        for (row, ids) in layout.rows.enumerated() {
            let indent = (columns - ids.count) * (PipelineChart.width + PipelineChart.gapX) / 2
            for (column, id) in ids.enumerated() {
                places[id] = (
                    PipelineChart.gapX + indent + column * (PipelineChart.width + PipelineChart.gapX),
                    8 + row * (PipelineChart.height + PipelineChart.gapY)
                )
            }
        }
        var edges: HTMLText = ""
        for edge in layout.edges where !causes.contains(edge) { edges.append(arrow(edge, places, tookDown: false)) }
        for edge in causes { edges.append(arrow(edge, places, tookDown: true)) }
        let nodes = HTMLText.joined(steps.compactMap { step in places[step.run.id].map { node(step, $0) } })
        return """
            <h4>Pipeline</h4>
            <div class="scroll" tabindex="0" role="region" aria-label="Graph of the pipeline's steps">
            <svg width="\(width)" height="\(height)" role="group" aria-label="Steps of the pipeline, from top to bottom">
            \(edges)\(nodes)</svg></div>
            <p class="soft">Arrows show how data flows\(causes.isEmpty ? "" : "; a thick broken arrow shows what took down what"). \
            The step with the thick frame is the root cause.</p>

            """
    }

    private func node(_ step: RunReport, _ place: (x: Int, y: Int)) -> HTMLText {
        let isRoot = group.rootCauses.contains { $0.runID == step.run.id }
        let label = VisibleText.shortened(step.run.label, to: 20)
        let words = Wording.label(step.verdict) + (isRoot ? ", root cause" : "")
        let frame: HTMLText = isRoot ? "plain focus rooted" : "plain focus"
        return """
            <a href="#\(PlaceView.runAnchor(step.run.id))"><title>\(step.run.label) (\(step.run.id)): \(words). \(step.summary)</title>\
            <rect class="\(frame)" x="\(place.x)" y="\(place.y)" width="\(PipelineChart.width)" height="\(PipelineChart.height)" rx="6"/>\
            <rect x="\(place.x + 4)" y="\(place.y + 4)" width="14" height="\(PipelineChart.height - 8)" rx="3" \
            fill="\(VerdictMark.fill(step.verdict))"/>\
            <text x="\(place.x + 26)" y="\(place.y + 22)">\(label)</text>\
            <text class="small" x="\(place.x + 26)" y="\(place.y + 41)">\(VerdictMark.sign(step.verdict)) \(words)</text></a>

            """
    }

    private func arrow(_ edge: Cascade.Edge, _ places: [String: (x: Int, y: Int)], tookDown: Bool) -> HTMLText {
        guard let from = places[edge.from], let to = places[edge.to] else { return "" }
        // Two arrows between the same steps stand beside each other.
        let shift = tookDown ? 12 : 0
        let (x1, x2) = (from.x + PipelineChart.width / 2 + shift, to.x + PipelineChart.width / 2 + shift)
        let isDown = to.y >= from.y
        let (y1, y2) = isDown ? (from.y + PipelineChart.height, to.y - 7) : (from.y, to.y + PipelineChart.height + 7)
        let bend = max(18, abs(y2 - y1) / 2)
        let (c1, c2) = isDown ? (y1 + bend, y2 - bend) : (y1 - bend, y2 + bend)
        let kind: HTMLText = tookDown ? " took" : ""
        let tip = isDown ? y2 + 7 : y2 - 7
        let base = isDown ? y2 - 2 : y2 + 2
        return """
            <path class="edge\(kind)" d="M\(x1) \(y1)C\(x1) \(c1) \(x2) \(c2) \(x2) \(y2)"/>\
            <path class="head\(kind)" d="M\(x2) \(tip)L\(x2 - 5) \(base)L\(x2 + 5) \(base)z"/>

            """
    }
}

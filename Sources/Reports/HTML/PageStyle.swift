/// The style sheet of the page. Colours are in variables, twice: light (and for the printer), and dark. All pairs of text and ground in use
/// have a contrast of 4.5 or more.
enum PageStyle {
    static let content: StaticString = #"""
        :root {
          color-scheme: light dark;
          --ground: #ffffff; --panel: #f5f7f9; --text: #1b2127; --soft: #515b66; --line: #c9d1d9; --link: #0b4fb3; --hit: #fff3c4;
          --failed: #b3202c; --stuck: #8a4600; --suspicious: #7b3aa0; --succeeded: #17663a; --running: #0b4fb3; --quiet: #515b66;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0f141a; --panel: #182029; --text: #e7edf3; --soft: #a3b0bd; --line: #35414d; --link: #82b7ff; --hit: #443a12;
            --failed: #ff928a; --stuck: #f2b263; --suspicious: #d6adff; --succeeded: #72d992; --running: #82b7ff; --quiet: #a3b0bd;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body {
          margin: 0 auto; max-width: 78rem; padding: 1.25rem clamp(0.75rem, 3vw, 2rem) 4rem; background: var(--ground); color: var(--text);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
        }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.25rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
        h3 { font-size: 1rem; margin: 0; }
        h4 { font-size: 1.02rem; margin: 1.5rem 0 0.4rem; }
        h5 { font-size: 0.95rem; margin: 0 0 0.25rem; }
        p, ul, ol, figure { margin: 0 0 0.75rem; }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible, [tabindex]:focus-visible {
          outline: 3px solid var(--link); outline-offset: 2px;
        }
        code, .lines, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; }
        code { unicode-bidi: isolate; }
        .soft { color: var(--soft); }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: 0.5rem; background: var(--ground); padding: 0.5rem; z-index: 2; }
        .defs { position: absolute; width: 0; height: 0; }
        .lead { font-size: 1.08rem; max-width: 60rem; }
        .tiles { display: flex; flex-wrap: wrap; gap: 0.5rem; padding: 0; list-style: none; }
        .tiles li { border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.7rem; background: var(--panel); }
        .tiles b { font-size: 1.15rem; margin-right: 0.25rem; }
        .badge { font-weight: 600; white-space: nowrap; }
        .v-failed { color: var(--failed); } .v-stuck { color: var(--stuck); } .v-suspicious { color: var(--suspicious); }
        .v-succeeded { color: var(--succeeded); } .v-running { color: var(--running); }
        .v-canceled, .v-not-run, .v-unknown { color: var(--quiet); }
        .s-critical, .s-error { color: var(--failed); } .s-warning { color: var(--stuck); } .s-info { color: var(--quiet); }
        form { border: 1px solid var(--line); border-radius: 8px; background: var(--panel); padding: 0.75rem; margin: 0 0 1rem; }
        form[hidden] { display: none; }
        .row { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; }
        .row + .row { margin-top: 0.5rem; }
        fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 0.9rem; }
        legend { float: left; padding: 0; margin-right: 0.5rem; color: var(--soft); }
        input[type=search] {
          flex: 1 1 14rem; min-width: 0; font: inherit; padding: 0.35rem 0.5rem; border: 1px solid var(--soft); border-radius: 6px;
          background: var(--ground); color: var(--text);
        }
        select, button {
          font: inherit; padding: 0.25rem 0.6rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--ground);
          color: var(--text); max-width: 100%;
        }
        .item { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 0.5rem; content-visibility: auto; contain-intrinsic-size: auto 4.5rem; }
        .item[hidden] { display: none; }
        .item > summary { padding: 0.55rem 0.8rem; cursor: pointer; display: grid; grid-template-columns: 8.5rem 1fr auto; gap: 0 0.9rem; align-items: baseline; }
        .item > summary::-webkit-details-marker { display: none; }
        .item[open] > summary { border-bottom: 1px solid var(--line); background: var(--panel); border-radius: 8px 8px 0 0; }
        .item > summary .cause { grid-column: 2; }
        .item > summary .when { grid-column: 3; grid-row: 1; color: var(--soft); white-space: nowrap; font-size: 0.9rem; }
        .body { padding: 0.9rem 0.8rem 0.5rem; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0 0 0.75rem; }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; }
        .finding { border-left: 4px solid var(--line); padding: 0.1rem 0 0.1rem 0.9rem; margin: 0 0 1.25rem; }
        details.finding { margin-bottom: 0.6rem; padding-left: 0.6rem; } details.finding[open] { margin-bottom: 1.25rem; }
        details.finding > summary { cursor: pointer; } details.finding > summary + p { margin-top: 0.4rem; }
        /* Once it is open, the line below says the same and more. */
        details.finding[open] > summary > .soft { display: none; }
        .finding h4 { margin-top: 0.2rem; }
        .finding.root { border-left-color: var(--failed); }
        .finding:target, tr:target, .item:target { outline: 3px solid var(--link); outline-offset: 3px; }
        .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1rem; }
        figure.ex { border: 1px solid var(--line); border-radius: 6px; background: var(--panel); min-width: 0; }
        figcaption { padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--line); font-size: 0.9rem; color: var(--soft); }
        .lines { padding: 0.3rem 0; line-height: 1.45; }
        .l { display: grid; grid-template-columns: 5.4rem 1fr; white-space: pre-wrap; unicode-bidi: isolate; border-left: 4px solid transparent; }
        .l .n { text-align: right; white-space: nowrap; overflow-wrap: normal; padding-right: 0.8rem; color: var(--soft); user-select: none; }
        .l.h { background: var(--hit); border-left-color: var(--stuck); font-weight: 600; }
        .l.h .n { color: var(--text); }
        .l.h .n::before { content: "\25B8\00A0"; }
        .lines details summary, .gap { padding-left: 5.6rem; color: var(--soft); font-family: system-ui, sans-serif; }
        .scroll { overflow-x: auto; margin: 0 0 0.75rem; }
        table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); min-width: 5.5rem; }
        td:first-child, th, td .badge { overflow-wrap: normal; } time { white-space: nowrap; }
        th { color: var(--soft); font-weight: 600; }
        td.t { white-space: nowrap; }
        svg text { fill: var(--text); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        svg .small { font-size: 12px; fill: var(--soft); }
        svg .axis { stroke: var(--line); }
        svg a { cursor: pointer; }
        svg a:focus-visible { outline: none; }
        svg a:focus-visible .focus, svg [tabindex]:focus-visible .focus { stroke: var(--link); stroke-width: 3; }
        .chart { display: block; width: 100%; overflow: visible; margin: 0 0 0.75rem; }
        .chart svg { overflow: visible; }
        .plain { fill: var(--panel); stroke: var(--soft); }
        .rooted { stroke: var(--failed); stroke-width: 3; }
        .edge { fill: none; stroke: var(--soft); stroke-width: 1.5; } .edge.took { stroke: var(--failed); stroke-width: 2.5; stroke-dasharray: 7 3; }
        .head { fill: var(--soft); } .head.took { fill: var(--failed); }
        .bar { stroke: var(--text); stroke-width: 1; }
        .wait { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 2 3; }
        .silence { fill: var(--ground); stroke: var(--stuck); stroke-width: 1.5; stroke-dasharray: 4 2; }
        .tick { stroke: var(--text); stroke-width: 2; }
        .mark { fill: var(--ground); stroke: var(--text); stroke-width: 2; } .mark.root { fill: var(--failed); }
        .series { fill: none; stroke: var(--running); stroke-width: 2; vector-effect: non-scaling-stroke; }
        .dot { fill: var(--running); } .odd { fill: var(--ground); stroke: var(--failed); stroke-width: 2.5; }
        .k-failed { fill: var(--failed); } .k-stuck { fill: var(--stuck); } .k-suspicious { fill: var(--suspicious); }
        .k-succeeded { fill: var(--succeeded); } .k-running { fill: var(--running); } .k-quiet { fill: var(--quiet); }
        .k-ground { fill: var(--ground); } .k-stroke { stroke: var(--ground); stroke-width: 2; fill: none; }
        .key { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; padding: 0; list-style: none; font-size: 0.9rem; color: var(--soft); }
        .key svg { vertical-align: -2px; margin-right: 0.35rem; }
        footer { margin-top: 2.5rem; color: var(--soft); font-size: 0.9rem; }
        @media (max-width: 40rem) {
          .item > summary { grid-template-columns: 1fr auto; }
          .item > summary .name { grid-column: 1 / -1; } .item > summary .cause { grid-column: 1 / -1; }
          .item > summary .when { grid-column: 2; }
          .l { grid-template-columns: 4.6rem 1fr; } .lines details summary, .gap { padding-left: 4.8rem; }
          .finding { padding-left: 0.6rem; } .scroll > table { min-width: 34rem; }
        }
        @page {
          margin: 14mm 14mm 16mm;
          @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #444444; }
        }
        @media print {
          :root {
            color-scheme: light;
            --ground: #ffffff; --panel: #ffffff; --text: #000000; --soft: #444444; --line: #aaaaaa; --link: #0b3f8f; --hit: #eeeeee;
            --failed: #a01822; --stuck: #7a3e00; --suspicious: #6b2f8e; --succeeded: #125a31; --running: #0b3f8f; --quiet: #444444;
          }
          html { font-size: 9.5pt; }
          body { max-width: none; font-size: 9.5pt; line-height: 1.4; padding: 0; }
          form, .skip { display: none !important; }
          .item { content-visibility: visible; border: 0; border-top: 1px solid var(--line); border-radius: 0; }
          .item > summary { border: 0; border-radius: 0; }
          .item::details-content, .item details::details-content { content-visibility: visible; display: block; }
          summary::marker { content: none; } .item details > summary { list-style: none; }
          figure, svg, tr, .l, summary, li { break-inside: avoid; }
          h2, h3, h4, h5, summary, figcaption { break-after: avoid; }
          /* Nothing can be scrolled on paper. */
          .scroll { overflow: visible; }
          table, .scroll > table { font-size: 8.5pt; min-width: 0; }
          th, td { min-width: 0; padding: 0.2rem 0.35rem; }
          pre { white-space: pre-wrap; }
          .bar, .l.h, .k-failed, .k-stuck, .k-suspicious, .k-succeeded, .k-running, .k-quiet { print-color-adjust: exact; }
        }
        """#
}

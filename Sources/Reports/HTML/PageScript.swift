/// The one script of the page. It filters, opens what a link leads to, and opens everything for the printer; without it all can be read.
enum PageScript {
    static let content: StaticString = #"""
        (function () {
          "use strict";
          var form = document.getElementById("filter");
          var list = document.getElementById("runs");
          if (!form || !list) { return; }
          var items = Array.prototype.slice.call(list.querySelectorAll("details.item"));
          var words = [];
          var search = document.getElementById("search");
          var severity = document.getElementById("severity");
          var fresh = document.getElementById("fresh");
          var count = document.getElementById("count");
          var boxes = Array.prototype.slice.call(form.querySelectorAll("input[name=verdict]"));

          function wordsOf(item, index) {
            if (words[index] === undefined) {
              words[index] = (item.querySelector("summary").textContent + " " + item.getAttribute("data-t")).toLowerCase();
            }
            return words[index];
          }

          function tell(shown) {
            count.textContent = shown === items.length ? "All " + shown + " shown" : shown + " of " + items.length + " shown";
            document.getElementById("nothing").hidden = shown > 0;
          }

          function apply() {
            var terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
            var wanted = {};
            var any = boxes.some(function (box) { if (box.checked) { wanted[box.value] = true; } return box.checked; });
            var least = Number(severity.value);
            var shown = 0;
            items.forEach(function (item, index) {
              var fits = (!any || item.getAttribute("data-v").split(" ").some(function (v) { return wanted[v] === true; }))
                && Number(item.getAttribute("data-s")) >= least
                && (!fresh.checked || item.getAttribute("data-n") === "1")
                && terms.every(function (term) { return wordsOf(item, index).indexOf(term) >= 0; });
              if (item.hidden === fits) { item.hidden = !fits; }
              if (fits) { shown += 1; }
            });
            tell(shown);
          }

          function reveal() {
            var id = "";
            try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
            var target = id && document.getElementById(id);
            if (!target) { return; }
            for (var node = target; node; node = node.parentElement) {
              if (node.tagName === "DETAILS") { node.open = true; node.hidden = false; }
            }
            target.scrollIntoView({block: "start"});
          }

          function setAll(open) {
            items.forEach(function (item) { if (!item.hidden) { item.open = open; } });
          }

          form.hidden = false;
          form.addEventListener("input", apply);
          form.addEventListener("change", apply);
          form.addEventListener("submit", function (event) { event.preventDefault(); });
          form.addEventListener("reset", function () { setTimeout(apply, 0); });
          document.getElementById("open").addEventListener("click", function () { setAll(true); });
          document.getElementById("close").addEventListener("click", function () { setAll(false); });
          document.addEventListener("keydown", function (event) {
            var tag = event.target && event.target.tagName;
            if (event.key === "/" && tag !== "INPUT" && tag !== "SELECT" && !event.ctrlKey && !event.metaKey && !event.altKey) {
              event.preventDefault();
              search.focus();
            }
          });
          window.addEventListener("hashchange", reveal);
          document.addEventListener("click", function (event) {
            var link = event.target.closest ? event.target.closest("a") : null;
            if (link && link.getAttribute("href") === location.hash) { reveal(); }
          });
          var closed = [];
          window.addEventListener("beforeprint", function () {
            closed = Array.prototype.filter.call(document.querySelectorAll("details"), function (d) { return !d.open && !d.hidden; });
            closed.forEach(function (d) { d.open = true; });
          });
          window.addEventListener("afterprint", function () {
            closed.forEach(function (d) { d.open = false; });
            closed = [];
          });
          tell(items.length);
          reveal();
        })();
        """#
}

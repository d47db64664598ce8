import nbformat
import papermill

book = nbformat.v4.new_notebook()
book.cells = [
    nbformat.v4.new_code_cell("import pathlib\nrows = list(range(20))"),
    nbformat.v4.new_code_cell("def share(part, whole):\n    return part / whole\n\nshare(len(rows), len(rows) - 20)"),
    nbformat.v4.new_code_cell("print('never')"),
]
nbformat.write(book, "report.ipynb")
papermill.execute_notebook("report.ipynb", "out.ipynb", progress_bar=False, kernel_name="python3")

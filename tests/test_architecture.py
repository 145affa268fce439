"""Does every import point the way the architecture says, and does the code keep its measures?"""

import ast
import graphlib
import sys

from lab.project import ROOT

APPS = {"contingent_pgg", "introduction", "conditional_contribution", "debriefing"}

# Which of our packages each one may import, apart from itself.
ARROWS = {
    "design": set(),
    # It says what design's messages mean.
    "wording": {"design"},
    # It looks at the settings before oTree does, to refuse in time.
    "guard": {"settings"},
    "analysis": {"design"},
    "screens": {"design", "wording"},
    "settings": {"design", "wording"},
    "lab": {"design", "wording", "guard"},
} | {app: {"design", "wording", "guard", "screens"} | APPS for app in APPS}
# Rehearsals and the demo end in an analysed report.
# The cockpit looks into the running game and acts through its writer.
WIDER = {
    "lab.cockpit": {"contingent_pgg"},
    # The currency is the researcher's setting.
    "lab.payments": {"settings"},
    # What is on offer, and the rooms, are the researcher's settings too.
    "lab.checks": {"settings"},
    "lab.cards": {"settings"},
    # A preview draws what participants would see; the lab's own pages share the engine.
    "lab.scenes": {"screens"},
    "lab.sheets": {"screens"},
    "lab.rehearse": {"analysis"},
    "lab.demo": {"analysis"},
    "lab.export": {"analysis"},
}
DOCSTRING_ONLY = {"design", "analysis", "lab", "guard", "wording", "screens"}
DOCUMENTED = {"design", "analysis"}

FUNCTION_LINES, FILE_LINES, POSITIONAL = 60, 350, 5
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc", "tools"}


def source(package):
    single = ROOT / f"{package}.py"
    return [single] if single.exists() else sorted((ROOT / package).rglob("*.py"))


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for package in ARROWS for path in source(package)}
TREES = {name: ast.parse(path.read_text()) for name, path in MODULES.items()}


def imports(module):
    """Every (module, names) that a module imports, at any depth of its code."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = ".".join([*base, node.module or ""]).strip(".") if node.level else node.module
            yield start, [alias.name for alias in node.names]


def imported_modules(module):
    """The modules among ours that a module imports."""
    for start, names in imports(module):
        inside = [f"{start}.{name}" for name in names if f"{start}.{name}" in MODULES]
        if len(inside) < len(names) or not names:
            inside.append(start)
        yield from (name for name in inside if name in MODULES)


def top(name):
    return name.partition(".")[0]


def test_imports_follow_the_arrows():
    wrong = []
    for module in MODULES:
        allowed = ARROWS[top(module)] | {top(module)}
        for prefix, more in WIDER.items():
            allowed |= more if module.startswith(prefix) else set()
        ours = {top(name) for name, _ in imports(module)} & (set(ARROWS) | {"tests"})
        wrong += [f"{module} imports {name}" for name in ours - allowed]
    assert wrong == []


def test_design_needs_numpy_and_the_standard_library_only():
    known = {"numpy", "design", *sys.stdlib_module_names}
    used = {(m, top(name)) for m in MODULES if top(m) == "design" for name, _ in imports(m)}
    assert [f"{module} imports {name}" for module, name in used if name not in known] == []


def test_neither_design_nor_analysis_nor_wording_nor_settings_knows_otree():
    without = {"design", "analysis", "wording", "settings"}
    used = {(m, top(name)) for m in MODULES if top(m) in without for name, _ in imports(m)}
    assert [module for module, name in used if name == "otree"] == []


def test_no_module_imports_itself_through_others():
    graph = {name: set(imported_modules(name)) - {name} for name in MODULES}
    list(graphlib.TopologicalSorter(graph).static_order())


def defined(tree):
    """The names a module makes itself, at its top level."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name))


def test_a_name_is_imported_from_the_module_that_defines_it():
    wrong = []
    for module in MODULES:
        for start, names in imports(module):
            # oTree reads an app's names from its package root, which therefore collects them.
            if start not in MODULES or start in APPS:
                continue
            here = set(defined(TREES[start])) | {m.rpartition(".")[2] for m in MODULES}
            wrong += [f"{module}: {name} is not defined in {start}" for name in set(names) - here]
    assert wrong == []


def test_package_roots_hold_their_docstring_only():
    roots = [name for name in DOCSTRING_ONLY if name in MODULES]
    assert [name for name in roots if len(TREES[name].body) != 1] == []


def test_every_module_opens_by_saying_what_it_is_for():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def functions():
    """Every function of ours, with the module it stands in."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [(m, n) for m, tree in TREES.items() for n in ast.walk(tree) if isinstance(n, kinds)]


def lines(function):
    """Lines of a function, its docstring not counted."""
    total = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function):
        first = function.body[0]
        total -= first.end_lineno - first.lineno + 1
    return total


def test_functions_and_files_stay_small():
    long = [f"{m}.{f.name}: {lines(f)}" for m, f in functions() if lines(f) > FUNCTION_LINES]
    files = MODULES | {name_of(path): path for path in (ROOT / "tests").rglob("*.py")}
    sizes = {name: len(path.read_text().splitlines()) for name, path in files.items()}
    assert long + [f"{name}: {size}" for name, size in sizes.items() if size > FILE_LINES] == []


def test_no_function_asks_for_more_than_five_things_in_a_row():
    wrong = []
    for module, function in functions():
        given = function.args.posonlyargs + function.args.args
        asked = [argument for argument in given if argument.arg not in {"self", "cls"}]
        wrong += [f"{module}.{function.name}"] if len(asked) > POSITIONAL else []
    assert wrong == []


def test_every_public_name_of_design_and_analysis_is_explained():
    kinds = ast.FunctionDef | ast.ClassDef
    public = [
        (module, node)
        for module, tree in TREES.items()
        if top(module) in DOCUMENTED
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_")
    ]
    assert [f"{m}.{node.name}" for m, node in public if not ast.get_docstring(node)] == []


def test_file_names_say_what_is_inside():
    stems = {name: name.rpartition(".")[2] for name in MODULES}
    assert [name for name, stem in stems.items() if stem in VAGUE or stem[-1].isdigit()] == []


def test_the_arrows_cover_every_folder_with_code():
    ours = {path.parent.name for path in ROOT.glob("*/*.py")} - {"tests", ".venv"}
    assert ours - set(ARROWS) == set()

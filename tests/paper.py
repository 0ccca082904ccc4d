#!/usr/bin/env python3
"""Opens the office's paper with programs of others: poppler, pikepdf, openpyxl, zbar.

    python3 tests/paper.py MINHBACH DATA

MINHBACH is the binary, DATA a data folder with work of the years 2022 and 2023. Every document is printed and must be
PDF/A-2b by its marks, its fonts embedded and readable as Vietnamese; every workbook must open, its formulas must give the
figures of the paper, and its words must be words. The receipt of a dossier of a demonstration must carry its proof, which
`verify receipt` finds genuine, and a square code that leads to it. Exit 0 when all is so, 1 when not.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import openpyxl
import pikepdf

MINHBACH, DATA = sys.argv[1], sys.argv[2]
YEAR = ["--year", "2023", "--data", DATA]
# name, words of the verb, what must be read on the paper
PAPERS = [
    ("annual", ["annual", *YEAR], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "VĂN PHÒNG", "Số:", "/BC-VP", "BÁO CÁO", "Nơi nhận:", "CHÁNH VĂN PHÒNG", "Phụ lục"]),
    ("ii06a", ["form", "ii06a", *YEAR, "--period", "06"], ["Biểu số II.06a/VPCP/KSTT", "(1)", "(13)", "Tổng cộng"]),
    ("tasks", ["form", "tasks", *YEAR, "--period", "06"], ["Đúng hạn", "Không thời hạn", "Tổng cộng", "Nơi nhận:"]),
    ("register", ["register", "public_notice", "--data", DATA], ["DANH SÁCH", "STT", "Danh sách có"]),
]
# Points, as poppler says them, the shorter side first.
SHEETS = {"A4": ("595.276", "841.89"), "A5": ("419.528", "595.276")}
wrong = []


def check(holds, what):
    if not holds:
        wrong.append(what)


def report(words, form):
    ran = subprocess.run([MINHBACH, "report", *words, "--format", form], capture_output=True)
    return ran.stdout if ran.returncode == 0 else (check(False, f"{words} {form}: {ran.stderr.decode()}"), b"")[1]


def poppler(tool, *words):
    return subprocess.run([tool, *words], capture_output=True, text=True, check=True).stdout


def paper(name, file, wanted, standard="2B", size="A4"):
    """PDF/A by its marks; fonts embedded; the words there, each tone in its place; every page of this size."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "paper.pdf")
        Path(path).write_bytes(file)
        text = " ".join(poppler("pdftotext", "-layout", path, "-").split())
        fonts = poppler("pdffonts", path).splitlines()[2:]
        about = poppler("pdfinfo", "-l", "-1", path)
    for words in wanted:
        check(words in text, f"{name}: `{words}` cannot be read")
    check(fonts, f"{name}: no fonts")
    for font in fonts:
        check(re.search(r"yes\s+yes\s+yes\s+\d+\s+\d+$", font), f"{name}: not embedded, subset and mapped: {font}")
    sizes = re.findall(r"^Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)", about, re.MULTILINE)
    check(sizes and all(tuple(sorted(each, key=float)) == SHEETS[size] for each in sizes), f"{name}: not {size}: {sizes}")
    check("\ufffd" not in text, f"{name}: letters that cannot be read")
    with pikepdf.open(io.BytesIO(file)) as pdf:
        marks = pdf.open_metadata()
        check(marks.pdfa_status == standard, f"{name}: says PDF/A {marks.pdfa_status!r}")
        root = pdf.Root
        check(root.OutputIntents[0].S == "/GTS_PDFA1", f"{name}: no output intent")
        check(root.Lang == "vi-VN", f"{name}: language {root.get('/Lang')}")
        check(not any(key in root for key in ("/AA", "/OpenAction")) and "/JavaScript" not in root.get("/Names", {}), f"{name}: acts")
        check(not pdf.is_encrypted, f"{name}: encrypted")


def worth(formula, value_of):
    """What a formula of ours comes to; `value_of` gives the worth of a cell."""
    if found := re.fullmatch(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)", formula):
        column, first, last = found.groups()
        return sum(value_of(f"{column}{row}") for row in range(int(first), int(last) + 1))
    if re.fullmatch(r"=[A-Z]+\d+(\+[A-Z]+\d+)+", formula):
        return sum(value_of(cell) for cell in formula[1:].split("+"))
    if found := re.fullmatch(r"=([A-Z]+\d+)-([A-Z]+\d+)", formula):
        return value_of(found[1]) - value_of(found[2])
    if found := re.fullmatch(r'=IF\(([A-Z]+\d+)=0,"",ROUND\(([A-Z]+\d+)/\1-1,4\)\)', formula):
        base = value_of(found[1])
        return round(value_of(found[2]) / base - 1, 4) if base else None
    if found := re.match(r'=IF\(([A-Z]+\d+)=0,"",IF\(AND\(([A-Z]+\d+)<\1,', formula):
        whole, part = value_of(found[1]), value_of(found[2])
        if not whole:
            return None
        share = round(part / whole, 4)
        return 0.9999 if part < whole and share >= 1 else 0.0001 if part > 0 and share == 0 else share
    return check(False, f"an unknown formula: {formula}")


def book(name, file, live):
    """Opens; each formula comes to the result that stands beside it; nothing else is a formula."""
    formulas = openpyxl.load_workbook(io.BytesIO(file)).active
    results = openpyxl.load_workbook(io.BytesIO(file), data_only=True).active

    def value_of(cell):
        return results[cell].value or 0

    found = 0
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type != "f":
                continue
            found += 1
            shown, comes_to = results[cell.coordinate].value, worth(cell.value, value_of)
            if comes_to is None:
                check(isinstance(shown, (str, type(None))), f"{name} {cell.coordinate}: {shown!r} without a base")
            else:
                check(abs(float(shown) - comes_to) < 0.00011, f"{name} {cell.coordinate}: {shown} but {cell.value} is {comes_to}")
    check((found > 0) == live, f"{name}: {found} formulas")


READY_SECONDS_MAX = 240
AGAIN_MAX = 60
SQUARE_BYTES_MAX = 150
ROLE = r'name="role" value="(one-stop[^"]*)"'


def demonstration(folder):
    """A demonstration on a free port: the process, its address once it is ready."""
    words = ["demo", "--scale", "0.003", "--no-open", "--port", "0", "--data", folder]
    server = subprocess.Popen([MINHBACH, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    base = server.stdout.readline().strip().rstrip("/")
    end = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < end and server.poll() is None:
        try:
            if json.load(urllib.request.urlopen(f"{base}/health"))["ready"]:
                return server, base
        except urllib.error.URLError:
            pass
        time.sleep(0.3)
    server.kill()
    raise SystemExit("paper: the demonstration is not ready")


def officer(base):
    """A one-stop officer who is signed in, as a function from path to bytes."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    door = opener.open(f"{base}/dang-nhap").read().decode()
    csrf = re.search(r'name="csrf" value="([^"]+)"', door)[1]
    form = urllib.parse.urlencode({"csrf": csrf, "next": "/", "role": re.search(ROLE, door)[1]}).encode()
    opener.open(urllib.request.Request(f"{base}/dang-nhap", form, {"Origin": base})).close()

    def get(path):
        """What a page asks to do again in a few seconds is done again: the proof of what was just recorded is being signed."""
        for attempt in range(AGAIN_MAX):
            try:
                return opener.open(base + path).read()
            except urllib.error.HTTPError as error:
                if error.code != 503 or attempt + 1 == AGAIN_MAX:
                    raise
                time.sleep(0.5)

    return get


def receipt_of(get):
    """Path of the receipt of the first dossier in the register that has one, without its kind."""
    for case in dict.fromkeys(re.findall(r"/ho-so/[0-9a-f-]{36}", get("/so/dossier").decode())):
        if found := re.search(rf"{case}/giay-tiep-nhan/", get(case).decode()):
            return found[0]
    raise SystemExit("paper: no dossier has a receipt")


def squares(folder, name):
    """What the square codes on a paper say, as a camera sees them."""
    poppler("pdftoppm", "-r", "150", "-png", str(Path(folder) / name), str(Path(folder) / name))
    pages = sorted(str(png) for png in Path(folder).glob(f"{name}*.png"))
    return subprocess.run(["zbarimg", "--quiet", "--raw", *pages], capture_output=True, text=True).stdout.split()


def receipt(base, get, key):
    """The receipt as others read it: its file is the proof, its square code leads to the page that says so."""
    path = receipt_of(get)
    printed, small, proof = get(path + "pdf"), get(path + "pdf?kho=a5"), get(path + "json")
    said = json.loads(proof)
    wanted = ["GIẤY TIẾP NHẬN HỒ SƠ", said["number"], "Thời gian nhận hồ sơ", "Thời gian trả kết quả", "Bản photo", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ"]
    paper("receipt", printed, wanted, "3B")
    paper("receipt on A5", small, wanted, "3B", "A5")

    def verified(name, file, wanted):
        Path(folder, name).write_bytes(file)
        ran = subprocess.run([MINHBACH, "verify", "receipt", Path(folder, name), "--key", key], capture_output=True, text=True)
        check(ran.returncode == wanted, f"receipt {name}: exit {ran.returncode} instead of {wanted}: {ran.stdout}{ran.stderr}")

    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "receipt.pdf")
        verified("receipt.pdf", printed, 0)
        for name, file in (("receipt.pdf", printed), ("small.pdf", small)):
            Path(folder, name).write_bytes(file)
            pages = re.search(r"Pages: +(\d+)", poppler("pdfinfo", str(Path(folder) / name)))
            check(pages and pages[1] == "1", f"{name}: {pages and pages[0]}; whoever signs signs the one page")
        listed = poppler("pdfdetach", "-list", page)
        check("1 embedded files" in listed and "minhbach-receipt.json" in listed, f"receipt: attached is {listed!r}")
        poppler("pdfdetach", "-save", "1", "-o", str(Path(folder) / "saved"), page)
        saved = (Path(folder) / "saved").read_bytes()
        check(saved == proof, "receipt: the attached file is not the proof")
        verified("saved.json", saved, 0)
        verified("changed.json", json.dumps({**said, "number": said["number"] + "0"}).encode(), 1)
        verified("cut.json", saved[:-20], 2)
        verified("small.pdf", small, 0)
        read = squares(folder, "receipt.pdf")
        check(squares(folder, "small.pdf") == read, "receipt: on A5 the square code says something else")
    check(len(read) == 1, f"receipt: {len(read)} square codes can be read")
    for code in read:
        check(len(code.encode()) <= SQUARE_BYTES_MAX, f"receipt: the square code holds {len(code.encode())} bytes")
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(code).query)
        check(code.startswith(f"{base}/xac-minh?") and asked.get("so") == [said["number"]], f"receipt: the square code says {code}")
        # Whoever reads it is not signed in.
        check("Giấy thật" in urllib.request.urlopen(code).read().decode(), f"receipt: {code} does not find it genuine")


for name, words, wanted in PAPERS:
    paper(name, report(words, "pdf"), wanted)
    book(name, report(words, "xlsx"), live=name in ("annual", "ii06a", "tasks"))

# The figures of the paper are those for programs.
figures = json.loads(report(["annual", *YEAR], "json"))["figures"]
sheet = openpyxl.load_workbook(io.BytesIO(report(["annual", *YEAR], "xlsx")), data_only=True).active
counts = {row[3].value for row in sheet.iter_rows() if len(row) > 3}
check({f["value"] for f in figures.values()} <= counts, "annual: a figure is not in the workbook")

# A case with its timeline, named as the register names it.
numbers = openpyxl.load_workbook(io.BytesIO(report(["register", "dossier", "--data", DATA], "xlsx"))).active
number = next(cell.value for cell in list(numbers.columns)[0][1:] if cell.value)
paper("case", report(["case", number, "--data", DATA], "pdf"), [number, "I. Thông tin chung", "Thời hạn được tính như sau", "Diễn biến"])

# What is overdue is urged by letter, with its list: the task of the handbook's sample is past its day.
with tempfile.TemporaryDirectory() as folder:
    sample = Path(__file__).parent.parent / "docs/moving-in"
    moved = subprocess.run([MINHBACH, "import", "cases", sample / "tasks.csv", "--map", sample / "tasks.toml", "--data", folder], capture_output=True)
    check(moved.returncode == 0, f"import: {moved.stderr.decode()}")
    words = ["urging", "task", "--data", folder]
    paper("urging", report(words, "pdf"), ["Kính gửi", "Sở Tài chính", "Số:", "quá hạn", "Rà soát dự toán năm 2026", "Nơi nhận:"])
    book("urging", report(words, "xlsx"), live=False)

with tempfile.TemporaryDirectory() as folder:
    server, base = demonstration(f"{folder}/data")
    try:
        receipt(base, officer(base), f"{folder}/data/log/vkey")
    finally:
        server.terminate()
        server.wait()

for each in wrong:
    print(each, file=sys.stderr)
print(f"paper: {len(PAPERS) + 4} documents, {len(PAPERS) + 1} workbooks, {len(wrong)} faults")
sys.exit(1 if wrong else 0)

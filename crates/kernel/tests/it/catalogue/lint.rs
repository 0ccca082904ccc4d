//! Every lint rule: the sound files have no finding; one thing broken gives the finding of that rule, at its line.

use kernel::catalogue::Catalogue;

use super::{ORG, REGISTER, files};

const PROCEDURE: &str = include_str!("procedure.toml");
const REPORT: &str = include_str!("report.toml");

const TYPE: &str = "types/visit.toml";
const ORGANISATION: &str = "org/org.toml";
const PROCEDURES: &str = "procedures/2.000001.toml";
const REPORTS: &str = "reports/weekly.toml";

fn sound() -> Vec<(String, String)> {
    files(&[(TYPE, REGISTER), (ORGANISATION, ORG), (PROCEDURES, PROCEDURE), (REPORTS, REPORT)])
}

/// Replaces text in one file and expects a finding whose English says `message`, on the line where `at` first stands.
#[track_caller]
fn breaks(path: &str, from: &str, to: &str, at: &str, message: &str) {
    let mut files = sound();
    let Some(file) = files.iter_mut().find(|(p, _)| p == path) else { panic!("no file {path}") };
    assert!(file.1.contains(from), "nothing to replace: {from}");
    file.1 = file.1.replacen(from, to, 1);
    let Some((before, _)) = file.1.split_once(at) else { panic!("the finding's place is not there: {at}") };
    let line = before.matches('\n').count() + 1;
    let findings = Catalogue::parse(&files).findings;
    let hit = findings.iter().find(|f| f.file == path && f.message_en.contains(message));
    let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let hit = hit.unwrap_or_else(|| panic!("no finding says “{message}”:\n{}", all.join("\n")));
    assert_eq!(hit.line, line, "{}", all.join("\n"));
    assert!(!hit.message_vi.is_empty());
}

#[test]
fn sound_files_have_no_findings() {
    assert_eq!(Catalogue::parse(&sound()).findings, []);
}

const LEAF: &str = "title = \"subject\"\n\n[leaf]\nsays = \"public\"\nfields = [\"kind\"]\n";

#[test]
fn leaves() {
    let with = |more: &str| format!("{LEAF}{more}");
    let mut told = sound();
    let file = told.iter_mut().find(|(path, _)| path == TYPE).unwrap();
    file.1 = file.1.replacen("title = \"subject\"\n", LEAF, 1);
    assert_eq!(Catalogue::parse(&told).findings, []);

    let title = "title = \"subject\"\n";
    let closed = "are not told in the public log";
    breaks(TYPE, title, &format!("domain = \"party\"\n{LEAF}"), "says = \"public\"", closed);
    breaks(TYPE, title, &format!("domain = \"union\"\n{LEAF}"), "says = \"public\"", closed);
    breaks(TYPE, title, &with("from = \"upstairs\"\n"), "from = \"upstairs\"", "there is no step `upstairs`");
    for field in ["subject", "guest", "planned", "nothing"] {
        let list = LEAF.replace("\"kind\"", &format!("\"kind\", \"{field}\""));
        breaks(TYPE, title, &list, "fields = [", &format!("field `{field}` cannot be told"));
    }
    let without = LEAF.replace("\"kind\"", "");
    breaks(TYPE, title, &without, "where = [\"kind = citizen\"", "field `kind` is not among `leaf.fields`");
}

/// The matter is known by the code, in the singular and the plural, and the finding stands at its line.
#[test]
fn closed_matters_stay_opaque() {
    for code in
        ["petition", "citizen_denunciations", "personnel", "asset_declarations", "don_thu_khieu_nai", "party_cell"]
    {
        let text = REGISTER.replacen("code = \"visit\"", &format!("code = \"{code}\""), 1);
        let text = text.replacen("title = \"subject\"\n", LEAF, 1);
        let line = 1 + text.split_once("says =").unwrap().0.matches('\n').count();
        let path = format!("types/{code}.toml");
        let findings = Catalogue::parse(&files(&[(&path, &text), (ORGANISATION, ORG)])).findings;
        let hits: Vec<_> = findings.iter().filter(|f| f.message_en.contains("not told in the public log")).collect();
        assert_eq!(hits.len(), 1, "{code}: {findings:?}");
        assert_eq!((hits[0].file.as_str(), hits[0].line), (path.as_str(), line));
    }
}

#[test]
fn codes() {
    breaks(
        TYPE,
        "code = \"guest\"",
        "code = \"subject\"",
        "code = \"subject\"\nname = \"Họ",
        "used by another `field`",
    );
    breaks(TYPE, "code = \"visit\"", "code = \"visitor\"", "code = \"visitor\"", "differs from the file name");
    breaks(
        ORGANISATION,
        "code = \"gate.head\"",
        "code = \"gate.clerk\"",
        "code = \"gate.clerk\"\nunit = \"gate\"\ntitle = \"Tổ",
        "is used twice",
    );
    breaks(ORGANISATION, "code = \"binh\"", "code = \"an\"", "code = \"an\"\nname = \"Lê", "is used twice");
    let mut twice = sound();
    twice.push(("types/copy/visit.toml".to_owned(), REGISTER.to_owned()));
    assert_eq!(Catalogue::parse(&twice).findings.len(), 1);
}

#[test]
fn course() {
    let more = "[[step]]\ncode = \"lost\"\nname = \"Thất lạc\"\nterminal = true\n\n[[move]]";
    breaks(TYPE, "[[move]]", more, "[[step]]\ncode = \"lost\"", "no move leads to step `lost`");
    breaks(
        TYPE,
        "from = [\"inside\"]\nto = \"left\"",
        "from = [\"inside\"]\nto = \"inside\"",
        "[[step]]\ncode = \"inside\"",
        "`inside` is a dead end",
    );
    breaks(TYPE, "to = \"left\"", "to = \"gone\"", "to = \"gone\"", "there is no step `gone`");
    breaks(
        TYPE,
        "from = [\"inside\"]",
        "from = [\"inside\", \"outside\"]",
        "from = [\"inside\", ",
        "there is no step `outside`",
    );
    breaks(TYPE, "from = [\"inside\"]", "from = [\"left\"]", "from = [\"left\"]", "`left` is terminal but");
    breaks(
        TYPE,
        "to = \"inside\"\nwho",
        "to = \"inside\"\nfrom = [\"inside\"]\nwho",
        "[[move]]",
        "no move opens a case",
    );
}

#[test]
fn who() {
    breaks(TYPE, "who = [\"clerk\", \"holder\"]", "who = []", "who = []", "nobody may make move `leave`");
    breaks(TYPE, "who = [\"clerk\"]", "who = [\"holder\"]", "who = [\"holder\"]", "nobody may make move `enter`");
    breaks(
        TYPE,
        "who = [\"clerk\", \"holder\"]",
        "who = [\"clerc@lead\"]",
        "who = [\"clerc@lead\"]",
        "no post has the role `clerc`",
    );
    breaks(
        TYPE,
        "who = \"clerk@unit:gate\"",
        "who = \"clerk@unit:door\"",
        "who = \"clerk@unit:door\"",
        "there is no unit `door`",
    );
    breaks(
        TYPE,
        "remark = [\"clerk\"]",
        "remark = [\"guard\"]",
        "remark = [\"guard\"]",
        "no post has the role `guard`",
    );
}

#[test]
fn people_named_by_an_assignment_that_never_happens_are_nobody() {
    let mut files = sound();
    files[0].1 =
        REGISTER.replace("\"assign\", ", "").replace("who = [\"clerk\", \"holder\"]", "who = [\"holder\", \"lead\"]");
    let findings = Catalogue::parse(&files).findings;
    assert!(findings.iter().any(|f| f.message_en.contains("nobody may make move `leave`")), "{findings:?}");
}

#[test]
fn fields() {
    breaks(
        TYPE,
        "requires = [\"subject\"]",
        "requires = [\"topic\"]",
        "requires = [\"topic\"]",
        "there is no field `topic`",
    );
    breaks(TYPE, "offers = [\"guest\",", "offers = [\"host\",", "offers = [\"host\",", "there is no field `host`");
    breaks(TYPE, "title = \"subject\"", "title = \"topic\"", "title = \"topic\"", "`topic` does not exist");
    breaks(TYPE, "title = \"subject\"", "title = \"guest\"", "title = \"guest\"", "`guest` is sealed");
    breaks(
        TYPE,
        "name = \"Họ tên khách\"",
        "name = \"Họ tên khách\"\ncolumn = true",
        "true\nkind = \"text\"\n\n[[field]]\ncode = \"kind\"",
        "cannot be a column",
    );
    breaks(
        TYPE,
        "name = \"Họ tên khách\"",
        "name = \"Họ tên khách\"\nfilter = true",
        "true\nkind = \"text\"\n\n[[field]]\ncode = \"kind\"",
        "cannot be a column or filter",
    );
    breaks(TYPE, "part = \"plain\"", "part = \"pub\"", "part = \"pub\"", "is `pub` but the type is not public");
    breaks(
        TYPE,
        "kind = \"choice\"",
        "kind = \"text\"",
        "[[field]]\ncode = \"kind\"",
        "a `choice` field has `choices`",
    );
    breaks(TYPE, "code = \"press\"", "code = \"citizen\"", "choices = [", "choice `citizen` stands twice");
    breaks(TYPE, "to = [\"visit\"]", "to = [\"visits\"]", "to = [\"visits\"]", "no case type `visits`");
}

#[test]
fn effects() {
    breaks(TYPE, "give_number:card", "give_number:badge", "does = [\"give_number:badge", "no number series `badge`");
    breaks(
        TYPE,
        "[clock]\ngiven = true\n\n[[clock.limit]]\nwhen = [\"kind = press\"]\namount = 8\nunit = \"working_hours\"\nbasis = \"Nội quy cơ quan\"\n",
        "",
        "does = [\"give",
        "acts on the clock but the type has no `[clock]`",
    );
    breaks(TYPE, ", \"start_clock\"", "", "[clock]", "no move starts it");
    breaks(TYPE, "[\"stop_clock\"]", "[\"resume_clock\"]", "[\"resume_clock\"]", "no move does `pause_clock`");
    breaks(TYPE, "[\"stop_clock\"]", "[\"pause_clock\"]", "[\"pause_clock\"]", "no move does `resume_clock`");
    breaks(
        TYPE,
        "[\"stop_clock\"]",
        "[\"pause_clock_to_restart\"]",
        "[\"pause_clock_to_restart\"]",
        "no move does `resume_clock`",
    );
    breaks(TYPE, "[\"stop_clock\"]", "[\"reopen_clock\"]", "[\"reopen_clock\"]", "no move does `stop_clock`");
    breaks(TYPE, "[\"stop_clock\"]", "[\"withdraw\"]", "[\"withdraw\"]", "no move does `publish`");
    breaks(
        TYPE,
        "\"assign\", \"start_clock\"]",
        "\"start_clock\", \"release\"]",
        "does = [\"give",
        "no move does `assign`",
    );
    breaks(TYPE, "[\"stop_clock\"]", "[\"publish\"]", "[\"publish\"]", "not public cannot publish");
}

#[test]
fn number_patterns() {
    breaks(TYPE, "{yymmdd}-{n:03}", "{yymmdd}", "format = \"{yymmdd}\"", "exactly once");
    breaks(TYPE, "{yymmdd}-{n:03}", "{n}-{n:03}", "format = \"{n}", "exactly once");
    breaks(TYPE, "{yymmdd}-{n:03}", "{door}-{n:03}", "format = \"{door}", "`{door}` must be");
    breaks(TYPE, "khach.{kind}", "khach.{guest}", "series = \"khach.{guest}", "`{guest}` must be");
}

#[test]
fn what_the_clock_does_along_the_course() {
    breaks(
        TYPE,
        "does = [\"stop_clock\"]\n",
        "",
        "[[step]]\ncode = \"left\"",
        "the clock may still tick in terminal step `left`",
    );
    breaks(
        TYPE,
        "[\"stop_clock\"]",
        "[\"stop_clock\", \"stop_clock\"]",
        "does = [\"stop_clock\", ",
        "the clock never allows move `leave`",
    );
}

#[test]
fn clocks() {
    breaks(TYPE, "amount = 8", "amount = 0", "amount = 0", "the limit is zero");
    breaks(TYPE, "amount = 8", "amount = 8\nskip_holidays = true", "skip_holidays", "for a limit in `days` only");
    breaks(
        TYPE,
        "unit = \"working_hours\"\nbasis = \"Nội quy cơ quan\"",
        "unit = \"working_hours\"\nbasis = \" \"",
        "basis = \" \"",
        "the limit has no legal basis",
    );
    breaks(
        TYPE,
        "when = [\"kind = press\"]",
        "when = [\"kinds = press\"]",
        "when = [\"kinds",
        "there is no field `kinds`",
    );
    breaks(
        TYPE,
        "when = [\"kind = press\"]",
        "when = [\"kind = mayor\"]",
        "when = [\"kind = mayor",
        "cannot be `mayor`",
    );
    breaks(
        TYPE,
        "when = [\"kind = press\"]",
        "when = [\"guest set\"]",
        "when = [\"guest set",
        "field `guest` is sealed",
    );
    breaks(TYPE, "given = true", "from_procedure = true", "true\n\n[[clock.limit]]", "the type has none");
    breaks(TYPE, "given = true", "extensions_max = 1", "1\n\n[[clock.limit]]", "nobody may do so");
    breaks(
        TYPE,
        "given = true\n\n[[clock.limit]]\nwhen = [\"kind = press\"]\namount = 8\nunit = \"working_hours\"\nbasis = \"Nội quy cơ quan\"",
        "given = false",
        "[clock]",
        "comes from nowhere",
    );
    breaks(
        TYPE,
        "basis = \"Thông tư 10/2022/TT-BNV\"",
        "basis = \"\"",
        "basis = \"\"",
        "the retention has no legal basis",
    );
    breaks(TYPE, "years = 2", "years = 0", "years = 0", "the retention is zero");
}

#[test]
fn indicators() {
    breaks(TYPE, "\"kind = citizen\", ", "\"guest set\", ", "[\"guest set\"", "`guest` is sealed");
    breaks(TYPE, "\"kind = citizen\", ", "\"kinds = citizen\", ", "[\"kinds", "no field `kinds`");
    breaks(
        TYPE,
        "@verdict in early|on_time",
        "@verdict in punctual",
        "where = [\"kind = citizen",
        "cannot be `punctual`",
    );
    breaks(TYPE, "@verdict in early|on_time", "@mood = good", "where = [\"kind = citizen", "there is no `@mood`");
    breaks(TYPE, "by = \"kind\"", "by = \"guest\"", "by = \"guest\"", "`guest` is sealed");
    breaks(TYPE, "on = \"opened\"", "on = \"entered:gone\"", "on = \"entered:gone\"", "no step `gone`");
    breaks(TYPE, "on = \"opened\"", "on = \"number:badge\"", "on = \"number:badge\"", "no number series `badge`");
    breaks(TYPE, "on = \"field:planned\"", "on = \"field:subject\"", "on = \"field:subject\"", "is not a date");
    breaks(
        TYPE,
        "on = \"field:planned\"",
        "on = \"opened\"\nalso_by = \"field:arrival\"",
        "also_by = ",
        "there is no field `arrival`",
    );
    breaks(
        TYPE,
        "on = \"field:planned\"",
        "on = \"opened\"\nuntil = \"closed\"",
        "until = ",
        "belongs to `measure = \"stock\"`",
    );
    breaks(
        TYPE,
        "on = \"field:planned\"",
        "on = \"opened\"\neach = \"number:badge\"",
        "each = ",
        "no number series `badge`",
    );
    breaks(
        TYPE,
        "code = \"visits.planned\"\nname = \"Lượt khách có hẹn\"",
        "code = \"visits\"\nname = \"Khách\"",
        "name = \"Khách\"",
        "is already called",
    );
}

#[test]
fn a_clock_figure_needs_a_clock() {
    let clock = "[clock]\ngiven = true\n\n[[clock.limit]]\nwhen = [\"kind = press\"]\namount = 8\nunit = \"working_hours\"\nbasis = \"Nội quy cơ quan\"\n";
    let mut files = sound();
    files[0].1 =
        REGISTER.replace(clock, "").replace("on = \"opened\"", "on = \"clock_started\"\neach = \"clock_span\"");
    let findings = Catalogue::parse(&files).findings;
    for message in ["no clock `[clock]`", "the type has no `[clock]`; add it or count"] {
        assert!(findings.iter().any(|f| f.message_en.contains(message)), "{findings:?}");
    }
}

#[test]
fn the_room_that_drafts_what_urges_exists() {
    let letter = |room: &str| {
        let head = format!("[urging]\nanswer_days = 5\nroom = \"{room}\"\nbasis = \"Nội quy cơ quan\"\n");
        format!("{head}[urging.formalities]\nsymbol = \"CQ-{{room}}\"\n\n[acts]")
    };
    breaks(TYPE, "[acts]", &letter("cellar"), "\"cellar\"", "there is no unit `cellar`");
    let mut files = sound();
    files[0].1 = files[0].1.replacen("[acts]", &letter("gate"), 1);
    assert_eq!(Catalogue::parse(&files).findings, []);
}

#[test]
fn procedures() {
    breaks(PROCEDURES, "hours = 6", "hours = 7", "[[channel]]", "stages sum to 17 working hours, the limit is 16");
    breaks(
        PROCEDURES,
        "stage_hours_total = 16\n",
        "",
        "[[channel]]\ncode = \"postal\"",
        "the limit is `stage_hours_total`",
    );
    breaks(PROCEDURES, "hours = 6", "hours = 0", "hours = 0", "a stage of zero hours");
    breaks(PROCEDURES, "amount = 2", "amount = 0", "amount = 0", "the limit is zero");
    breaks(PROCEDURES, "amount = 2", "amount = 2\nskip_holidays = true", "skip_holidays", "for a limit in `days` only");
    breaks(PROCEDURES, "amount = 2\n", "", "[[channel]]", "the limit is missing");
    breaks(PROCEDURES, "amount = 2\nunit = \"working_days\"\n", "", "[[channel]]", "the limit is missing");
    breaks(
        PROCEDURES,
        "basis = \"Nội quy cơ quan, Điều 3\"",
        "basis = \"\"",
        "basis = \"\"",
        "the limit has no legal basis",
    );
    breaks(
        PROCEDURES,
        "code = \"postal\"",
        "code = \"pigeon\"",
        "code = \"pigeon\"",
        "`pigeon` is unknown or repeated",
    );
    breaks(
        PROCEDURES,
        "code = \"postal\"",
        "code = \"counter\"",
        "code = \"counter\"\namount = 3",
        "`counter` is unknown or repeated",
    );
    breaks(PROCEDURES, "amount = 1000", "amount = -1", "[[channel.fee]]", "a fee is of kind");
    breaks(PROCEDURES, "kind = \"phi\"", "kind = \"gift\"", "[[channel.fee]]", "a fee is of kind");
    breaks(PROCEDURES, "unit = \"gate\"", "unit = \"door\"", "unit = \"door\"", "there is no unit `door`");
    breaks(
        PROCEDURES,
        "cooperating = [\"office\"]",
        "cooperating = [\"door\"]",
        "cooperating = ",
        "there is no unit `door`",
    );
    breaks(PROCEDURES, "2029-12-31", "2019-12-31", "effective_to", "ends before it begins");
    breaks(PROCEDURES, "basis = [\"Nội quy cơ quan\"]", "basis = []", "basis = []", "the procedure has no legal basis");
    let one = "order_en = [\"Apply\"]";
    breaks(PROCEDURES, "sets = 1", &format!("{one}\nsets = 1"), "[\"Apply\"]", "1 entries in English, 2 in Vietnamese");
    let two = "applicants_en = [\"Citizens\", \"Others\"]";
    breaks(
        PROCEDURES,
        "sets = 1",
        &format!("{two}\nsets = 1"),
        "[\"Citizens\"",
        "2 entries in English, 1 in Vietnamese",
    );
}

#[test]
fn reports() {
    breaks(
        REPORTS,
        "code = \"visits\"",
        "code = \"visitors\"",
        "code = \"visitors\"",
        "no case type counts `visitors`",
    );
    breaks(REPORTS, "share_of = \"visits\"", "share_of = \"all\"", "share_of = \"all\"", "no case type counts `all`");
    let column = |counts: &str, message: &str| {
        let to = format!("[\"{counts}\"]");
        breaks(REPORTS, "[\"visits\"]", &to, &to, message);
    };
    column("all", "no case type counts `all`");
    column("visits:late", "does not count by the clock");
    column("visits:before", "counts what happens, not what exists");
    column("visits.planned", "has no `by`");
    column("visits:soon", "unknown word");
    breaks(REPORTS, "{visits}", "{guests}", "\"Đón {guests", "no such figure `guests`");
    breaks(REPORTS, "{visits}", "{visits:share}", "\"Đón {visits:share", "no such figure `visits`");
    breaks(REPORTS, "{visits.planned:share}", "{visits:change}", "\"Đón", "no such figure `visits`");
    breaks(REPORTS, "{visits}", "{visits:sum}", "\"Đón {visits:sum", "unknown word");
    breaks(REPORTS, "{visits}", "{visits", "\"Đón {visits lượt", "");
    breaks(REPORTS, "right = [2]", "right = [3]", "[[check]]", "no column (3)");
    breaks(REPORTS, "right = [2]", "right = [2]\nnone = \"visits\"", "[[check]]", "either `none`");
}

#[test]
fn units() {
    breaks(
        ORGANISATION,
        "parent = \"office\"",
        "parent = \"palace\"",
        "parent = \"palace\"",
        "there is no unit `palace`",
    );
    breaks(
        ORGANISATION,
        "parent = \"office\"",
        "parent = \"office\"\nsuccessors = [\"palace\"]",
        "successors",
        "there is no unit `palace`",
    );
    breaks(ORGANISATION, "parent = \"office\"", "parent = \"gate\"", "parent = \"gate\"", "form a ring");
    breaks(
        ORGANISATION,
        "name = \"Văn phòng\"",
        "name = \"Văn phòng\"\ngso = 380",
        "valid_from = \"2020-01-01\"\ngso = 380\n",
        "name or statistics code of another",
    );
    breaks(
        ORGANISATION,
        "name = \"Tổ bảo vệ\"\nkind = \"room\"\nparent = \"office\"",
        "name = \"Văn phòng\"\nkind = \"room\"",
        "valid_from = \"2020-01-01\"\ngso",
        "name or statistics code of another",
    );
    breaks(
        ORGANISATION,
        "gso = 380",
        "valid_to = \"2019-12-31\"",
        "valid_to = \"2019-12-31\"",
        "last day lies before the first",
    );
}

/// The same name in different years is no overlap: a unit that ended may be followed by one of its name.
#[test]
fn a_successor_may_carry_the_name() {
    let mut files = sound();
    files[1].1 =
        ORG.replacen("valid_from = \"2020-01-01\"", "valid_from = \"2010-01-01\"\nvalid_to = \"2019-12-31\"", 1)
            + "[[unit]]\ncode = \"office.2\"\nname = \"Văn phòng\"\nkind = \"office\"\nvalid_from = \"2020-01-01\"\n";
    assert_eq!(Catalogue::parse(&files).findings, []);
    files[1].1 = files[1].1.replace("2019-12-31", "2020-01-01");
    assert_eq!(Catalogue::parse(&files).findings.len(), 1);
}

#[test]
fn posts_and_people() {
    breaks(ORGANISATION, "unit = \"gate\"", "unit = \"door\"", "unit = \"door\"", "there is no unit `door`");
    breaks(
        ORGANISATION,
        "posts = [\"gate.clerk\"]",
        "posts = [\"gate.guard\"]",
        "posts = [\"gate.guard\"]",
        "there is no post `gate.guard`",
    );
    breaks(
        ORGANISATION,
        "to = \"2023-06-30\"",
        "to = \"2023-07-01\"",
        "posts = [\"gate.clerk\"]\nfrom = \"2023-07-01\"",
        "is held by `an` at the same time",
    );
    breaks(
        ORGANISATION,
        "to = \"2023-06-30\"",
        "to = \"2019-06-30\"",
        "to = \"2019-06-30\"",
        "last day lies before the first",
    );
}

#[test]
fn delegations_assignments_absences() {
    breaks(
        ORGANISATION,
        "from_post = \"gate.head\"",
        "from_post = \"gate.chief\"",
        "from_post = \"gate.chief\"",
        "there is no post `gate.chief`",
    );
    breaks(
        ORGANISATION,
        "to_post = \"gate.clerk\"",
        "to_post = \"gate.cat\"",
        "to_post = \"gate.cat\"",
        "there is no post `gate.cat`",
    );
    breaks(ORGANISATION, "basis = \"Văn bản 01/VP\"", "basis = \"\"", "basis = \"\"", "has no paper behind it");
    breaks(
        ORGANISATION,
        "valid_to = \"2023-06-30\"",
        "valid_to = \"2023-12-31\"",
        "valid_from = \"2023-07-01\"",
        "overlaps another of the same",
    );
    breaks(ORGANISATION, "room = \"gate\"", "room = \"door\"", "room = \"door\"", "there is no unit `door`");
    breaks(
        ORGANISATION,
        "specialist = \"an\"",
        "specialist = \"chi\"",
        "specialist = \"chi\"",
        "there is no person `chi`",
    );
    breaks(ORGANISATION, "cover = \"binh\"", "cover = \"chi\"", "cover = \"chi\"", "there is no person `chi`");
    breaks(
        ORGANISATION,
        "vice_chairman = \"gate.head\"",
        "vice_chairman = \"x\"",
        "vice_chairman = \"x\"",
        "there is no post `x`",
    );
    breaks(ORGANISATION, "person = \"an\"", "person = \"chi\"", "person = \"chi\"", "there is no person `chi`");
    breaks(
        ORGANISATION,
        "to = \"2023-02-03\"",
        "to = \"2023-01-03\"",
        "to = \"2023-01-03\"",
        "last day lies before the first",
    );
    let row = "[[assignment]]\nfield = \"khach\"\nvice_chairman = \"gate.head\"\ndeputy_chief = \"gate.head\"\nroom = \"gate\"\nspecialist = \"binh\"\ncover = \"an\"\nvalid_from = \"2024-01-01\"\n\n[[absence]]";
    breaks(ORGANISATION, "[[absence]]", row, "valid_from = \"2024-01-01\"", "`khach` is assigned twice");
}

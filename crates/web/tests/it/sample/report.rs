//! Annual report, form II.06a, tasks by unit, process map.
#![expect(clippy::too_many_lines, reason = "a sample page is one long literal")]

use web::pages::{
    Bar, Block, Check, Flow, HeadCell, Input, ProcessMap, ProcessPage, ReportPage, Span, Step, Table, TableCell,
    TableRow,
};

use super::{Words, desk, render};

pub fn pages(w: Words) -> Vec<(&'static str, String)> {
    let mut on_time = process(w);
    on_time.map = None;
    vec![
        render("bao-cao-nam", &annual(w)),
        render("bieu-ii06a", &form_ii06a(w)),
        render("nhiem-vu-don-vi", &by_unit(w)),
        render("quy-trinh", &process(w)),
        render("dung-han", &on_time),
    ]
}

fn figure(w: Words, text: &str) -> TableCell {
    TableCell::figure(w.s(text), w.s("/bao-cao/so-lieu"))
}

fn heads(w: Words, words: &[&str]) -> Vec<HeadCell> {
    words
        .iter()
        .enumerate()
        .map(|(n, text)| if n == 0 { HeadCell::words(w.s(text)) } else { HeadCell::figure(w.s(text)) })
        .collect()
}

fn row(w: Words, label: &str, figures: &[&str]) -> TableRow {
    TableRow { label: w.s(label), cells: figures.iter().map(|text| figure(w, text)).collect(), ..TableRow::default() }
}

fn selector(w: Words) -> Vec<web::pages::Field> {
    let choice = |labels: &[&str]| Input::Choice { groups: vec![w.choices(labels)] };
    vec![
        w.field("ky", "Kỳ báo cáo", choice(&["Quý IV", "Cả năm", "6 tháng"])),
        w.field("nam", "Năm", choice(&["2022", "2023"])),
        w.field("cach", "Cách tính kỳ", choice(&["Theo Nghị định 09/2019", "Năm dương lịch"])),
        w.field("so-voi", "So với", choice(&["Không so", "Cùng kỳ năm trước"])),
        w.field("vi-tri", "Tính đến vị trí sổ cái", w.text("1.234.567")),
    ]
}

fn report(w: Words, title: &str, heading: &str, english: &str) -> ReportPage {
    ReportPage {
        frame: w.frame(title),
        back: Some(w.link("Báo cáo", "/bao-cao")),
        heading: w.s(heading),
        english: w.s(english),
        official: Vec::new(),
        select_action: w.s("/bao-cao"),
        select_fields: selector(w),
        select_hidden: w.hidden(),
        as_of: desk::as_of(w),
        prose: Vec::new(),
        tables: Vec::new(),
        checks: Vec::new(),
        exports: vec![w.link("JSON", "/bao-cao.json")],
    }
}

fn annual(w: Words) -> ReportPage {
    let t = |text: &str| Span::Text(w.s(text));
    let f = |text: &str| Span::Figure { text: w.s(text), href: w.s("/bao-cao/so-lieu") };
    let prose = vec![
        Block::Heading(w.s("I. Tham mưu, theo dõi, đôn đốc")),
        Block::Paragraph(vec![
            t("Trong năm, Văn phòng đã theo dõi, đôn đốc "),
            f("27.283"),
            t(" nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao, tăng "),
            f("6.515"),
            t(" nhiệm vụ so với năm 2022. Tiếp nhận "),
            f("trên 77.000"),
            t(" văn bản, hồ sơ công việc (tăng trên 7.500); tham mưu giải quyết, ban hành "),
            f("30.774"),
            t(" văn bản, hồ sơ, thủ tục hành chính, trong đó xử lý đúng hạn "),
            f("30.772"),
            t(", đạt 99,99 %."),
        ]),
        Block::Heading(w.s("II. Phục vụ hành chính công")),
        Block::Paragraph(vec![
            t("Trung tâm Phục vụ hành chính công tiếp nhận và giải quyết "),
            f("172.468"),
            t(" hồ sơ, đúng và trước hạn "),
            f("172.451"),
            t(" (99,99 %); trực tuyến "),
            f("95.750"),
            t(" hồ sơ, tăng 25,83 %; qua bưu chính công ích và trả kết quả tại nhà "),
            f("70.305"),
            t(" hồ sơ."),
        ]),
    ];
    let line = |label: &str, code: &str, value: &str, previous: Option<&str>, growth: &str, records: &str| TableRow {
        label: w.s(label),
        detail: w.s(code),
        cells: vec![
            figure(w, value),
            previous.map_or(TableCell::Nothing, |text| figure(w, text)),
            if growth.is_empty() { TableCell::Nothing } else { TableCell::plain(w.s(growth)) },
            figure(w, records),
        ],
        total: false,
    };
    let table = Table {
        caption: w.s("Bảng số liệu"),
        head: vec![heads(w, &["Chỉ tiêu", "Năm 2023", "Năm 2022", "Tăng, giảm", "Số hồ sơ mở ra"])],
        rows: vec![
            line("Nhiệm vụ được giao", "tasks.assigned", "27.283", Some("20.768"), "+6.515", "27.283"),
            line(
                "Văn bản, hồ sơ tiếp nhận",
                "documents.received",
                "trên 77.000",
                Some("69.871"),
                "trên 7.500",
                "77.413",
            ),
            line("Văn bản ban hành", "documents.issued", "30.774", None, "", "30.774"),
            line("Xử lý đúng hạn", "documents.issued.on_time", "30.772 (99,99 %)", None, "", "30.772"),
            line("Hồ sơ TTHC giải quyết", "dossiers.resolved", "172.468", None, "", "172.468"),
            line("Hồ sơ trực tuyến", "dossiers.online", "95.750", Some("76.095"), "+25,83 %", "95.750"),
        ],
        notes: vec![w.s("Tỷ lệ làm tròn đến hai chữ số thập phân; không bao giờ ghi 100 % khi còn một hồ sơ trễ.")],
        ..Table::default()
    };
    ReportPage {
        prose,
        tables: vec![table],
        ..report(w, "Báo cáo năm", "Báo cáo kết quả công tác năm 2023", "Annual report")
    }
}

fn form_ii06a(w: Words) -> ReportPage {
    let over = |text: &str, columns, rows| HeadCell::words(w.s(text)).over(columns, rows);
    let numbers = (1..=13).map(|n| HeadCell::figure(w.s(&format!("({n})")))).collect();
    let head = vec![
        vec![
            over("TT", 1, 3),
            over("Lĩnh vực giải quyết", 1, 3),
            over("Số hồ sơ tiếp nhận", 4, 1),
            over("Số hồ sơ đã giải quyết", 4, 1),
            over("Số hồ sơ đang giải quyết", 3, 1),
        ],
        vec![
            over("Tổng số", 1, 2),
            over("Trong kỳ", 2, 1),
            over("Từ kỳ trước", 1, 2),
            over("Tổng số", 1, 2),
            over("Trước hạn", 1, 2),
            over("Đúng hạn", 1, 2),
            over("Quá hạn", 1, 2),
            over("Tổng số", 1, 2),
            over("Trong hạn", 1, 2),
            over("Quá hạn", 1, 2),
        ],
        vec![over("Trực tuyến", 1, 1), over("Trực tiếp, bưu chính", 1, 1)],
        numbers,
    ];
    let line = |number: &str, field: &str, figures: &[&str], total| {
        let mut cells = vec![TableCell::Text(w.s(field))];
        cells.extend(figures.iter().map(|text| figure(w, text)));
        TableRow { label: w.s(number), cells, total, ..TableRow::default() }
    };
    let rows = vec![
        line(
            "1",
            "Đất đai",
            &["61.204", "30.115", "29.870", "1.219", "60.002", "41.220", "18.776", "6", "1.202", "1.201", "1"],
            false,
        ),
        line(
            "2",
            "Đăng ký kinh doanh",
            &["22.840", "19.422", "3.305", "113", "22.731", "20.014", "2.717", "0", "109", "109", "0"],
            false,
        ),
        line(
            "3",
            "Tư pháp",
            &["38.115", "21.870", "16.004", "241", "37.902", "30.552", "7.347", "3", "213", "212", "1"],
            false,
        ),
        line(
            "Tổng cộng",
            "",
            &["122.159", "71.407", "49.179", "1.573", "120.635", "91.786", "28.840", "9", "1.524", "1.522", "2"],
            true,
        ),
    ];
    let table = Table {
        caption: w.s("Tình hình, kết quả giải quyết thủ tục hành chính"),
        head,
        rows,
        landscape: true,
        notes: vec![w.s("Đơn vị tính: số hồ sơ TTHC.")],
        ..Table::default()
    };
    let check = |rule: &str, holds, detail: &str| Check { rule: w.s(rule), holds, detail: w.s(detail) };
    let pair = |label: &str, value: &str| (w.s(label), w.s(value));
    ReportPage {
        official: vec![
            pair("Biểu số", "II.06a/VPCP/KSTT"),
            pair("Ban hành theo", "Thông tư 01/2020/TT-VPCP"),
            pair("Đơn vị báo cáo", "UBND tỉnh An Bình"),
            pair("Đơn vị nhận", "Văn phòng Chính phủ"),
        ],
        tables: vec![table],
        checks: vec![
            check("(3) = (4) + (5) + (6)", true, "122.159 = 122.159"),
            check("(3) = (7) + (11)", false, "122.159 và 122.160"),
        ],
        ..report(w, "Biểu II.06a", "Biểu II.06a", "Form II.06a")
    }
}

fn by_unit(w: Words) -> ReportPage {
    let line = |unit: &str, counts: [u64; 5], total| {
        let sum: u64 = counts.iter().sum();
        let mut cells = vec![figure(w, &sum.to_string())];
        cells.extend(counts.iter().map(|count| figure(w, &count.to_string())));
        cells.push(TableCell::Bar(Bar::of(w.s(&format!("{unit}: {counts:?}")), &counts)));
        TableRow { label: w.s(unit), cells, total, ..TableRow::default() }
    };
    let states = ["Xong đúng hạn", "Xong quá hạn", "Đang làm, trong hạn", "Đang làm, quá hạn", "Không thời hạn"];
    let mut head = heads(w, &[&["Đơn vị", "Tổng"], &states[..]].concat());
    head.push(HeadCell::words(w.s("Tỷ trọng")));
    let table = Table {
        caption: w.s("Nhiệm vụ theo đơn vị, tháng 12/2023"),
        head: vec![head],
        rows: vec![
            line("Sở Tài chính", [120, 2, 31, 3, 4], false),
            line("Sở Kế hoạch và Đầu tư", [98, 0, 44, 0, 2], false),
            line("Sở Tài nguyên và Môi trường", [143, 5, 62, 4, 0], false),
            line("UBND huyện Châu Phú", [37, 0, 12, 0, 1], false),
            line("Cộng", [398, 7, 149, 7, 7], true),
        ],
        legend: states.iter().map(|state| w.s(state)).collect(),
        ..Table::default()
    };
    ReportPage {
        tables: vec![table], ..report(w, "Nhiệm vụ theo đơn vị", "Nhiệm vụ theo đơn vị", "Tasks by unit")
    }
}

fn process(w: Words) -> ProcessPage {
    let steps: Vec<Step> = [
        "Xác nhận đã nhận",
        "Kiểm tra thành phần hồ sơ",
        "Yêu cầu bổ sung",
        "Thẩm định nội dung",
        "Lấy ý kiến cơ quan liên quan theo quy định của pháp luật chuyên ngành",
        "Trình ký",
        "Cấp số, đóng dấu",
        "Trả kết quả",
    ]
    .iter()
    .map(|label| Step { label: w.s(label), count: 1434, detail: w.s("1.434 lần · 3 giờ"), href: Some(w.s("/so")) })
    .collect();
    let flow = |from, to, count: u64| Flow {
        from,
        to,
        count,
        count_text: w.s(&web::pages::number_vn(i64::try_from(count).unwrap())),
        sentence: w.s(&format!("{from} → {to}: {count} lần, trung vị 2 ngày")),
    };
    let flows = [
        flow(0, 1, 1434),
        flow(1, 2, 212),
        flow(2, 1, 190),
        flow(1, 3, 1210),
        flow(3, 4, 320),
        flow(4, 5, 318),
        flow(3, 5, 890),
        flow(5, 6, 1180),
        flow(6, 7, 1180),
        flow(1, 7, 40),
        flow(5, 3, 28),
    ];
    let table = Table {
        caption: w.s("Đúng hạn theo lĩnh vực"),
        head: vec![heads(w, &["Lĩnh vực", "Hồ sơ", "Đúng hạn", "Quá hạn", "Chưa xong"])],
        rows: vec![
            row(w, "Giấy phép môi trường", &["1.116", "1.090", "21", "5"]),
            row(w, "Xây dựng", &["318", "300", "12", "6"]),
        ],
        ..Table::default()
    };
    ProcessPage {
        frame: w.frame("Sơ đồ quy trình"),
        back: Some(w.link("Báo cáo", "/bao-cao")),
        heading: w.s("Sơ đồ quy trình"),
        english: w.s("Process map"),
        sentence: w.s("Hồ sơ môi trường, 1.434 hồ sơ, 8 bước; ẩn các đường đi dưới 10 lần."),
        filter_action: w.s("/quy-trinh"),
        filter_fields: vec![w.field(
            "it-nhat",
            "Ẩn đường đi dưới",
            Input::Number { value: w.s("10"), unit: w.s("lần") },
        )],
        filter_hidden: w.hidden(),
        map: Some(ProcessMap::of(
            w.s("Sơ đồ quy trình"),
            w.s("Tám bước; đường đậm là đường nhiều hồ sơ đi, nét đứt là quay lại."),
            &steps,
            &flows,
        )),
        tables: vec![table],
    }
}

pub fn refused(w: Words) -> Table {
    Table {
        caption: w.s("Không nhận"),
        head: vec![vec![HeadCell::words(w.s("Dòng")), HeadCell::words(w.s("Vì sao"))]],
        rows: vec![TableRow {
            label: w.s("8.411"),
            cells: vec![TableCell::Text(w.s("sự kiện không có thời điểm"))],
            ..TableRow::default()
        }],
        ..Table::default()
    }
}

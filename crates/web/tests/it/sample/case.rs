//! The case page and the form that opens a case.

use web::pages::{
    CaseLink, CaseLinksPicture, CasePage, Choice, ChoiceGroup, Derivation, DerivationStep, Detail, Fact, FactGroup,
    Field, FormPage, Happening, Holder, Input, KeptPage, Knot, Move, Paper, Preview, Problem, ReadRule, Tone,
};

use super::{Words, render};

pub fn pages(w: Words) -> Vec<(&'static str, String)> {
    vec![render("ho-so", &case(w)), render("mo-ho-so", &form(w)), render("bieu-mau-con", &kept(w))]
}

fn kept(w: Words) -> KeptPage {
    KeptPage {
        frame: w.frame("Biểu mẫu đã hết hạn"),
        action: w.s("/ho-so/18c/viec/y-kien"),
        hidden: w.hidden(),
        typed: vec![w.s("Đề nghị Sở Tài chính làm rõ phương án.")],
        file: Some(w.s("Báo cáo.pdf")),
        accept: w.s(".pdf"),
    }
}

fn case(w: Words) -> CasePage {
    let mut frame = w.frame("Nhiệm vụ");
    frame.notices = vec![w.notice()];
    CasePage {
        frame,
        back: Some(w.link("Nhiệm vụ", "/so")),
        kind: w.s("Nhiệm vụ"),
        number: w.s("412/NV-UBND"),
        title: w.s("Rà soát, đề xuất phương án sắp xếp trụ sở làm việc dôi dư sau sáp nhập đơn vị hành chính cấp xã"),
        state: w.s("Đang thực hiện"),
        state_tone: Tone::Neutral,
        deadline: Some(w.due(Tone::Late, "quá hạn 1 ngày")),
        groups: groups(w),
        papers: papers(w),
        picture: Some(picture(w)),
        readers: readers(w),
        print: Some(w.s("/ho-so/18c/in")),
        links: vec![
            CaseLink {
                relation: w.s("Giao tại"),
                title: w.s("2210/UBND-KT, văn bản đi ngày 21/12/2023"),
                href: w.s("/ho-so/1"),
                deadline: None,
            },
            CaseLink {
                relation: w.s("Cùng đợt giao"),
                title: w.s("413/NV-UBND, Sở Nội vụ"),
                href: w.s("/ho-so/2"),
                deadline: Some(w.due(Tone::Done, "xong đúng hạn")),
            },
        ],
        holders: vec![
            holder(w, "Đơn vị chủ trì", "Sở Tài chính", "đầu mối: Đặng Văn Phúc"),
            holder(w, "Phối hợp", "Sở Nội vụ, Sở Xây dựng", ""),
            holder(w, "Theo dõi", "Trần Thị Mai Lan", "phòng Tổng hợp, từ 21/12/2023"),
        ],
        moves: moves(w),
        others: Vec::new(),
        no_moves: w.s("Hồ sơ đã kết thúc, không còn việc nào."),
        happenings: happenings(w),
        earlier: Some(w.link("Xem 14 sự kiện trước đó", "/ho-so/18c?tu=1")),
        derivation: Some(derivation(w)),
        catalogue: w.s("Theo danh mục nhiệm vụ, phiên bản 3 (hiệu lực từ 01/01/2023)"),
    }
}

fn groups(w: Words) -> Vec<FactGroup> {
    let fact = |label: &str, value: &str| Fact { label: w.s(label), value: w.s(value), ..Fact::default() };
    let what = vec![
        Fact {
            wide: true,
            ..fact(
                "Nội dung giao",
                "Chủ trì, phối hợp với Sở Nội vụ, Sở Xây dựng rà soát toàn bộ trụ sở dôi dư;\nđề xuất phương án sắp xếp, báo cáo Chủ tịch UBND tỉnh.",
            )
        },
        fact("Người giao", "Chủ tịch UBND tỉnh Nguyễn Văn Bảo"),
        fact("Ngày giao", "21/12/2023 09:15"),
        Fact { href: Some(w.s("/ho-so/1")), ..fact("Văn bản giao", "2210/UBND-KT") },
        fact("Lĩnh vực", "Tài chính, tài sản công"),
        Fact { note: w.s("đính chính 28/12/2023"), ..fact("Hạn ban đầu", "29/12/2023") },
        Fact { sealed: true, ..fact("Ghi chú nội bộ", "không được hiện") },
    ];
    let result = vec![Fact { label: w.s("Kết quả"), wide: true, ..Fact::default() }];
    vec![FactGroup { heading: w.s("Nội dung"), facts: what }, FactGroup { heading: w.s("Kết quả"), facts: result }]
}

fn papers(w: Words) -> Vec<Paper> {
    let paper = |name: &str, preview: Preview| Paper {
        name: w.s(name),
        href: w.s("/tep/1"),
        size: w.s("PDF, 1,2 MB"),
        added: w.s("Đỗ Thu Hà, 21/12/2023 09:15"),
        preview,
    };
    vec![
        paper("Công văn 2210/UBND-KT.pdf", Preview::Pdf(w.s("/tep/1/xem"))),
        paper("Ảnh hiện trạng.jpg", Preview::Image(w.s("/tep/2/xem"))),
        paper("Ghi chú.txt", Preview::Text(w.s("/tep/3/xem"))),
        paper("Biểu tổng hợp trụ sở dôi dư.xlsx", Preview::None),
    ]
}

fn picture(w: Words) -> CaseLinksPicture {
    let knot =
        |relation: &str, name: &str, href: &str| Knot { relation: w.s(relation), name: w.s(name), href: w.s(href) };
    CaseLinksPicture::of(
        w.tongue,
        knot("Hồ sơ này", "412/NV-UBND", ""),
        vec![knot("Nhiệm vụ", "430/NV-UBND", "/ho-so/3")],
        vec![knot("Văn bản giao nhiệm vụ", "2210/UBND-KT", "/ho-so/1")],
        3,
    )
}

fn readers(w: Words) -> Vec<ReadRule> {
    let rule = |who: &str, people: &str, because: &str, mine| ReadRule {
        who: w.s(who),
        people: w.s(people),
        because: w.s(because),
        mine,
    };
    vec![
        rule("Đơn vị chủ trì: Sở Tài chính", "6 người", "", true),
        rule("Chánh Văn phòng", "1 người", "lãnh đạo Văn phòng theo dõi, đôn đốc", false),
    ]
}

fn holder(w: Words, role: &str, name: &str, detail: &str) -> Holder {
    Holder { role: w.s(role), name: w.s(name), detail: if detail.is_empty() { String::new() } else { w.s(detail) } }
}

fn moves(w: Words) -> Vec<Move> {
    let one = |label: &str| Move {
        label: w.s(label),
        action: w.s("/ho-so/18c/bao-cao"),
        hidden: w.hidden(),
        ..Move::default()
    };
    let report = Move {
        effect: w.s(
            "Sau khi gửi, Văn phòng xác nhận hoặc trả lại. Ngày hoàn thành là ngày ban hành của văn bản minh chứng.",
        ),
        next: true,
        open: true,
        fields: vec![
            Field {
                hint: w.s("Số và ký hiệu đã cấp trong sổ này"),
                ..w.field("bc-van-ban", "Văn bản minh chứng", w.text(""))
            },
            w.field("bc-ket-qua", "Tóm tắt kết quả", Input::LongText { value: w.s("") }),
            Field { required: false, ..w.field("bc-tep", "Tệp kèm theo", Input::File { accept: w.s(".pdf") }) },
        ],
        has_file: true,
        ..one("Báo cáo kết quả")
    };
    let extend = Move {
        fields: vec![w.field("gh-ngay", "Hạn đề nghị", Input::Date { value: w.s("2024-01-12") })],
        ..one("Đề nghị gia hạn")
    };
    let close = Move {
        refused: Some(w.s("Chỉ Văn phòng xác nhận sau khi có báo cáo kết quả (Quy chế làm việc, Điều 12).")),
        ..one("Xác nhận hoàn thành")
    };
    let correct = Move {
        choices: vec![w.link("Trích yếu nhiệm vụ", "/ho-so/18c?muc=subject")],
        effect: w.s("Chọn mục ghi sai."),
        ..one("Đính chính")
    };
    vec![report, extend, correct, one("Trả lại vì không đúng thẩm quyền"), one("Ghi ý kiến"), close]
}

fn happenings(w: Words) -> Vec<Happening> {
    let one = |time: &str, who: &str, sentence: &str, position: &str| Happening {
        at: w.moment("2024-01-02T06:58:12+07:00", time),
        who: w.s(who),
        sentence: w.s(sentence),
        position: w.s(position),
        ..Happening::default()
    };
    let extended = Detail { label: w.s("Hạn"), before: w.s("29/12/2023"), after: w.s("05/01/2024") };
    vec![
        Happening {
            words: w.s("Đề nghị Sở khẩn trương, đã quá hạn một ngày."),
            ..one("02/01/2024 06:58:12", "Phạm Quốc Dũng, Chánh Văn phòng", "đôn đốc Sở Tài chính.", "1.234.561")
        },
        Happening {
            details: vec![extended],
            ..one("28/12/2023 15:02:44", "Nguyễn Văn Bảo, Chủ tịch UBND tỉnh", "đính chính thời hạn.", "1.229.870")
        },
        Happening {
            mark: w.s("Ghi bù"),
            ..one("22/12/2023 08:01:09", "Đặng Văn Phúc, Sở Tài chính", "nhận nhiệm vụ.", "1.214.003")
        },
        one(
            "21/12/2023 09:15:30",
            "Nguyễn Văn Bảo, Chủ tịch UBND tỉnh",
            "giao nhiệm vụ cho Sở Tài chính, phối hợp: Sở Nội vụ, Sở Xây dựng.",
            "1.211.640",
        ),
    ]
}

fn derivation(w: Words) -> Derivation {
    let step = |rule: &str, basis: &str, from: &str, to: &str, minutes: &str| DerivationStep {
        rule: w.s(rule),
        basis: w.s(basis),
        from: w.s(from),
        to: w.s(to),
        minutes: w.s(minutes),
    };
    Derivation {
        limit: w.s("7 ngày làm việc kể từ khi giao"),
        basis: w.s("Công văn 2210/UBND-KT"),
        steps: vec![
            step(
                "Thời gian bắt đầu tính",
                "Bộ luật Dân sự 2015, Điều 147",
                "21/12/2023 09:15",
                "21/12/2023 09:15",
                "0",
            ),
            step("Ngày làm việc", "Bộ luật Lao động 2019, Điều 105", "21/12/2023 09:15", "29/12/2023 17:00", "3.255"),
            step("Nghỉ cuối tuần", "Bộ luật Lao động 2019, Điều 111", "30/12/2023", "31/12/2023", "0"),
            step("Nghỉ Tết Dương lịch", "Bộ luật Lao động 2019, Điều 112", "01/01/2024", "01/01/2024", "0"),
        ],
        total: w.s("3.255"),
        due: w.moment("2023-12-29T17:00:00+07:00", "29/12/2023 17:00"),
        note: w.s("Lịch nghỉ Tết 2024 theo thông báo đã công bố."),
        open: true,
    }
}

fn form(w: Words) -> FormPage {
    let choice = |value: &str, chosen| Choice { value: w.s(value), label: w.s(value), chosen };
    let units = |label: &str, names: &[&str]| ChoiceGroup {
        label: w.s(label),
        choices: names.iter().map(|name| choice(name, *name == "Sở Nội vụ")).collect(),
    };
    let departments =
        units("Sở, ban, ngành", &["Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Sở Y tế", "Thanh tra tỉnh"]);
    let districts = units("UBND cấp huyện", &["UBND thành phố An Bình", "UBND huyện Châu Phú", "UBND huyện Tân Lập"]);
    let all = || vec![departments.clone(), districts.clone()];
    let what = vec![
        Field {
            error: Some(w.s("Ghi nội dung giao, ít nhất 10 chữ.")),
            ..w.field("noi-dung", "Nội dung giao", Input::LongText { value: w.s("Rà soát") })
        },
        Field {
            hint: w.s("Đúng một đơn vị"), ..w.field("chu-tri", "Đơn vị chủ trì", Input::Choice { groups: all() })
        },
        Field { required: false, ..w.field("phoi-hop", "Đơn vị phối hợp", Input::Many { groups: all() }) },
    ];
    let when = vec![
        Field {
            hint: w.s("Ngày làm việc; bỏ trống nếu không thời hạn"),
            error: Some(w.s("Hạn 20/12/2023 đã qua. Chọn ngày từ 02/01/2024 trở đi.")),
            required: false,
            ..w.field("han", "Thời hạn", Input::Date { value: w.s("2023-12-20") })
        },
        w.field("nhac", "Nhắc trước", Input::Number { value: w.s("2"), unit: w.s("ngày làm việc") }),
        w.field("xay-ra", "Thời điểm giao thật (ghi bù)", Input::DateTime { value: w.s("2023-12-21T09:15") }),
        w.field("mat", "Đã kiểm tra: nội dung không có bí mật nhà nước", Input::Check { ticked: true }),
        Field { required: false, ..w.field("tep", "Văn bản giao", Input::File { accept: w.s(".pdf,.docx") }) },
    ];
    FormPage {
        frame: w.frame("Nhiệm vụ"),
        back: Some(w.link("Nhiệm vụ", "/so")),
        heading: w.s("Giao nhiệm vụ mới"),
        english: w.s("Assign a task"),
        intro: w.s("Mỗi đơn vị chủ trì là một nhiệm vụ riêng trong cùng đợt giao."),
        told: vec![(w.s("Giao xong thì"), vec![w.s("đơn vị chủ trì nhận thông báo"), w.s("thời hạn bắt đầu tính")])],
        problems: vec![
            Problem { field_id: "noi-dung".to_owned(), text: w.s("Nội dung giao: ghi ít nhất 10 chữ.") },
            Problem { field_id: "han".to_owned(), text: w.s("Thời hạn: ngày 20/12/2023 đã qua.") },
            Problem {
                field_id: String::new(), text: w.s("Phiên làm việc vừa được mở lại; nội dung đã gõ vẫn còn.")
            },
        ],
        action: w.s("/mo/nhiem-vu"),
        hidden: w.hidden(),
        groups: vec![(w.s("Nội dung"), what), (w.s("Thời hạn và tài liệu"), when)],
        in_rows: false,
        forgets: false,
        submit: w.s("Giao nhiệm vụ"),
        cancel: w.s("/so"),
    }
}

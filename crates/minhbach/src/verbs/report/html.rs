//! The annual report as a page of one file, to be saved and printed. Its figures lead to the server's pages, and lead nowhere
//! without it. The living pages are those of the server.

use std::fmt::Write as _;

use office::reports::{Annual, Block, NOT_TOLD, NOT_TOLD_MARK, Span};

const STYLE: &str = "body{font:1.0625rem/1.6 'Times New Roman',serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.4rem;text-align:center}table{border-collapse:collapse;width:100%}\
td,th{border-top:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}\
td.number{text-align:right;white-space:nowrap}.small{color:#555;font-size:.9rem}";

/// The page.
#[must_use]
pub fn page(annual: &Annual) -> String {
    let name = format!("{} ({})", escaped(&annual.name), escaped(&annual.period.name()));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{name}</h1>\n<p class=\"small\">Kỳ báo cáo {}. Tính tại vị trí {} của sổ cái. {}</p>\n",
        escaped(&annual.period.words()),
        annual.as_of,
        escaped(&annual.basis),
    );
    for block in &annual.prose {
        match block {
            Block::Heading(text) => line(&mut out, &format!("<h2>{}</h2>", escaped(text))),
            Block::Paragraph(spans) => {
                let text: String = spans.iter().map(span).collect();
                line(&mut out, &format!("<p>{text}</p>"));
            }
        }
    }
    line(&mut out, "<h2>Số liệu</h2>\n<table>\n<tr><th>Mã</th><th>Nội dung</th><th>Số liệu</th><th>Bản ghi</th></tr>");
    for figure in &annual.figures {
        let mark = if figure.is_told { String::new() } else { format!(" {NOT_TOLD_MARK}") };
        line(
            &mut out,
            &format!(
                "<tr><td>{}</td><td>{}{mark}</td><td>{}</td><td class=\"number\"><a href=\"{}\">{}</a></td></tr>",
                escaped(figure.code.as_str()),
                escaped(&figure.label),
                escaped(&figure.text()),
                escaped(&figure.url),
                figure.records,
            ),
        );
    }
    line(&mut out, "</table>");
    if annual.figures.iter().any(|figure| !figure.is_told) {
        line(&mut out, &format!("<p class=\"small\">{NOT_TOLD_MARK} {}</p>", NOT_TOLD.0));
    }
    out.push_str("</body>\n</html>");
    out
}

fn line(out: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _always = writeln!(out, "{text}");
}

fn span(span: &Span) -> String {
    match span {
        Span::Text(text) => escaped(text),
        Span::Figure { text, url } => format!("<a href=\"{}\">{}</a>", escaped(url), escaped(text)),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

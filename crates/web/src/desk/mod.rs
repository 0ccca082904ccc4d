//! The handlers: which address shows or does what.
//!
//! A handler asks the office (away from the async threads) and fills a page; it holds no rule of its own. Every page but
//! the door needs a session; every POST needs the session's token.

mod acts;
mod address;
mod admin;
mod answer;
mod api;
mod case_page;
mod case_parts;
mod catalogue;
mod columns;
mod cookies;
mod door;
mod export;
mod fields;
mod files;
mod forms;
mod hand_over;
mod health;
mod home;
mod inbox;
mod kept;
mod landing;
mod layers;
mod leaders;
mod letter;
mod looks;
mod moving;
mod opening;
mod paper;
mod posted;
mod printing;
mod process;
mod progress;
mod public_log;
mod receipt;
mod register;
mod reports;
mod routing;
mod search;
mod story;
mod taken;
mod tongues;
mod verify;
mod views;
mod visitor;
mod watch;
mod words;
mod work;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

use crate::assets;
use crate::state::AppState;

pub use letter::{Letter, letter};
pub use paper::case_file;
pub use posted::{FILE_BYTES_MAX, FORM_BYTES_MAX};
pub(crate) use watch::Kept;
pub(crate) use words::query_string;

/// Room for the other fields of a form beside its file.
const BODY_BYTES_MAX: usize = FILE_BYTES_MAX + FORM_BYTES_MAX;

/// Pages on which the house is looked after.
fn house() -> Router<AppState> {
    Router::new()
        .route("/quan-tri/danh-muc", get(catalogue::list))
        .route("/quan-tri/danh-muc/{type}", get(catalogue::kind))
        .route("/quan-tri/danh-muc/{type}/bpmn", get(catalogue::bpmn))
        .route("/quan-tri/danh-muc/thu-tuc/{code}", get(catalogue::procedure))
        .route("/quan-tri/tinh-trang", get(health::state))
        .route("/quan-tri/su-co", get(health::wrong))
        .route("/quan-tri/chuyen-du-lieu", get(moving::begin).post(moving::upload))
        .route("/quan-tri/chuyen-du-lieu/{id}", get(moving::show).post(moving::act))
        .route("/api/health", get(health::told))
}

/// The whole server.
pub fn app(state: AppState) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/dang-nhap", get(door::show).post(door::enter))
        .route("/dang-xuat", post(door::leave))
        .route("/so/{type}", get(register::show))
        .route("/so/{type}/xuat/{kind}", get(export::send))
        .route("/so/{type}/cach-xem", post(views::send))
        .route("/so/{type}/moi/{move}", get(opening::show).post(opening::send))
        .route("/ho-so/{id}", get(case_page::show))
        .route("/ho-so/{id}/in", get(printing::case))
        .route("/ho-so/{id}/giay-tiep-nhan/{kind}", get(receipt::hand_out))
        .route("/ho-so/{id}/ban-mo", get(hand_over::show).post(hand_over::give))
        .route(verify::PAGE, get(verify::show).post(verify::send))
        .route("/ho-so/{id}/thao-tac/{move}", get(acts::back).post(acts::make))
        .route("/ho-so/{id}/viec/{act}", get(acts::back).post(acts::free))
        .route("/ho-so/{id}/tep/{sha256}", get(files::show))
        .route("/ho-so/{id}/tep/{sha256}/xem", get(files::look))
        .route("/viec-cua-toi", get(work::show).post(work::act))
        .route("/thong-bao", get(inbox::show).post(inbox::mark))
        .route("/theo-doi", get(watch::follow))
        .route("/tim", get(search::show))
        .route("/bao-cao/nam", get(reports::choose))
        .route("/bao-cao/nam/{year}", get(reports::annual))
        .route("/bao-cao/nam/{year}/xuat/{kind}", get(printing::annual))
        .route("/bao-cao/nam/{year}/so-lieu/{what}", get(reports::annual_records))
        .route("/bao-cao/nam/{year}/so-lieu/{what}/xuat/{kind}", get(reports::annual_records_file))
        .route("/bao-cao/bieu/{code}", get(reports::form))
        .route("/bao-cao/bieu/{code}/xuat/{kind}", get(printing::form))
        .route("/bao-cao/so-lieu/{what}", get(reports::form_records))
        .route("/bao-cao/so-lieu/{what}/xuat/{kind}", get(reports::form_records_file))
        .route("/bao-cao/phat-hanh", get(reports::issued::list).post(reports::issued::issue))
        .route("/bao-cao/phat-hanh/moi", get(reports::issued::form))
        .route("/bao-cao/phat-hanh/{position}", get(reports::issued::show))
        .route("/bao-cao/phat-hanh/{position}/goc", get(reports::issued::text))
        .route("/dieu-hanh", get(leaders::board::show))
        .route("/don-doc", get(leaders::urge::show))
        .route("/don-doc/in", get(printing::urging))
        .route("/don-doc/gui", post(leaders::urge::send))
        .route("/ket-luan", get(leaders::conclusions::show).post(leaders::conclusions::send))
        .route("/quy-trinh", get(process::show))
        .route("/api/cases/{id}", get(api::case))
        .route("/api/reports/annual/{year}", get(reports::annual_json))
        .merge(admin::routes())
        .merge(house())
        .layer(middleware::from_fn_with_state(state.clone(), progress::wait))
        .route("/log/{*path}", get(public_log::file))
        .route("/tien-do", get(progress::show))
        .route("/ngon-ngu/{code}", get(tongues::choose))
        .route("/health", get(progress::health))
        .route(assets::css_path(), get(files::css))
        .route(assets::js_path(), get(files::js))
        .route(assets::icon_path(), get(files::icon))
        .fallback(answer::nowhere)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(layers::guard))
        .with_state(state)
}

//! How many due moments a second one thread computes. Prints rates; asserts nothing about time.

#![expect(clippy::expect_used, reason = "a benchmark stops when its own figures are wrong")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kernel::calendar::Calendar;
use kernel::clock::{Limit, LimitUnit, due, due_moment};
use kernel::time::Instant;

/// Receipts computed in one round.
const RECEIPTS: u32 = 10_000;

fn deadlines(c: &mut Criterion) {
    let calendar = Calendar::parse(include_str!("../../../catalogue/calendar.toml"), "calendar.toml").value;
    let from = Instant::parse_local("2022-01-01T00:00").expect("a time");
    // Spread over two years and all hours of the day by a step that shares no factor with them.
    let receipts: Vec<Instant> = (0..RECEIPTS).map(|n| Instant(from.0 + i64::from(n) * 6_311 * 1_000_000)).collect();
    let mut group = c.benchmark_group("deadlines");
    group.throughput(Throughput::Elements(u64::from(RECEIPTS)));
    for (unit, amount) in
        [(LimitUnit::WorkingDays, 15), (LimitUnit::WorkingHours, 40), (LimitUnit::Days, 30), (LimitUnit::Months, 3)]
    {
        let limit = Limit::new(amount, unit).expect("a limit");
        group.bench_function(format!("{}/moment", unit.code()), |b| {
            b.iter(|| {
                for received in &receipts {
                    let _ = black_box(due_moment(&calendar, black_box(*received), limit));
                }
            });
        });
    }
    let limit = Limit::new(15, LimitUnit::WorkingDays).expect("a limit");
    group.bench_function("working_days/explained", |b| {
        b.iter(|| {
            for received in &receipts {
                let _ = black_box(due(&calendar, black_box(*received), limit));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, deadlines);
criterion_main!(benches);

//! What stands outside the ledger, while two servers over one ledger write to it at the same moment: nothing is counted
//! past the other.

use std::sync::Barrier;

use office::Office;
use office::people::{FAILURES_MAX, SignInFail};
use office::saved::{SaveFail, VIEWS_MAX};

use crate::world::{World, options};

/// Lets eight ask at once, half of them at each server; answers what they were told.
fn at_once<T: Send>(world: &World, ask: impl Fn(&Office, usize) -> T + Sync) -> Vec<T> {
    let other = Office::open(options(world.folder.path(), "", world.now, [2; 16]).over_any_time()).unwrap();
    let ready = Barrier::new(8);
    std::thread::scope(|scope| {
        let asked = |n: usize| {
            let (server, ready, ask) = (if n.is_multiple_of(2) { &world.office } else { &other }, &ready, &ask);
            scope.spawn(move || {
                ready.wait();
                ask(server, n)
            })
        };
        let threads: Vec<_> = (0..8).map(asked).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn guesses_at_two_servers_count_like_guesses_at_one() {
    let world = World::new();
    world.office.set_password("specialist-vp-th-1", "một mật khẩu dài", [3; 16]).unwrap();
    let told = at_once(&world, |server, _| server.sign_in("specialist-vp-th-1", "đoán bừa", world.now, [4; 32]));
    let wrong = told.iter().filter(|told| matches!(told, Err(SignInFail::Wrong))).count();
    let locked = told.iter().filter(|told| matches!(told, Err(SignInFail::Locked { .. }))).count();
    // The last that counts locks.
    assert_eq!((i64::try_from(wrong).unwrap(), locked), (FAILURES_MAX - 1, 9 - usize::try_from(FAILURES_MAX).unwrap()));
    assert_eq!(world.count("SELECT failed FROM users"), FAILURES_MAX);
}

#[test]
fn views_kept_through_two_servers_are_no_more_than_through_one() {
    let world = World::new();
    let save = |server: &Office, name: &str| server.save_view("chief", "task", name, "q=1");
    for n in 1..VIEWS_MAX {
        save(&world.office, &format!("Cách {n}")).unwrap();
    }
    let told = at_once(&world, |server, n| save(server, &format!("Cách mới {n}")));
    assert_eq!(told.iter().filter(|told| told.is_ok()).count(), 1);
    assert!(told.iter().all(|told| matches!(told, Ok(()) | Err(SaveFail::Full))), "{told:?}");
    assert_eq!(world.count("SELECT count(*) FROM saved_views"), i64::try_from(VIEWS_MAX).unwrap());
    // One that is there may still be replaced, and is not lost when another has no room.
    save(&world.office, "Cách 1").unwrap();
    save(&world.office, "Cách thừa").unwrap_err();
    assert_eq!(world.count("SELECT count(*) FROM saved_views"), i64::try_from(VIEWS_MAX).unwrap());
}

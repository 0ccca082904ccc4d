//! Foreign bytes of any sort: the reader may refuse, it may not panic; and whatever it reads can be counted.

use exchange::map::ProcessMap;
use exchange::xes::{self, Limits};
use proptest::prelude::*;

use crate::tiny::{event, gzip, log, trace};

fn swallow(bytes: &[u8]) {
    let mut input = bytes;
    let Ok(traces) = xes::read(&mut input, Limits::standard()) else { return };
    let mut map = ProcessMap::new();
    for trace in traces {
        match trace {
            Ok(trace) => map.add(&trace),
            Err(refusal) => assert!(!refusal.message_vi().is_empty() && !refusal.to_string().is_empty()),
        }
    }
    assert!(map.table().iter().all(|step| step.cases <= map.cases()));
}

fn sample() -> Vec<u8> {
    let events = format!("{}{}{}", event("a", 1), event("b &lt;", 2), event("a", 3));
    log(&format!("{0}{0}<!-- c --><trace><list key=\"l\"><int key=\"i\" value=\"1\"/></list></trace>", trace(&events)))
        .into_bytes()
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        swallow(&bytes);
        let inside = [b"<log><trace>".as_slice(), &bytes].concat();
        swallow(&inside);
    }

    #[test]
    fn mutated_logs_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        packed in any::<bool>(),
    ) {
        let mut bytes = if packed { gzip(&sample()) } else { sample() };
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        swallow(&bytes);
    }

    #[test]
    fn pieces_in_any_order_never_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "<log>", "</log>", "<trace>", "</trace>", "<event>", "</event>", "<list key='l'>", "</list>", "<values>",
        "</values>", "<string key='concept:name' value='a'/>", "<date key='time:timestamp' value='2024-01-01T00:00:00Z'/>",
        "<int key='i' value='9999999999999999999999'>", "</int>", "&amp;", "&", "<![CDATA[x]]>", "<?pi?>", "<", ">", "<!",
    ]), 0..60)) {
        swallow(pieces.concat().as_bytes());
    }

    #[test]
    fn any_histories_can_be_counted(
        histories in prop::collection::vec(prop::collection::vec(("[a-h<&\"]{0,2}", any::<Option<i64>>()), 0..12), 0..12),
    ) {
        let mut map = ProcessMap::new();
        for history in &histories {
            let steps: Vec<(&str, Option<i64>)> = history.iter().map(|(name, at)| (name.as_str(), *at)).collect();
            map.add_history(&steps);
        }
        let ends: u64 = map.connections().iter().filter(|row| row.to.is_none()).map(|row| row.count).sum();
        prop_assert_eq!(ends, map.cases(), "every case ends once");
    }
}

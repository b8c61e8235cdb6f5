//! No request makes the door panic: requests of the published cases, changed at random.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cddu_kit::{Call, Engine, Status};
use proptest::prelude::*;
use serde_json::{Value, json};

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::embedded);

static CASES: LazyLock<Vec<(Call, Value)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/v1/cases");
    let mut out = Vec::new();
    for (name, call) in Call::ALL {
        let Ok(entries) = fs::read_dir(folder.join(name)) else { continue };
        let mut files: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.to_string_lossy().ends_with(".demande.json")) {
            out.push((call, serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()));
        }
    }
    out
});

fn odd(rank: usize) -> Value {
    match rank {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(0),
        4 => json!(4_294_967_295_u64),
        5 => json!("9999999.99"),
        6 => json!("-9999999.99"),
        7 => json!("0001-01-01"),
        8 => json!("9999-12-31"),
        9 => json!("2024-02-29"),
        10 => json!(""),
        11 => json!("\u{0}é\u{1F600}"),
        12 => json!([]),
        13 => json!({}),
        14 => json!([[[[{}]]]]),
        15 => json!("1000000"),
        16 => serde_json::from_str("1e400").unwrap(),
        _ => json!("artiste"),
    }
}

/// Changes the `at`-th node, counted in depth.
fn change(value: &mut Value, at: &mut usize, new: &Value) -> bool {
    if *at == 0 {
        *value = new.clone();
        return true;
    }
    *at -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|v| change(v, at, new)),
        Value::Object(map) => map.values_mut().any(|v| change(v, at, new)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_values_are_answered(case in 0_usize..1000, changes in prop::collection::vec((0_usize..80, 0_usize..18), 1..4)) {
        let (call, request) = &CASES[case % CASES.len()];
        let mut request = request.clone();
        for (mut at, new) in changes {
            change(&mut request, &mut at, &odd(new));
        }
        let reply = ENGINE.answer(*call, request.to_string().as_bytes());
        let value: Value = serde_json::from_str(&reply.json).unwrap();
        prop_assert_eq!(value.get("erreurs").is_some(), reply.status == Status::Refused);
    }

    #[test]
    fn cut_and_stained_texts_are_answered(case in 0_usize..1000, cut in 0_usize..4000, byte in any::<u8>()) {
        let (call, request) = &CASES[case % CASES.len()];
        let mut text = request.to_string().into_bytes();
        let at = cut % text.len();
        text[at] = byte;
        let stained = ENGINE.answer(*call, &text);
        prop_assert!(serde_json::from_str::<Value>(&stained.json).is_ok());
        text.truncate(at);
        let reply = ENGINE.answer(*call, &text);
        prop_assert_eq!(reply.status, Status::Refused);
    }
}

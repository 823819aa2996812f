//! Named points at which a debug build can be told to die, so that tests can kill the real binary at the worst moment.
//! `KIOSK_FAILPOINT=pay.mid_tx:3` aborts at the third pass of that point; `KIOSK_PLANT=dedupe` plants a known bug, so
//! that the tests can prove that they would see it. A release build contains none of this.

/// Dies here if this point was armed and its turn has come.
#[inline]
pub fn pass(name: &str) {
    #[cfg(debug_assertions)]
    armed::pass(name);
    #[cfg(not(debug_assertions))]
    let _ = name;
}

/// Whether this point will die at its next pass; lets a caller split what is otherwise one step.
#[inline]
pub fn is_armed(name: &str) -> bool {
    #[cfg(debug_assertions)]
    return armed::is_armed(name);
    #[cfg(not(debug_assertions))]
    {
        let _ = name;
        false
    }
}

/// Panics where deciding for this shop was planted to: `KIOSK_PLANT=panic:SHOP`.
#[inline]
pub fn panic_in(shop: &str) {
    #[cfg(debug_assertions)]
    armed::panic_in(shop);
    #[cfg(not(debug_assertions))]
    let _ = shop;
}

/// Whether a known bug was planted.
#[inline]
pub fn planted(name: &str) -> bool {
    #[cfg(debug_assertions)]
    return armed::planted(name);
    #[cfg(not(debug_assertions))]
    {
        let _ = name;
        false
    }
}

#[cfg(debug_assertions)]
mod armed {
    use std::sync::{
        LazyLock,
        atomic::{AtomicI64, Ordering},
    };

    struct Armed {
        name: String,
        passes_left: AtomicI64,
    }

    static ARMED: LazyLock<Option<Armed>> = LazyLock::new(|| {
        let text = std::env::var("KIOSK_FAILPOINT").ok()?;
        let (name, passes) = text.split_once(':').unwrap_or((&text, "1"));
        Some(Armed {
            name: name.into(),
            passes_left: AtomicI64::new(passes.parse().unwrap_or(1)),
        })
    });
    static PLANTED: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("KIOSK_PLANT").ok());

    pub(super) fn pass(name: &str) {
        let Some(armed) = ARMED.as_ref().filter(|armed| armed.name == name) else {
            return;
        };
        if armed.passes_left.fetch_sub(1, Ordering::SeqCst) == 1 {
            tracing::error!("failpoint {name} reached: aborting");
            std::process::abort();
        }
    }

    pub(super) fn is_armed(name: &str) -> bool {
        ARMED
            .as_ref()
            .is_some_and(|armed| armed.name == name && armed.passes_left.load(Ordering::SeqCst) == 1)
    }

    pub(super) fn panic_in(shop: &str) {
        let planted = PLANTED.as_deref().and_then(|bug| bug.strip_prefix("panic:"));
        assert!(planted != Some(shop), "planted in {shop}");
    }

    pub(super) fn planted(name: &str) -> bool {
        PLANTED.as_deref() == Some(name)
    }
}

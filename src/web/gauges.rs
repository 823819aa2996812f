//! The page that Prometheus reads: one table of gauges over the report, and the counters that the engine keeps.

use prometheus::{Error, IntGauge, IntGaugeVec, Opts, Registry, TEXT_FORMAT, TextEncoder};

use crate::engine::{Meters, Report, ShopStatus};

pub(super) const CONTENT_TYPE: &str = TEXT_FORMAT;

/// One line for each shop; none where there is nothing to say.
struct Gauge {
    name: &'static str,
    help: &'static str,
    read: fn(&ShopStatus) -> Option<i64>,
}

/// Of shops that run, by world.
const OF_SHOPS: [Gauge; 7] = [
    Gauge {
        name: "kiosk_shop_healthy",
        help: "Whether the shop serves its customers: 1, or 0 where something is in its way.",
        read: |shop| Some(shop.healthy.into()),
    },
    Gauge {
        name: "kiosk_revision_since_timestamp_seconds",
        help: "Since when the revision serves that serves now.",
        read: |shop| shop.since.map(|at| at.0 / 1000),
    },
    Gauge {
        name: "kiosk_last_poll_timestamp_seconds",
        help: "When Telegram was last asked for updates, or about its webhook, and everything that had come was handled.",
        read: |shop| shop.updates_seen.map(|at| at.0 / 1000),
    },
    Gauge {
        name: "kiosk_orders_open",
        help: "Orders that wait for payment.",
        read: |shop| Some(shop.to_do.open),
    },
    Gauge {
        name: "kiosk_holds",
        help: "Orders that are being paid: their goods are reserved.",
        read: |shop| Some(shop.to_do.held),
    },
    Gauge {
        name: "kiosk_inbox_updates",
        help: "Updates that are stored and not handled yet.",
        read: |shop| Some(shop.to_do.updates),
    },
    Gauge {
        name: "kiosk_outbox_messages",
        help: "Messages that are still to be sent.",
        read: |shop| Some(shop.to_do.messages),
    },
];

/// Of folders, whether their shops run or not.
const OF_FILES: [Gauge; 3] = [
    Gauge {
        name: "kiosk_config_last_reload_successful",
        help: "Whether the shop's files serve: 1, or 0 where they have errors, are held back, rolled back or gone.",
        read: |shop| Some(shop.last_attempt.as_ref()?.outcome.is_good().into()),
    },
    Gauge {
        name: "kiosk_config_last_reload_success_timestamp_seconds",
        help: "When the shop's files were last taken up, since kiosk began.",
        read: |shop| Some(shop.last_attempt.as_ref()?.last_served?.0 / 1000),
    },
    Gauge {
        name: "kiosk_config_differs",
        help: "Whether the shop's folder holds other files than those that serve.",
        read: |shop| Some(shop.folder_differs.into()),
    },
];

pub(super) fn page(report: &Report, meters: &[Meters]) -> Result<String, Error> {
    let registry = Registry::new();
    let waiting = IntGauge::new("kiosk_turns_waiting", "Turns that wait to be written.")?;
    waiting.set(i64::try_from(report.turns_waiting).unwrap_or(i64::MAX));
    registry.register(Box::new(waiting))?;
    for gauge in OF_SHOPS {
        let lines = IntGaugeVec::new(Opts::new(gauge.name, gauge.help), &["shop", "world"])?;
        for shop in &report.shops {
            if let (Some(world), Some(value)) = (shop.world, (gauge.read)(shop)) {
                lines.with_label_values(&[&*shop.shop, world.word()]).set(value);
            }
        }
        registry.register(Box::new(lines))?;
    }
    for gauge in OF_FILES {
        let lines = IntGaugeVec::new(Opts::new(gauge.name, gauge.help), &["shop"])?;
        for shop in &report.shops {
            if let Some(value) = (gauge.read)(shop) {
                lines.with_label_values(&[&*shop.shop]).set(value);
            }
        }
        registry.register(Box::new(lines))?;
    }
    for meters in meters {
        meters.register(&registry)?;
    }
    TextEncoder::new().encode_to_string(&registry.gather())
}
